/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_FOLD_H
#define PRESSMARK_TEXT_FOLD_H

/* Folding: characters that people treat as the same become the same.
 *
 * The form of a text is its NFKC with full case folding, and with the changes that analyser.h lists
 * (dotless i, yo, alef forms, points, digits of every script as ASCII digits ...). Its term is the
 * form without marks in Latin and Greek. Folding is idempotent for both.
 *
 * Traditional Han characters become simplified ones, if the Unicode database has a single form for
 * them. In terms, Devanagari loses the nukta and has an anusvara for a nasal before a letter of its
 * row. */

#include "base/buf.h"

#include <stdint.h>

/* The class of a folded character for the rules of words.c. */
enum fold_class {
    FOLD_OTHER, /* separates words */
    FOLD_LETTER,
    FOLD_HEBREW,
    FOLD_DIGIT,
    FOLD_MID_LETTER, /* joins two letters, such as the Catalan middle dot */
    FOLD_MID_NUMBER, /* joins two digits: full stop, comma */
    FOLD_APOSTROPHE,
    FOLD_QUOTE,    /* ", which joins two Hebrew letters */
    FOLD_EXTEND,   /* belongs to the character before it */
    FOLD_FLAG,     /* a regional indicator; two of them are a flag */
    FOLD_PICTURE,  /* a pictograph */
    FOLD_JOINER,   /* a zero-width joiner between two pictographs */
    FOLD_UNSPACED, /* a letter of a script that is written without spaces */
};

/* One folded character. All units of one cluster of characters share its range. */
struct fold_unit {
    uint32_t c;
    uint32_t start, end; /* bytes of the text */
    uint8_t class;
    bool breaks; /* a word ends before this unit, whatever its class is */
};

struct fold; /* for one thread at a time; holds a table of characters that were seen */

struct fold *fold_new(bool hangul_is_unspaced);
void fold_free(struct fold *f);

/* Folds text, which must be valid UTF-8 below 4 GiB. The units are valid until the next call on
 * f. */
const struct fold_unit *fold_text(struct fold *f, struct str text, size_t *n);

/* Appends the term for a form. */
void fold_append_term(struct str form, struct buf *out);

/* Returns the folded form of one character in lower case: letters that are not distinguished become
 * one, and signs that are not written consistently become 0. */
uint32_t fold_character(uint32_t c);

#endif
