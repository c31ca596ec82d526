/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_FOLD_H
#define PRESSMARK_TEXT_FOLD_H

/* Folding: characters that people take for the same become the same.
 *
 * The form of a text is its NFKC with full case folding, with what analyser.h names on top (dotless
 * i, yo, alef forms, points, digits of every script as ASCII digits ...). Its term is the form
 * without marks in Latin and Greek. Both are stable: folding what is folded changes nothing.
 *
 * Traditional Han become simplified, as far as the Unicode database has one form for them; in the
 * term, Devanagari loses the nukta and writes a nasal before a letter of its row as anusvara. */

#include "base/buf.h"

#include <stdint.h>

/* What a folded character is to the rules of words.c. */
enum fold_class {
    FOLD_OTHER, /* separates */
    FOLD_LETTER,
    FOLD_HEBREW,
    FOLD_DIGIT,
    FOLD_MID_LETTER, /* keeps two letters together, such as the dot of Catalan */
    FOLD_MID_NUMBER, /* keeps two digits together: full stop, comma */
    FOLD_APOSTROPHE,
    FOLD_QUOTE,    /* ": keeps two Hebrew letters together */
    FOLD_EXTEND,   /* belongs to the character before it */
    FOLD_FLAG,     /* a regional indicator: two are a flag */
    FOLD_PICTURE,  /* a pictograph */
    FOLD_JOINER,   /* a zero width joiner between two pictographs */
    FOLD_UNSPACED, /* of a script that is written without spaces */
};

/* One folded character. What came from one cluster of characters of the text shares its range. */
struct fold_unit {
    uint32_t c;
    uint32_t start, end; /* bytes of the text */
    uint8_t class;
    bool breaks; /* a word ends before this unit whatever its class */
};

struct fold; /* one thread at a time; holds a table of characters seen */

struct fold *fold_new(bool hangul_is_unspaced);
void fold_free(struct fold *f);

/* Folds text, valid UTF-8 below 4 GiB. The units are valid until the next call on f. */
const struct fold_unit *fold_text(struct fold *f, struct str text, size_t *n);

/* Appends the term of a form. */
void fold_append_term(struct str form, struct buf *out);

/* The folded form of one character that stands for itself in lower case: the letters that are not
 * told apart become one, signs that are not written consistently become 0. */
uint32_t fold_character(uint32_t c);

#endif
