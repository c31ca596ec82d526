/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_UTF8_H
#define PRESSMARK_TEXT_UTF8_H

/* UTF-8 as the rest of Pressmark needs it. Text inside Pressmark is valid UTF-8 always: decode.c of
 * the indexer and parse.c of the search make it so at the door. */

#include "base/buf.h"

#include <stdint.h>

/* Whether s is well-formed UTF-8 (no overlong forms, surrogates, or values above U+10FFFF). On
 * false *bad_offset (may be NULL) is the offset of the first byte that is not. Fast on ASCII. */
bool utf8_is_valid(struct str s, size_t *bad_offset);

/* Appends s to out with every maximal ill-formed part replaced by U+FFFD (as the Unicode standard,
 * section 3.9, and the WHATWG encoding standard do). Returns how many were replaced. */
size_t utf8_append_repaired(struct buf *out, struct str s);

/* The character at offset of valid UTF-8; *next gets the offset behind it. offset < s.n. */
uint32_t utf8_decode(struct str s, size_t offset, size_t *next);

/* Writes c to out (4 bytes at least) and returns the length, 1 to 4. */
size_t utf8_put(uint32_t c, char *out);

/* The character that base and a combining mark are together ("e" and U+0301: "é"); 0: there is
 * none.
 */
uint32_t utf8_compose(uint32_t base, uint32_t mark);

/* The largest character boundary not above offset. */
size_t utf8_floor(struct str s, size_t offset);

/* How many columns of a terminal the valid UTF-8 takes (wide East Asian 2, combining marks 0). */
size_t utf8_columns(struct str s);

#endif
