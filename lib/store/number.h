/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_NUMBER_H
#define PRESSMARK_STORE_NUMBER_H

/* Numbers in fields, and the values by which the index compares them. */

#include "base/str.h"

#include <stdint.h>

enum { NUMBER_BYTES = 8, NUMBER_TEXT_BYTES = 32 };

/* Reads a number as queries write it: "1200", "-3.5", "1,200,000", "1.299,00", "2e6" (see
 * base/digits.h), optionally with a currency or a per cent sign ("€ 77.50", "1'350 CHF", "45%"). A
 * suffix "k", "M" or "G", optionally followed by "B", multiplies it by a power of 1000; followed by
 * "iB", by a power of 1024. In "1.299" the full stop is a decimal point. Blanks around the number
 * are ignored. Returns false if s as a whole is not a number. */
bool number_read_scaled(struct str s, double *ret);
/* Does the same for the value of a field, where a suffix counts only if a "B" follows ("3.5 MB"):
 * a single letter may stand for metres or grammes. */
bool number_read_value(struct str s, double *ret);
/* Reads the second meaning of an ambiguous number: "1.299" as 1299. Returns false if there is none.
 */
bool number_read_otherwise(struct str s, double *ret);

/* Writes the form in which a number becomes a term of a field, which is the same for all ways of
 * writing it. Returns its length. */
size_t number_put_plain(double number, char ret_text[NUMBER_TEXT_BYTES]);

/* Encodes a number so that the bytewise order of the values is that of the numbers. Returns the
 * length of the value, 1 .. NUMBER_BYTES. */
size_t number_encode(double number, char ret_value[NUMBER_BYTES]);

/* Returns the value slot for the numbers of a field, whose name is given in the form that terms
 * have. */
uint32_t number_slot(struct str name);

#endif
