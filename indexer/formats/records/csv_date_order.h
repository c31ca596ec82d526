/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_DATE_ORDER_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_DATE_ORDER_H

#include "dates/dates.h"

/* Determines the order of day and month in the dates of a table, such as "02/13/2021" and
 * "13-02-2021": a number above 12 is a day, which decides for all rows. Returns DATE_ORDER_UNKNOWN
 * if no row tells, or rows contradict each other. */
enum date_order csv_date_order(struct str text);

#endif
