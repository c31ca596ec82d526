/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/likeness.h"

#include <xxhash.h>

enum { HASH_BYTES = 8 };

void likeness_start(struct likeness_sketch *s)
{
    memset(s->least, 0xFF, sizeof s->least);
    s->n = 0;
}

static void put_64(char *out, uint64_t n)
{
    for (int i = 0; i < HASH_BYTES; i++)
        out[i] = (char)(n >> 8 * i);
}

static uint64_t get_64(const char *in)
{
    uint64_t n = 0;
    for (int i = 0; i < HASH_BYTES; i++)
        n |= (uint64_t)(unsigned char)in[i] << 8 * i;
    return n;
}

/* The bit of a bin is one above those that chose the bin. A bin without a word takes part with a
 * zero in both documents, mostly, since both have few words then. */
static uint64_t bits_of(const struct likeness_sketch *s)
{
    uint64_t bits = 0;
    for (int i = 0; i < LIKENESS_BINS; i++)
        if (s->least[i] != UINT32_MAX)
            bits |= (uint64_t)(s->least[i] / LIKENESS_BINS & 1) << i;
    return bits;
}

uint32_t likeness_encode(const struct likeness_sketch *s, struct str title, struct str text,
                         char ret[LIKENESS_BYTES])
{
    XXH64_hash_t of_title = XXH3_64bits(title.p, title.n);
    put_64(ret, XXH3_64bits_withSeed(text.p, text.n, of_title));
    if (s->n < LIKENESS_MIN_WORDS)
        return HASH_BYTES;
    put_64(ret + HASH_BYTES, bits_of(s));
    return LIKENESS_BYTES;
}

enum likeness likeness_compare(struct str a, struct str b)
{
    if (a.n < HASH_BYTES || b.n < HASH_BYTES)
        return LIKENESS_NONE;
    if (memcmp(a.p, b.p, HASH_BYTES) == 0)
        return LIKENESS_COPY;
    if (a.n < LIKENESS_BYTES || b.n < LIKENESS_BYTES)
        return LIKENESS_NONE;
    uint64_t differing = get_64(a.p + HASH_BYTES) ^ get_64(b.p + HASH_BYTES);
    return __builtin_popcountll(differing) <= LIKENESS_NEAR_BITS ? LIKENESS_NEAR : LIKENESS_NONE;
}
