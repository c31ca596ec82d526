/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_LIKENESS_H
#define PRESSMARK_STORE_LIKENESS_H

/* What copies of a document are known by: a hash of its title and text, and a sketch of the words
 * that it has. Two documents are copies where the hashes are equal, and near copies where the
 * sketches say that they have nearly all their words in common.
 *
 * The sketch is a one-permutation MinHash: the hashes of the words are dealt into LIKENESS_BINS
 * bins, and of the least hash in each bin one bit is kept. A bit differs with half the probability
 * that a word of the one is none of the other. */

#include "base/str.h"

#include <stdint.h>

enum {
    LIKENESS_BINS = 64,
    LIKENESS_BYTES = 16,     /* of a value: the hash, the sketch; without a sketch the half of it */
    LIKENESS_MIN_WORDS = 96, /* fewer words give no sketch: chance would decide */
    /* Bits by which sketches of near copies differ at most: about 90 % of all words in common. */
    LIKENESS_NEAR_BITS = 3,
};

/* The words while they come in. */
struct likeness_sketch {
    uint32_t least[LIKENESS_BINS];
    uint32_t n; /* words */
};

void likeness_start(struct likeness_sketch *s);

/* A different word's hash, 32 well-mixed bits that hang on nothing but the word. */
static inline void likeness_add(struct likeness_sketch *s, uint32_t hash)
{
    uint32_t bin = hash % LIKENESS_BINS;
    s->n++;
    if (hash < s->least[bin])
        s->least[bin] = hash;
}

/* The value of SLOT_LIKENESS; returns its length. */
uint32_t likeness_encode(const struct likeness_sketch *s, struct str title, struct str text,
                         char ret[LIKENESS_BYTES]);

enum likeness { LIKENESS_NONE, LIKENESS_NEAR, LIKENESS_COPY };
/* Of two such values; LIKENESS_NONE also where one is empty, as in indexes of older programs. */
enum likeness likeness_compare(struct str a, struct str b);

#endif
