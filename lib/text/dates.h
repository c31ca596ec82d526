/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_DATES_H
#define PRESSMARK_TEXT_DATES_H

/* Reading dates. */

#include "base/stamp.h"

/* What "04/09/2019" means. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST };

/* Reads a date in s, whole or at its beginning: ISO 8601, RFC 5322, "May 10, 2011", "10 May 2011",
 * "10. Mai 2011", "10 de mayo de 2011", "10/05/2011" only where order says how, the day is above 12
 * or both agree, "2011年5月10日". Month names of the languages that language.h knows. What is read
 * by itself may also be "03.02.21", "2021-034" or begin with any cut weekday ("śr., "). Writes
 * "YYYYMMDD", "YYYYMMDDhhmmss" with its offset (base/stamp.h), "YYYYMM" or "YYYY" and returns the
 * number of bytes of s that it took; 0 when there is no date. Years 1000 to 2999, days that exist.
 */
size_t dates_parse(struct str s, enum date_order order, char ret_date[STAMP_BYTES]);

/* Whether a date (that dates_parse() wrote) is of a year in which files are dated. */
bool dates_is_of_files(const char *date);
/* Whether it is where a clock begins to count: it was not set, or there was no date. */
bool dates_is_zero(const char *date);

/* The first date in s that says a day, at the beginning of a word: its offset and length. False:
 * there is none. */
bool dates_find(struct str s, enum date_order order, size_t *ret_start, size_t *ret_n,
                char ret_date[STAMP_BYTES]);

#endif
