/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads dates in queries: every form that a document may have, and days that are counted from
 * today. Days are counted from 1970-01-01 in the Gregorian
 * calendar; all dates are UTC, as the index's. */
#include "search/query/parse.h"

#include "text/dates.h"

enum { SECONDS_A_DAY = 86400, YEAR_MAX = 9999 };

struct date {
    int year, month, day;
};

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

/* Days between 0001-01-01 and the start of a year. */
static int64_t days_before_year(int year)
{
    int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

static const int64_t DAYS_TO_1970 = 719162;

/* Days outside the years 1 to 9999 become the nearest one inside. */
static struct date date_of_days(int64_t days_since_1970)
{
    int64_t days = days_since_1970 + DAYS_TO_1970;
    if (days < 0)
        return (struct date){1, 1, 1};
    if (days >= days_before_year(YEAR_MAX + 1))
        return (struct date){YEAR_MAX, 12, 31};
    struct date d = {(int)(days / 366) + 1, 1, 1};
    while (days >= days_before_year(d.year + 1))
        d.year++;
    days -= days_before_year(d.year);
    while (days >= days_in_month(d.year, d.month))
        days -= days_in_month(d.year, d.month++);
    d.day = (int)days + 1;
    return d;
}

/* The same day of another month, or that month's last day. */
static struct date date_months_before(struct date d, int64_t n_months)
{
    int64_t months = (int64_t)d.year * 12 + d.month - 1 - n_months;
    if (months < 12)
        return (struct date){1, 1, 1};
    d.year = (int)(months / 12);
    d.month = (int)(months % 12) + 1;
    int last = days_in_month(d.year, d.month);
    d.day = d.day < last ? d.day : last;
    return d;
}

/* A number of 1 to max_digits digits that is the whole of s. */
static bool read_number(struct str s, size_t max_digits, int *ret_value)
{
    if (s.n == 0 || s.n > max_digits)
        return false;
    *ret_value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_is_digit(s.p[i]))
            return false;
        *ret_value = *ret_value * 10 + (s.p[i] - '0');
    }
    return true;
}

/* The calendar's own forms. */
static bool read_iso(struct str s, struct date *ret_first, struct date *ret_last)
{
    struct date d = {0, 1, 1};
    bool has_month = s.n > 4, has_day = s.n > 7;
    if ((s.n != 4 && s.n != 7 && s.n != 10) || !read_number(str_slice(s, 0, 4), 4, &d.year) ||
        d.year == 0)
        return false;
    if (has_month && (s.p[4] != '-' || !read_number(str_slice(s, 5, 7), 2, &d.month) ||
                      d.month < 1 || d.month > 12))
        return false;
    if (has_day && (s.p[7] != '-' || !read_number(str_slice(s, 8, 10), 2, &d.day) || d.day < 1 ||
                    d.day > days_in_month(d.year, d.month)))
        return false;
    *ret_first = *ret_last = d;
    if (!has_month)
        ret_last->month = 12;
    if (!has_day)
        ret_last->day = days_in_month(d.year, ret_last->month);
    return true;
}

static int number_at(const char *digits, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

/* Any other form that a document may have its date in; a time is cut to its day. Where "10/05/2011"
 * may be either, the day comes first. */
static bool read_as_documents(struct str s, struct date *ret_first, struct date *ret_last)
{
    char digits[STAMP_BYTES];
    size_t taken = dates_parse(s, DATE_ORDER_UNKNOWN, digits);
    if (taken == 0)
        taken = dates_parse(s, DATE_DAY_FIRST, digits);
    if (taken == 0 || str_trim(str_slice(s, taken, s.n)).n)
        return false;
    size_t n = strlen(digits);
    struct date d = {number_at(digits, 4), 1, 1};
    d.month = n >= 6 ? number_at(digits + 4, 2) : 1;
    d.day = n >= 8 ? number_at(digits + 6, 2) : 1;
    *ret_first = *ret_last = d;
    if (n < 6)
        ret_last->month = 12;
    if (n < 8)
        ret_last->day = days_in_month(d.year, ret_last->month);
    return true;
}

/* "2011-5". */
static bool read_short_month(struct str s, struct date *ret_first, struct date *ret_last)
{
    struct date d = {0, 1, 1};
    if (s.n != 6 || !read_number(str_slice(s, 0, 4), 4, &d.year) || d.year == 0 || s.p[4] != '-' ||
        !read_number(str_slice(s, 5, 6), 1, &d.month) || d.month == 0)
        return false;
    *ret_first = *ret_last = d;
    ret_last->day = days_in_month(d.year, d.month);
    return true;
}

static bool read_calendar(struct str s, struct date *ret_first, struct date *ret_last)
{
    return read_iso(s, ret_first, ret_last) || read_short_month(s, ret_first, ret_last) ||
           read_as_documents(s, ret_first, ret_last);
}

static bool read_ago(struct str s, int64_t today, struct date *ret)
{
    int n;
    if (s.n < 2 || !read_number(str_slice(s, 0, s.n - 1), 6, &n))
        return false;
    switch (ascii_lower(s.p[s.n - 1])) {
    case 'd':
        *ret = date_of_days(today - n);
        return true;
    case 'w':
        *ret = date_of_days(today - 7 * (int64_t)n);
        return true;
    case 'm':
        *ret = date_months_before(date_of_days(today), n);
        return true;
    case 'y':
        *ret = date_months_before(date_of_days(today), 12 * (int64_t)n);
        return true;
    default:
        return false;
    }
}

static void write_date(struct date d, char out[9])
{
    for (int i = 7, n = d.day + 100 * d.month + 10000 * d.year; i >= 0; i--, n /= 10)
        out[i] = (char)('0' + n % 10);
    out[8] = '\0';
}

bool parse_date(struct str text, int64_t now, char ret_first[9], char ret_last[9])
{
    struct date first, last;
    int64_t today = now / SECONDS_A_DAY - (now % SECONDS_A_DAY < 0);
    if (str_equal_ignoring_case(text, STR_LITERAL("today")))
        first = last = date_of_days(today);
    else if (str_equal_ignoring_case(text, STR_LITERAL("yesterday")))
        first = last = date_of_days(today - 1);
    else if (read_ago(text, today, &first))
        last = first;
    else if (!read_calendar(text, &first, &last))
        return false;
    write_date(first, ret_first);
    write_date(last, ret_last);
    return true;
}

void parse_move_day(char day[9], int by)
{
    struct date d = {number_at(day, 4), number_at(day + 4, 2), number_at(day + 6, 2)};
    int64_t days = days_before_year(d.year) - DAYS_TO_1970 + d.day - 1 + by;
    for (int month = 1; month < d.month; month++)
        days += days_in_month(d.year, month);
    write_date(date_of_days(days), day);
}
