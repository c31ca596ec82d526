/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Days of the Gregorian calendar: which there are, and how they are written. */
#include "text/calendar.h"

#include <stdint.h>
#include <stdio.h>

static const unsigned char month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool calendar_has(const struct date *d)
{
    if (d->year < 1000 || d->year > 2999 || d->month > 12 || (d->day && !d->month))
        return false;
    bool is_leap = d->year % 4 == 0 && (d->year % 100 != 0 || d->year % 400 == 0);
    unsigned n_days = d->month ? month_days[d->month - 1] : 0;
    return d->day <= n_days && !(d->month == 2 && d->day == 29 && !is_leap);
}

/* Days since 1970-01-01 of the Gregorian calendar, and back: years that begin in March make the
 * leap day the last of its year. */
static int64_t days_of(const struct date *d)
{
    int64_t year = (int64_t)d->year - (d->month <= 2);
    int64_t era = year / 400, year_of_era = year % 400;
    int64_t month = (d->month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + d->day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void set_days(struct date *d, int64_t days)
{
    days += 719468;
    int64_t era = days / 146097, day_of_era = days % 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    d->day = (unsigned)(day_of_year - (153 * month + 2) / 5 + 1);
    d->month = (unsigned)(month < 10 ? month + 3 : month - 9);
    d->year = (unsigned)(era * 400 + year_of_era + (d->month <= 2));
}

void calendar_write(const struct date *d, char ret_date[16])
{
    if (!d->has_time) {
        int n = snprintf(ret_date, 16, "%04u", d->year % 10000);
        if (d->month)
            n += snprintf(ret_date + n, (size_t)(16 - n), "%02u", d->month % 100);
        if (d->day)
            snprintf(ret_date + n, (size_t)(16 - n), "%02u", d->day % 100);
        return;
    }
    int64_t minutes = days_of(d) * 1440 + d->hour * 60 + d->minute - d->offset_minutes;
    struct date utc;
    set_days(&utc, minutes / 1440 - (minutes % 1440 < 0));
    unsigned minute_of_day = (unsigned)((minutes % 1440 + 1440) % 1440);
    snprintf(ret_date, 16, "%04u%02u%02u%02u%02u%02u", utc.year % 10000, utc.month % 100,
             utc.day % 100, minute_of_day / 60 % 100, minute_of_day % 60, (unsigned)d->second % 60);
}
