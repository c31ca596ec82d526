/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_FINGERPRINT_H
#define PRESSMARK_STORE_FINGERPRINT_H

/* What copies of a document are known by: a hash of its title and text, a sketch of the words that
 * it has, and what its path and format say. Two documents are copies where the hashes are equal,
 * and near copies where the sketches say that they have nearly all their words in common. They are
 * one page in two formats where the formats differ, the title or the name of the file is the same,
 * and most words are; and one page in two languages where the paths differ in the language alone.
 *
 * The sketch is a one-permutation MinHash: the hashes of the words are dealt into FINGERPRINT_BINS
 * bins, and of the least hash in each bin one bit is kept. A bit differs with half the probability
 * that a word of the one is none of the other. */

#include "base/str.h"

#include <stdint.h>

enum {
    FINGERPRINT_BINS = 64,
    FINGERPRINT_BYTES = 34,     /* of a value; older programs wrote 8 or 16 */
    FINGERPRINT_MIN_WORDS = 32, /* fewer words give no sketch: chance would decide */
    /* For near copies, of which nothing else is known to be alike. */
    FINGERPRINT_MIN_SIMILAR_WORDS = 96,
    /* Bits by which sketches of near copies differ at most: about 90 % of all words in common. */
    FINGERPRINT_SIMILAR_BITS = 3,
    /* And of one page in two formats: about 60 %. Unrelated ones differ in 32, and hardly ever in
     * fewer than 18. */
    FINGERPRINT_PAGE_BITS = 14,
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

/* What the path of a document says of the page that it is. */
struct fingerprint_path {
    struct str stem;  /* the name without its endings; empty: of a record, which has no name */
    struct str place; /* the path without what says a language; empty likewise */
    struct str path_language; /* what that said: a code of ISO 639-1, or empty */
};

struct fingerprint_page {
    struct str title, text; /* empty title: it has none of its own */
    struct str type;        /* the format */
    struct str language;    /* a code of ISO 639-1, or empty */
    struct fingerprint_path path;
};

/* The value of SLOT_FINGERPRINT. */
void fingerprint_encode(const struct fingerprint_sketch *s, const struct fingerprint_page *page,
                        char ret[FINGERPRINT_BYTES]);
/* The value of a document whose path is another now; one of an older program stays as it is. */
void fingerprint_move(const struct fingerprint_path *path, char *value, size_t n);

enum fingerprint {
    FINGERPRINT_NONE = 0,
    FINGERPRINT_COPY = 1,
    FINGERPRINT_FORMAT = 2,
    FINGERPRINT_TRANSLATION = 4,
    FINGERPRINT_SIMILAR = 8,
};
/* The first of the kinds, a sum of some, that two such values are; FINGERPRINT_NONE also where one
 * is empty, as in indexes of older programs. */
enum fingerprint fingerprint_compare(struct str a, struct str b, unsigned kinds);

/* The language that a document is read in, by its path, else by its text: a code of ISO 639-1, two
 * bytes of the value, or empty. */
struct str fingerprint_language(struct str value);

#endif
