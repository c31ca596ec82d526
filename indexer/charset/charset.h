/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_CHARSET_CHARSET_H
#define PRESSMARK_INDEXER_CHARSET_CHARSET_H

/* Character sets: finds one by any of its names, by what a text declares or by the statistics of
 * its bytes, and converts text to UTF-8. */

#include "base/buf.h"

#include <stdint.h>

struct charset {
    const char *name;  /* the IANA name */
    const char *iconv; /* the name that iconv(3) knows */
};

/* Returns the character set for a label of the WHATWG encoding standard (where "latin1" is
 * windows-1252) or of uchardet. NULL if the label is unknown. */
const struct charset *charset_by_label(struct str label);

/* Returns the character set that a text declares in a <meta charset>, an XML declaration, a mail
 * header or a file variable of Emacs or Vim. NULL if it declares none, or an unknown one. */
const struct charset *charset_declared(struct str bytes);

/* Returns the character set that the <meta> elements of a page declare, found by the prescan of the
 * HTML standard, which skips comments and other attributes. NULL if there is none, or an unknown
 * one. */
const struct charset *charset_of_meta(struct str page);

/* Guesses the character set of bytes that are not UTF-8 from their statistics. If these are
 * inconclusive, returns windows-1252, or ISO-8859-15 if the bytes include its letters or its euro
 * sign, and sets *ret_is_guess to false. */
const struct charset *charset_detect(struct str bytes, bool *ret_is_guess);

/* Returns the single-byte character set in which the sample, which is not UTF-8, reads most like a
 * language, preferring common sets if several fit equally well. *ret_cost is a cost per byte above
 * 0x7F, higher the less it fits; up to CHARSET_COST_OF_TEXT the result is plausible text. */
enum charset_origin { CHARSET_OF_ANYTHING, CHARSET_OF_DOS };
enum { CHARSET_COST_OF_TEXT = 34 };
const struct charset *charset_rank(struct str sample, enum charset_origin origin,
                                   unsigned *ret_cost);

/* Returns the multibyte character set of East Asia in which a short text, such as the name of a
 * file, consists of common characters or, if is_rare, of any characters that are not all rare; the latter
 * is a guess for text that fits no single-byte set. NULL if there is none. Thread-safe. */
const struct charset *charset_east_asian(struct str s, bool is_rare);

/* Appends bytes converted to UTF-8. Each ill-formed sequence becomes U+FFFD and is added to
 * *n_replaced. Returns false if iconv does not know the character set. */
bool charset_convert(const struct charset *charset, struct str bytes, struct buf *out,
                     size_t *n_replaced);

/* Converts between a byte of windows-1252 and its character. Bytes that are undefined there are
 * control characters, as in Latin-1, and all control characters of Latin-1 map back to their bytes.
 * charset_western_byte() returns 0 for a character that has no byte above 0x7F. */
uint32_t charset_western_character(unsigned char byte);
unsigned char charset_western_byte(uint32_t character);

#endif
