/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_NUMBER_H
#define PRESSMARK_STORE_NUMBER_H

/* Numbers in fields, as the index compares them. */

#include "base/str.h"

#include <stdint.h>

enum { NUMBER_BYTES = 8 };

/* Reads s as a whole, blanks around it aside: "1200", "-3.5", "1,200,000", "2e6". False: it is no
 * number. */
bool number_read(struct str s, double *ret);
/* The same with "k", "M" or "G" behind it, perhaps a "B" behind that: 1000, 1000000 ... times. */
bool number_read_scaled(struct str s, double *ret);

/* Writes the value that sorts bytewise as numbers do; returns its length, 1 .. NUMBER_BYTES. */
size_t number_encode(double number, char ret_value[NUMBER_BYTES]);

/* The slot of the numbers of a field, by its name as terms have it. */
uint32_t number_slot(struct str name);

#endif
