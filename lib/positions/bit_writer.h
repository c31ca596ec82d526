/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_POSITIONS_BIT_WRITER_H
#define PRESSMARK_POSITIONS_BIT_WRITER_H

/* Bits into bytes, from the lowest of the first byte on. */

#include <endian.h>
#include <stdint.h>
#include <string.h>

struct bit_writer {
    uint8_t *p; /* eight bytes from here on may be overwritten */
    uint64_t pending;
    unsigned n; /* bits pending, below 64 */
};

/* The caller sees to it that fewer than 64 are pending afterwards. */
static inline void bit_writer_put(struct bit_writer *w, uint64_t bits, unsigned n)
{
    w->pending |= bits << w->n;
    w->n += n;
}

/* Leaves fewer than eight bits pending. */
static inline void bit_writer_flush(struct bit_writer *w)
{
    uint64_t bytes = htole64(w->pending);
    memcpy(w->p, &bytes, sizeof bytes);
    w->p += w->n / 8;
    w->pending >>= w->n & ~7u;
    w->n &= 7;
}

#endif
