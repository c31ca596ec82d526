/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs the metadata that only indexers read. */
#include "store/packed.h"

#include "base/mem.h"

#include <zstd.h>

enum { LEVEL = 1 }; /* higher levels take a third more time to save a fifteenth */
static const uint64_t MAX_UNPACKED_BYTES = 1ull << 30;

void packed_append(struct buf *out, struct str bytes)
{
    buf_append_varint(out, bytes.n);
    size_t room = ZSTD_compressBound(bytes.n);
    buf_reserve(out, room);
    size_t n = ZSTD_compress(out->p + out->n, room, bytes.p, bytes.n, LEVEL);
    if (ZSTD_isError(n))
        mem_exhausted(); /* it cannot fail otherwise */
    out->n += n;
}

bool packed_read(struct str packed, struct buf *out)
{
    uint64_t n;
    if (!str_take_varint(&packed, &n) || n > MAX_UNPACKED_BYTES)
        return false;
    buf_reserve(out, n);
    size_t got = ZSTD_decompress(out->p + out->n, n, packed.p, packed.n);
    if (ZSTD_isError(got) || got != n)
        return false;
    out->n += n;
    return true;
}
