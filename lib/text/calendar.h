/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_CALENDAR_H
#define PRESSMARK_TEXT_CALENDAR_H

/* The Gregorian calendar, as far as dates of documents need it. */

#include <stdbool.h>

struct date {
    unsigned year, month, day; /* month and day 0: not said */
    bool has_time;
    int hour, minute, second, offset_minutes;
};

/* Whether there is such a date; years from 1000 to 2999. */
bool calendar_has(const struct date *d);

/* "YYYY", "YYYYMM", "YYYYMMDD" or, where a time is known, "YYYYMMDDhhmmss" in UTC. */
void calendar_write(const struct date *d, char ret_date[16]);

#endif
