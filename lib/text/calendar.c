/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days of the Gregorian calendar: which there are, and how they are written. */
#include "text/calendar.h"

#include <stdio.h>
#include <stdlib.h>

static const unsigned char month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool calendar_has(const struct date *d)
{
    if (d->year < 1000 || d->year > 2999 || d->month > 12 || (d->day && !d->month))
        return false;
    bool is_leap = d->year % 4 == 0 && (d->year % 100 != 0 || d->year % 400 == 0);
    unsigned n_days = d->month ? month_days[d->month - 1] : 0;
    return d->day <= n_days && !(d->month == 2 && d->day == 29 && !is_leap);
}

void calendar_write(const struct date *d, char ret_date[STAMP_BYTES])
{
    int n = snprintf(ret_date, STAMP_BYTES, "%04u", d->year % 10000);
    if (d->month)
        n += snprintf(ret_date + n, (size_t)(STAMP_BYTES - n), "%02u", d->month % 100);
    if (d->day)
        n += snprintf(ret_date + n, (size_t)(STAMP_BYTES - n), "%02u", d->day % 100);
    if (!d->has_time)
        return;
    n += snprintf(ret_date + n, (size_t)(STAMP_BYTES - n), "%02u%02u%02u", (unsigned)d->hour % 100,
                  (unsigned)d->minute % 100, (unsigned)d->second % 100);
    unsigned ahead = (unsigned)abs(d->offset_minutes);
    if (ahead)
        snprintf(ret_date + n, (size_t)(STAMP_BYTES - n), "%c%02u%02u",
                 d->offset_minutes < 0 ? '-' : '+', ahead / 60 % 100, ahead % 60);
}
