/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Computes days of the Gregorian calendar. */
#include "dates/calendar.h"

#include <stdio.h>
#include <stdlib.h>

static const unsigned char month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(unsigned year, unsigned month)
{
    return month_days[month - 1] - (month == 2 && !is_leap(year));
}

bool calendar_has(const struct date *d)
{
    if (d->year < 1000 || d->year > 2999 || d->month > 12 || (d->day && !d->month))
        return false;
    return d->day == 0 || (int)d->day <= days_of_month(d->year, d->month);
}

void calendar_set_day_of_year(struct date *d, int day)
{
    if (day < 1)
        day += is_leap(--d->year) ? 366 : 365;
    for (d->month = 1; day > days_of_month(d->year, d->month); d->month++) {
        day -= days_of_month(d->year, d->month);
        if (d->month == 12) {
            d->month = 0;
            d->year++;
        }
    }
    d->day = (unsigned)day;
}

/* Week 1 is the one that contains 4 January; 1 January of the year 1 was a Monday. */
void calendar_set_day_of_week(struct date *d, unsigned week, unsigned weekday)
{
    unsigned before = d->year - 1;
    unsigned days_before_fourth = before * 365 + before / 4 - before / 100 + before / 400 + 3;
    int monday_of_first = 4 - (int)(days_before_fourth % 7);
    calendar_set_day_of_year(d, monday_of_first + (int)((week - 1) * 7 + weekday - 1));
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
