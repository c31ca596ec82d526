/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_DATES_CALENDAR_H
#define PRESSMARK_DATES_CALENDAR_H

/* The Gregorian calendar, as far as the dates of documents need it. */

#include "base/stamp.h"

struct date {
    unsigned year, month, day; /* month and day are 0 if unknown */
    bool has_time;
    int hour, minute, second, offset_minutes;
};

/* Set month and day by the day of the year, from 1, or by the week and weekday of ISO 8601 (Monday
 * is 1), for which the year may become the previous or the next one. */
void calendar_set_day_of_year(struct date *d, int day);
void calendar_set_day_of_week(struct date *d, unsigned week, unsigned weekday);

/* Returns true if the date exists and is in the years 1000 to 2999. */
bool calendar_has(const struct date *d);

/* Writes the date in the form of base/stamp.h. */
void calendar_write(const struct date *d, char ret_date[STAMP_BYTES]);

#endif
