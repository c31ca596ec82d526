/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_POSITIONS_BIT_READER_H
#define PRESSMARK_POSITIONS_BIT_READER_H

/* Bits of bytes, from the lowest of the first byte on. Behind the end stand zeros. */

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bit_reader {
    const uint8_t *p;
    size_t n_bytes;
    uint64_t at; /* bits */
};

/* The 57 bits from `at` on, and up to seven more. */
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
