/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_DATES_DATE_EAST_ASIAN_H
#define PRESSMARK_DATES_DATE_EAST_ASIAN_H

/* Reads dates in Chinese, Japanese and Korean, as the functions of date_parts.h do. */

#include "dates/calendar.h"

/* Reads "年5月10日", "年5月" or "年" after a year. */
bool date_take_east_asian_rest(struct str *in, struct date *d);
/* Reads "令和2年10月15日" and "民國100年5月10日". */
bool date_take_era(struct str *in, struct date *d);

#endif
