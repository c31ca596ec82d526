/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_FINGERPRINT_H
#define PRESSMARK_STORE_FINGERPRINT_H

/* What copies of a document are known by: a hash of its title and text, and a sketch of the words
 * that it has. Two documents are copies where the hashes are equal, and near copies where the
 * sketches say that they have nearly all their words in common.
 *
 * The sketch is a one-permutation MinHash: the hashes of the words are dealt into FINGERPRINT_BINS
 * bins, and of the least hash in each bin one bit is kept. A bit differs with half the probability
 * that a word of the one is none of the other. */

#include "base/str.h"

#include <stdint.h>

enum {
    FINGERPRINT_BINS = 64,
    FINGERPRINT_BYTES = 16, /* of a value: the hash, the sketch; without a sketch the half of it */
    FINGERPRINT_MIN_WORDS = 96, /* fewer words give no sketch: chance would decide */
    /* Bits by which sketches of near copies differ at most: about 90 % of all words in common. */
    FINGERPRINT_SIMILAR_BITS = 3,
};

/* The words while they come in. */
struct fingerprint_sketch {
    uint32_t least[FINGERPRINT_BINS];
    uint32_t n; /* words */
};

void fingerprint_start(struct fingerprint_sketch *s);

/* A different word's hash, 32 well-mixed bits that hang on nothing but the word. */
static inline void fingerprint_add(struct fingerprint_sketch *s, uint32_t hash)
{
    uint32_t bin = hash % FINGERPRINT_BINS;
    s->n++;
    if (hash < s->least[bin])
        s->least[bin] = hash;
}

/* The value of SLOT_FINGERPRINT; returns its length. */
uint32_t fingerprint_encode(const struct fingerprint_sketch *s, struct str title, struct str text,
                            char ret[FINGERPRINT_BYTES]);

enum fingerprint { FINGERPRINT_NONE, FINGERPRINT_SIMILAR, FINGERPRINT_COPY };
/* Of two such values; FINGERPRINT_NONE also where one is empty, as in indexes of older programs. */
enum fingerprint fingerprint_compare(struct str a, struct str b);

#endif
