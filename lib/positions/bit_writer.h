/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_POSITIONS_BIT_WRITER_H
#define PRESSMARK_POSITIONS_BIT_WRITER_H

/* Writes bits into bytes, beginning with the lowest bit of the first byte. */

#include <endian.h>
#include <stdint.h>
#include <string.h>

struct bit_writer {
    uint8_t *p; /* eight bytes from here on may be overwritten */
    uint64_t pending;
    unsigned n; /* pending bits, fewer than 64 */
};

/* Appends n bits. The caller ensures that fewer than 64 are pending afterwards. */
static inline void bit_writer_put(struct bit_writer *w, uint64_t bits, unsigned n)
{
    w->pending |= bits << w->n;
    w->n += n;
}

/* Writes whole bytes and leaves fewer than eight bits pending. */
static inline void bit_writer_flush(struct bit_writer *w)
{
    uint64_t bytes = htole64(w->pending);
    memcpy(w->p, &bytes, sizeof bytes);
    w->p += w->n / 8;
    w->pending >>= w->n & ~7u;
    w->n &= 7;
}

#endif
