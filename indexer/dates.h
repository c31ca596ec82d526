/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DATES_H
#define PRESSMARK_INDEXER_DATES_H

/* Reading dates. */

#include "base/str.h"

/* What "04/09/2019" means. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST };

/* As describe_parse_date(), with what is known of the order of numbers. */
size_t dates_parse(struct str s, enum date_order order, char ret_date[16]);

/* The first date in s that says a day, at the beginning of a word: its offset and length. False:
 * there is none. */
bool dates_find(struct str s, enum date_order order, size_t *ret_start, size_t *ret_n,
                char ret_date[16]);

#endif
