/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_DATES_DATES_H
#define PRESSMARK_DATES_DATES_H

/* Reads dates. */

#include "base/stamp.h"

/* How to read "04/09/2019". */
enum date_order { DATE_ORDER_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST };

/* Reads a date at the beginning of s: ISO 8601, RFC 5322, "May 10, 2011", "10 May 2011", "10. Mai
 * 2011", "10 de mayo de 2011", "2011年5月10日", and "10/05/2011" if order says how, if the day is
 * above 12, or if both numbers are equal. Knows the names of months in the languages of language.h.
 * A date by itself may also be "03.02.21" or "2021-034", or begin with any abbreviated weekday
 * ("śr., "). Writes "YYYYMMDD", "YYYYMMDDhhmmss" with its offset (base/stamp.h), "YYYYMM" or
 * "YYYY", and returns the number of bytes that it read, or 0 if there is no date. Accepts days that
 * exist in the years 1000 to 2999. */
size_t dates_parse(struct str s, enum date_order order, char ret_date[STAMP_BYTES]);

/* Returns true if a date, as dates_parse() writes it, is in the years from which files can be. */
bool dates_is_of_files(const char *date);
/* Returns true if it is the epoch of some clock, which means that the clock was not set or that
 * there was no date. */
bool dates_is_zero(const char *date);

/* Finds the first date in s that includes a day and begins at the beginning of a word, and returns
 * its offset and length. Returns false if there is none. */
bool dates_find(struct str s, enum date_order order, size_t *ret_start, size_t *ret_n,
                char ret_date[STAMP_BYTES]);

#endif
