/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_CHARSET_CHARSET_H
#define PRESSMARK_INDEXER_CHARSET_CHARSET_H

/* Character sets: their many names, conversion to UTF-8, and which one a text declares or seems to
 * be in. */

#include "base/buf.h"

#include <stdint.h>

struct charset {
    const char *name;  /* IANA's */
    const char *iconv; /* what iconv(3) calls it */
};

/* By any label, of the WHATWG encoding standard ("latin1" is windows-1252) or of uchardet. NULL:
 * not known. */
const struct charset *charset_by_label(struct str label);

/* What the text declares: <meta charset>, an XML declaration, a mail header, an Emacs or Vim file
 * variable. NULL: nothing, or nothing known. */
const struct charset *charset_declared(struct str bytes);

/* What the <meta> elements of a page declare, read as the HTML standard has browsers look ahead for
 * them: not in comments, nor within other attributes. NULL: nothing, or nothing known. */
const struct charset *charset_of_meta(struct str page);

/* What the statistics of the bytes say, which are not UTF-8; windows-1252, or ISO-8859-15 where
 * there are letters or a euro of that, when they say nothing, with *ret_is_guess false. */
const struct charset *charset_detect(struct str bytes, bool *ret_is_guess);

/* The single-byte set in which the sample, which is not UTF-8, reads most like a language; of sets
 * in which it reads alike, the more common. *ret_cost: how far from any language it is for each
 * byte over 0x7F; up to CHARSET_COST_OF_TEXT it is text. */
enum charset_origin { CHARSET_OF_ANYTHING, CHARSET_OF_DOS };
enum { CHARSET_COST_OF_TEXT = 34 };
const struct charset *charset_rank(struct str sample, enum charset_origin origin,
                                   unsigned *ret_cost);

/* Appends bytes as UTF-8; ill-formed sequences become U+FFFD and are counted in *n_replaced. False
 * when iconv does not know the set. */
bool charset_convert(const struct charset *charset, struct str bytes, struct buf *out,
                     size_t *n_replaced);

/* The character of a byte over 0x7F in windows-1252, and back: the bytes that have none there are
 * control characters, as in Latin-1, and the control characters of Latin-1 are bytes too. 0: the
 * character is none of them. */
uint32_t charset_western_character(unsigned char byte);
unsigned char charset_western_byte(uint32_t character);

#endif
