/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_NUMBER_H
#define PRESSMARK_STORE_NUMBER_H

/* Numbers in fields, as the index compares them. */

#include "base/str.h"

#include <stdint.h>

enum { NUMBER_BYTES = 8, NUMBER_TEXT_BYTES = 32 };

/* Reads s as a whole, blanks around it aside, as a query has it: "1200", "-3.5", "1,200,000",
 * "1.299,00", "2e6" (see base/digits.h), also with a currency or a per cent sign ("€ 77.50",
 * "1'350 CHF", "45%"), or with "k", "M" or "G" behind it, perhaps a "B" behind that: 1000, 1000000
 * ... times; with "iB" 1024, 1048576 ... times. Of "1.299", the full stop stands before decimals.
 * False: it is no number. */
bool number_read_scaled(struct str s, double *ret);
/* The same of a field's value, which has a letter only before a "B" ("3.5 MB"): without one it may
 * be a metre or a gramme. */
bool number_read_value(struct str s, double *ret);
/* Reads a number that may be another one, too, as that one: "1.299" as 1299. */
bool number_read_otherwise(struct str s, double *ret);

/* Writes a number as terms of fields have it, so that all ways of writing it find each other;
 * returns its length. */
size_t number_put_plain(double number, char ret_text[NUMBER_TEXT_BYTES]);

/* Writes the value that sorts bytewise as numbers do; returns its length, 1 .. NUMBER_BYTES. */
size_t number_encode(double number, char ret_value[NUMBER_BYTES]);

/* The slot of the numbers of a field, by its name as terms have it. */
uint32_t number_slot(struct str name);

#endif
