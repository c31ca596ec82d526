/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_UTF8_H
#define PRESSMARK_TEXT_UTF8_H

/* Checks, repairs and decodes UTF-8. All text inside Pressmark is valid UTF-8: decode.c of the
 * indexer and parse.c of the search repair it on entry. */

#include "base/buf.h"

#include <stdint.h>

/* Returns true if s is well-formed UTF-8, without overlong forms, surrogates, and values above
 * U+10FFFF. If not, *bad_offset (unless NULL) is the offset of the first ill-formed byte. Fast for
 * ASCII. */
bool utf8_is_valid(struct str s, size_t *bad_offset);

/* Appends s to out with every maximal ill-formed part replaced by U+FFFD, as the Unicode standard,
 * section 3.9, and the WHATWG encoding standard say. Returns the number of replacements. */
size_t utf8_append_repaired(struct buf *out, struct str s);

/* Returns the character at offset of valid UTF-8, and the offset of the next one in *next. offset
 * must be less than s.n. */
uint32_t utf8_decode(struct str s, size_t offset, size_t *next);

/* Writes c to out, which has room for 4 bytes, and returns its length, 1 to 4. */
size_t utf8_put(uint32_t c, char *out);

/* Appends the text of a file without the byte order mark that it may begin with. UTF-16 with such a
 * mark becomes UTF-8, with U+FFFD for what is ill-formed; anything else is copied as it is. */
void utf8_append_unmarked(struct buf *out, struct str bytes);

/* Returns true if c is one of the characters from first to last, both included. */
static inline bool utf8_is_between(uint32_t c, uint32_t first, uint32_t last)
{
    return c - first <= last - first;
}

/* Returns the character that base and a combining mark form ("e" and U+0301: "é"), or 0 if there is
 * none. */
uint32_t utf8_compose(uint32_t base, uint32_t mark);

/* Returns the greatest boundary of a character at or before offset. */
size_t utf8_floor(struct str s, size_t offset);

/* Returns true for control characters of ASCII and for the blanks of Unicode. */
bool utf8_is_blank(uint32_t c);

/* Returns how many columns of a terminal valid UTF-8 takes (wide East Asian 2, combining marks
 * 0). */
size_t utf8_columns(struct str s);

/* Returns the character in lower case, without the rules for special cases. */
uint32_t utf8_lower(uint32_t c);

/* Returns true for letters, marks, decimal digits and connectors such as "_". */
bool utf8_is_word(uint32_t c);

#endif
