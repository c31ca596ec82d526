/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sketches of documents by which copies and near copies are known (Broder, "On the Resemblance
 * and Containment of Documents", 1997). */
#include "store/fingerprint.h"

#include <xxhash.h>

enum { HASH_BYTES = 8 };

void fingerprint_start(struct fingerprint_sketch *s)
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
static uint64_t bits_of(const struct fingerprint_sketch *s)
{
    uint64_t bits = 0;
    for (int i = 0; i < FINGERPRINT_BINS; i++)
        if (s->least[i] != UINT32_MAX)
            bits |= (uint64_t)(s->least[i] / FINGERPRINT_BINS & 1) << i;
    return bits;
}

uint32_t fingerprint_encode(const struct fingerprint_sketch *s, struct str title, struct str text,
                            char ret[FINGERPRINT_BYTES])
{
    XXH64_hash_t of_title = XXH3_64bits(title.p, title.n);
    put_64(ret, XXH3_64bits_withSeed(text.p, text.n, of_title));
    if (s->n < FINGERPRINT_MIN_WORDS)
        return HASH_BYTES;
    put_64(ret + HASH_BYTES, bits_of(s));
    return FINGERPRINT_BYTES;
}

enum fingerprint fingerprint_compare(struct str a, struct str b)
{
    if (a.n < HASH_BYTES || b.n < HASH_BYTES)
        return FINGERPRINT_NONE;
    if (memcmp(a.p, b.p, HASH_BYTES) == 0)
        return FINGERPRINT_COPY;
    if (a.n < FINGERPRINT_BYTES || b.n < FINGERPRINT_BYTES)
        return FINGERPRINT_NONE;
    uint64_t differing = get_64(a.p + HASH_BYTES) ^ get_64(b.p + HASH_BYTES);
    return __builtin_popcountll(differing) <= FINGERPRINT_SIMILAR_BITS ? FINGERPRINT_SIMILAR
                                                                       : FINGERPRINT_NONE;
}
