/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_DATES_MONTH_NAMES_H
#define PRESSMARK_DATES_MONTH_NAMES_H

/* Names of months and weekdays in many languages, as they occur in dates and datelines. */

#include "base/str.h"

#include <stdint.h>

/* Returns true if c can be part of a word here: letters of alphabets, but not Chinese, Japanese or
 * Korean characters or digits. */
bool names_is_letter(uint32_t c);

/* Returns the length of the word at the beginning of s, which must be valid UTF-8, or 0. */
size_t names_word_bytes(struct str s);

/* Writes the word to out in lower case, without accents in Latin and Greek, cut at capacity.
 * Returns the length. */
size_t names_fold(struct str word, char *out, size_t capacity);

/* Returns the month (1 .. 12) whose name or abbreviation s begins with, and the length of that in
 * *ret_n, or 0 if there is none. A full stop after an abbreviation is not part of it. */
unsigned names_month(struct str s, size_t *ret_n);

/* Returns the length of the name of a weekday at the beginning of s, or 0. */
size_t names_weekday(struct str s);

#endif
