/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_CALENDAR_H
#define PRESSMARK_TEXT_CALENDAR_H

/* The Gregorian calendar, as far as dates of documents need it. */

#include "base/stamp.h"

struct date {
    unsigned year, month, day; /* month and day 0: not said */
    bool has_time;
    int hour, minute, second, offset_minutes;
};

/* Sets month and day by the day of the year, from 1 on, and by ISO 8601's week and weekday (1 is
 * Monday), where the year may become the one before or behind. */
void calendar_set_day_of_year(struct date *d, int day);
void calendar_set_day_of_week(struct date *d, unsigned week, unsigned weekday);

/* Whether there is such a date; years from 1000 to 2999. */
bool calendar_has(const struct date *d);

/* The date as base/stamp.h has it. */
void calendar_write(const struct date *d, char ret_date[STAMP_BYTES]);

#endif
