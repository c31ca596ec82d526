/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_FINGERPRINT_H
#define PRESSMARK_STORE_FINGERPRINT_H

/* Fingerprints, by which copies of a document are recognised: a hash of its title and text, a
 * sketch of its words, and hashes of what its path and format say. Two documents are copies if the
 * hashes of title and text are equal, and near copies if their sketches say that they share nearly
 * all of their words. They are one page in two formats if their formats differ but they share the
 * title or the file's name, and most of their words; and one page in two languages if their paths
 * differ only in what names the language.
 *
 * The sketch is a one-permutation MinHash (Li, Owen and Zhang, 2012) of one bit: the hashes of the
 * words are divided into FINGERPRINT_BINS bins, and one bit of the least hash in each bin is kept.
 * A bit of two sketches differs with half the probability that a word of one document is missing
 * from the other. */

#include "base/str.h"

#include <stdint.h>

enum {
    FINGERPRINT_BINS = 64,
    FINGERPRINT_BYTES = 34, /* the size of a value; older programs wrote 8 or 16 */
    /* Documents of fewer words get no sketch, because it would be a matter of chance. */
    FINGERPRINT_MIN_WORDS = 32,
    /* Near copies need more words, since nothing but their sketches says that they are alike. */
    FINGERPRINT_MIN_SIMILAR_WORDS = 96,
    /* Sketches of near copies differ in at most this many bits: about 90 % of words are shared. */
    FINGERPRINT_SIMILAR_BITS = 3,
    /* Those of one page in two formats: about 60 % are shared. Sketches of unrelated documents
     * differ in 32 bits on average, and hardly ever in fewer than 18. */
    FINGERPRINT_PAGE_BITS = 14,
};

/* A sketch in the making. */
struct fingerprint_sketch {
    uint32_t least[FINGERPRINT_BINS];
    uint32_t n; /* distinct words so far */
};

void fingerprint_start(struct fingerprint_sketch *s);

/* Adds a distinct word by its hash: 32 well-mixed bits that depend on nothing but the word. */
static inline void fingerprint_add(struct fingerprint_sketch *s, uint32_t hash)
{
    uint32_t bin = hash % FINGERPRINT_BINS;
    s->n++;
    if (hash < s->least[bin])
        s->least[bin] = hash;
}

/* What a document's path says about the page. */
struct fingerprint_path {
    struct str stem;  /* the file's name without its endings; empty for a record, which has none */
    struct str place; /* the path without the part that names a language; empty for a record */
    struct str path_language; /* the language so named, as an ISO 639-1 code, or empty */
};

struct fingerprint_page {
    struct str title, text; /* the title is empty if the page has none of its own */
    struct str type;        /* the name of its format */
    struct str language;    /* an ISO 639-1 code, or empty */
    struct fingerprint_path path;
};

/* Writes the fingerprint of a page, which is the value of SLOT_FINGERPRINT. */
void fingerprint_encode(const struct fingerprint_sketch *s, const struct fingerprint_page *page,
                        char ret[FINGERPRINT_BYTES]);
/* Changes a fingerprint of n bytes for a document that has moved to another path. The shorter
 * fingerprints of older programs stay as they are. */
void fingerprint_move(const struct fingerprint_path *path, char *value, size_t n);

enum fingerprint {
    FINGERPRINT_NONE = 0,
    FINGERPRINT_COPY = 1,
    FINGERPRINT_FORMAT = 2,
    FINGERPRINT_TRANSLATION = 4,
    FINGERPRINT_SIMILAR = 8,
};
/* Returns the first kind of copy, among those whose bits are set in kinds, that two documents with
 * the fingerprints a and b are. FINGERPRINT_NONE if they are no copies of these kinds, or if a
 * fingerprint is empty, as in indexes of older programs. */
enum fingerprint fingerprint_compare(struct str a, struct str b, unsigned kinds);

/* Returns the language of a document, which its path names or else its text shows: an ISO 639-1
 * code of two bytes, which point into value, or an empty string. */
struct str fingerprint_language(struct str value);

#endif
