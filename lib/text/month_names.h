/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_MONTH_NAMES_H
#define PRESSMARK_TEXT_MONTH_NAMES_H

/* Names of months and weekdays in many languages, as dates and datelines have them. */

#include "base/str.h"

#include <stdint.h>

/* Whether c belongs to a word in the sense of this file: letters of alphabets, not of Chinese,
 * Japanese or Korean, no digits. */
bool names_is_letter(uint32_t c);

/* The length of the word that valid UTF-8 begins with; 0 when it begins with none. */
size_t names_word_bytes(struct str s);

/* Writes the word to out in small letters, without accents in Latin and Greek; cut when longer than
 * capacity. Returns the length. */
size_t names_fold(struct str word, char *out, size_t capacity);

/* The month (1 .. 12) that s begins with the name or an abbreviation of, and the name's length in
 * *ret_n; 0: none. A full stop behind an abbreviation is not part of it. */
unsigned names_month(struct str s, size_t *ret_n);

/* The length of the weekday's name that s begins with; 0: none. */
size_t names_weekday(struct str s);

#endif
