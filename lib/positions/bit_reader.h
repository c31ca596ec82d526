/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_POSITIONS_BIT_READER_H
#define PRESSMARK_POSITIONS_BIT_READER_H

/* Reads bits from bytes, beginning with the lowest bit of the first byte. After the end there are
 * zeros. */

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bit_reader {
    const uint8_t *p;
    size_t n_bytes;
    uint64_t at; /* the next bit */
};

enum { BIT_READER_PEEKED_BITS = 57 };
#define BIT_READER_PEEKED (UINT64_MAX >> (64 - BIT_READER_PEEKED_BITS))

/* Returns the bits from `at` on: at least BIT_READER_PEEKED_BITS of them. */
static inline uint64_t bit_reader_peek(const struct bit_reader *r, uint64_t at)
{
    uint64_t bytes = 0;
    size_t byte = (size_t)(at / 8);
    if (byte + sizeof bytes <= r->n_bytes)
        memcpy(&bytes, r->p + byte, sizeof bytes);
    else if (byte < r->n_bytes)
        memcpy(&bytes, r->p + byte, r->n_bytes - byte);
    return le64toh(bytes) >> (at % 8);
}

static inline uint64_t bit_reader_take(struct bit_reader *r, unsigned n) /* n <= 56 */
{
    uint64_t value = bit_reader_peek(r, r->at) & ~(UINT64_MAX << n);
    r->at += n;
    return value;
}

#endif
