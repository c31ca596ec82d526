/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Converts dates between the form that the index stores and ISO 8601. */
#include "base/stamp.h"

#include <stdint.h>
#include <stdio.h>

enum { DAY_DIGITS = 8, ALL_DIGITS = 14, OFFSET_BYTES = 5, STAMP_LENGTH = STAMP_BYTES - 1 };

/* What precedes each digit in ISO 8601. */
static const char before[] = "\0\0\0\0-\0-\0T\0:\0:\0";

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return true;
}

/* Returns true for "+0100" and "-0600". */
static bool is_offset(struct str s)
{
    return s.n == OFFSET_BYTES && (s.p[0] == '+' || s.p[0] == '-') &&
           all_digits(str_slice(s, 1, s.n));
}

void stamp_append_iso(struct buf *out, struct str date, bool day_only)
{
    size_t n = date.n < ALL_DIGITS ? date.n : ALL_DIGITS;
    struct str offset = str_slice(date, n, date.n);

    if (!all_digits(str_slice(date, 0, n)))
        return;
    if (day_only && n > DAY_DIGITS)
        n = DAY_DIGITS;
    for (size_t i = 0; i < n; i++) {
        if (before[i])
            buf_append_char(out, before[i]);
        buf_append_char(out, date.p[i]);
    }
    if (n > DAY_DIGITS && is_offset(offset))
        buf_append_format(out, "%.3s:%.2s", offset.p, offset.p + 3);
    else if (n > DAY_DIGITS)
        buf_append_char(out, 'Z');
}

/* Reads the zone at the end of a time in ISO 8601: "Z", which is stored as nothing, or "-06:00". */
static bool take_zone(struct str zone, char *ret, size_t *n)
{
    if (str_equal(zone, STR_LITERAL("Z")))
        return true;
    char digits[OFFSET_BYTES];
    if (zone.n != OFFSET_BYTES + 1 || zone.p[3] != ':')
        return false;
    memcpy(digits, zone.p, 3);
    memcpy(digits + 3, zone.p + 4, 2);
    if (!is_offset((struct str){digits, OFFSET_BYTES}))
        return false;
    memcpy(ret + *n, digits, OFFSET_BYTES);
    *n += OFFSET_BYTES;
    return true;
}

bool stamp_of_iso(struct str iso, char ret[STAMP_BYTES])
{
    size_t n = 0, i = 0;
    while (i < iso.n && n < ALL_DIGITS) {
        size_t digit = i + (before[n] != 0);
        if ((before[n] && iso.p[i] != before[n]) || digit >= iso.n || !ascii_is_digit(iso.p[digit]))
            break;
        ret[n++] = iso.p[digit];
        i = digit + 1;
    }
    bool is_day = i == iso.n && (n == 4 || n == 6 || n == DAY_DIGITS);
    bool has_time = n == ALL_DIGITS && take_zone(str_slice(iso, i, iso.n), ret, &n);
    ret[is_day || has_time ? n : 0] = '\0';
    return is_day || has_time;
}

/* Returns the days since 1970-01-01 of the Gregorian calendar, and the reverse. Years are taken to
 * begin in March, so that the leap day is the last of its year. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400, year_of_era = year % 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static int64_t date_of_days(int64_t days)
{
    days += 719468;
    int64_t era = days / 146097, day_of_era = days % 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153, day = day_of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    return (era * 400 + year_of_era + (month <= 2)) * 10000 + month * 100 + day;
}

static int64_t number_at(struct str s, size_t start, size_t n)
{
    int64_t value = 0;
    for (size_t i = start; i < start + n; i++)
        value = value * 10 + (s.p[i] - '0');
    return value;
}

void stamp_to_utc(struct str date, char ret[STAMP_BYTES])
{
    size_t n = date.n < STAMP_LENGTH ? date.n : STAMP_LENGTH;
    struct str offset = str_slice(date, n < ALL_DIGITS ? n : ALL_DIGITS, n);
    memcpy(ret, date.p, n);
    ret[n] = '\0';
    if (!is_offset(offset) || !all_digits(str_slice(date, 0, ALL_DIGITS)))
        return;
    int64_t minutes = days_of(number_at(date, 0, 4), number_at(date, 4, 2), number_at(date, 6, 2)) *
                      1440;
    int64_t ahead = number_at(offset, 1, 2) * 60 + number_at(offset, 3, 2);
    minutes += number_at(date, 8, 2) * 60 + number_at(date, 10, 2);
    minutes -= offset.p[0] == '-' ? -ahead : ahead;
    int64_t days = minutes / 1440 - (minutes % 1440 < 0), of_day = minutes - days * 1440;
    snprintf(ret, STAMP_BYTES, "%08u%02u%02u%.2s", (unsigned)date_of_days(days) % 100000000,
             (unsigned)(of_day / 60) % 100, (unsigned)(of_day % 60), date.p + 12);
}
