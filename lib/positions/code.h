/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_POSITIONS_CODE_H
#define PRESSMARK_POSITIONS_CODE_H

/* What the writer and the reader of positions derive from the same numbers. For this folder only.
 */

#include <stdint.h>

enum { BLOCK_ENTRIES = 64, HASH_BITS = 64 };

static inline unsigned floor_log2(uint64_t value)
{
    return 63 - (unsigned)__builtin_clzll(value);
}

struct shape {
    unsigned low_bits;
    uint64_t n_bits;
};

/* Returns the shape of a list of n positions; last is the last position of the document. */
static inline struct shape shape_of(uint32_t n, uint32_t last)
{
    uint64_t highest = last - 1;
    if (n == 1)
        return (struct shape){highest ? floor_log2(highest) + 1 : 0,
                              highest ? floor_log2(highest) + 1 : 0};
    /* floor(log2(last / n)) without a division. */
    unsigned low_bits = n <= last ? floor_log2(last) - floor_log2(n) : 0;
    low_bits -= low_bits && (uint64_t)n << low_bits > last;
    return (struct shape){low_bits, (uint64_t)n * low_bits + n + (highest >> low_bits)};
}

static inline uint64_t top_bits(uint64_t hash, unsigned n)
{
    return n ? hash >> (HASH_BITS - n) : 0;
}

/* The gamma code of Elias (1975), with its last bit highest. */
struct count_code {
    uint64_t bits;
    unsigned n_bits;
};

/* Returns the code of a count of at most MAX_CODED_LENGTH bits after its first. */
enum { MAX_CODED_LENGTH = 27 };
static inline struct count_code count_code(uint32_t n)
{
    unsigned length = floor_log2(n);
    uint64_t low = n & ~(UINT32_MAX << length);
    return (struct count_code){(low << 1 | 1) << length, 2 * length + 1};
}

/* Neighbours among n hashes share about log2(n) bits. The difference from that has a code whose
 * length depends on how rare it is, with its last bit highest. At either end of the table, how far
 * the difference is beyond it follows in unary. */
enum { LEAST_SHARED = -5, MOST_SHARED = 4, N_SHARED = MOST_SHARED - LEAST_SHARED + 1 };

static const struct shared_code {
    uint8_t code, n_bits;
} SHARED_CODES[N_SHARED] = {{0x0F, 5}, {0x1F, 5}, {0x03, 4}, {0x02, 3}, {0x00, 2},
                            {0x01, 2}, {0x06, 3}, {0x0B, 4}, {0x07, 5}, {0x17, 5}};

#endif
