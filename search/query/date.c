/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads dates in queries: every form that a document may have, and spans of time that end today.
 * Days are counted from 1970-01-01 in the Gregorian calendar; all dates are in UTC, as in the
 * index. */
#include "search/query/parse.h"

#include "dates/dates.h"

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

/* Returns the number of days between 0001-01-01 and the start of a year. */
static int64_t days_before_year(int year)
{
    int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

static const int64_t DAYS_TO_1970 = 719162;

/* A day outside the years 1 to 9999 becomes the nearest one inside. */
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

/* Returns the same day of an earlier month, or that month's last day if it is shorter. */
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

/* Reads a number of 1 to max_digits digits. Returns false if s is anything else. */
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

/* Reads "2011", "2011-05" and "2011-05-10". */
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

/* Reads any other form that a document's date may have; a time is reduced to its day. If
 * "10/05/2011" can be read in both ways, the day comes first. */
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

static void whole_months(int year, int first, int last, struct date *ret_first,
                         struct date *ret_last)
{
    *ret_first = (struct date){year, first, 1};
    *ret_last = (struct date){year, last, days_in_month(year, last)};
}

static bool read_year(struct str s, int *ret)
{
    return s.n == 4 && read_number(s, 4, ret) && *ret > 0;
}

/* Reads "2011-5", "05.2011" and "5/2011". */
static bool read_month(struct str s, struct date *ret_first, struct date *ret_last)
{
    int year, month;
    size_t i = 0;
    while (i < s.n && ascii_is_digit(s.p[i]))
        i++;
    if (i == s.n || !memchr("-./", s.p[i], 3))
        return false;
    struct str left = str_slice(s, 0, i), right = str_slice(s, i + 1, s.n);
    bool year_first = left.n == 4 && s.p[i] == '-';
    if (!read_year(year_first ? left : right, &year) ||
        !read_number(year_first ? right : left, year_first ? 1 : 2, &month) || month < 1 ||
        month > 12)
        return false;
    whole_months(year, month, month, ret_first, ret_last);
    return true;
}

/* Reads "2011Q2", "2011-Q2" and "Q2 2011". */
static bool read_quarter(struct str s, struct date *ret_first, struct date *ret_last)
{
    int year, quarter;
    if (s.n < 6 || s.n > 7)
        return false;
    bool year_first = ascii_is_digit(s.p[0]);
    struct str part = year_first ? str_slice(s, s.n - 2, s.n) : str_slice(s, 0, 2);
    if (!read_year(year_first ? str_slice(s, 0, 4) : str_slice(s, s.n - 4, s.n), &year) ||
        ascii_lower(part.p[0]) != 'q' || !read_number(str_slice(part, 1, 2), 1, &quarter) ||
        quarter < 1 || quarter > 4 || (s.n == 7 && !memchr("- /", s.p[year_first ? 4 : 2], 3)))
        return false;
    whole_months(year, 3 * quarter - 2, 3 * quarter, ret_first, ret_last);
    return true;
}

/* Returns the Monday of a day's week. */
static int64_t monday_of(int64_t day)
{
    int64_t after = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return day - (after < 0 ? after + 7 : after);
}

/* Reads "2011-W19" as ISO 8601 defines it: the first week is that of 4 January, and weeks begin on
 * Monday. */
static bool read_week(struct str s, struct date *ret_first, struct date *ret_last)
{
    int year, week;
    size_t w = s.n > 4 && s.p[4] == '-' ? 5 : 4;
    if (s.n < w + 2 || !read_year(str_slice(s, 0, 4), &year) || ascii_lower(s.p[w]) != 'w' ||
        !read_number(str_slice(s, w + 1, s.n), 2, &week) || week < 1 || week > 53)
        return false;
    int64_t monday = monday_of(days_before_year(year) - DAYS_TO_1970 + 3) + 7 * (week - 1);
    *ret_first = date_of_days(monday);
    *ret_last = date_of_days(monday + 6);
    return date_of_days(monday + 3).year == year; /* not every year has a week 53 */
}

static bool read_calendar(struct str s, struct date *ret_first, struct date *ret_last)
{
    return read_iso(s, ret_first, ret_last) || read_month(s, ret_first, ret_last) ||
           read_quarter(s, ret_first, ret_last) || read_week(s, ret_first, ret_last) ||
           read_as_documents(s, ret_first, ret_last);
}

/* Returns the first letter of a unit of time, or 0 if s is none. */
static char unit_of(struct str s)
{
    static const char *const names[] = {"day", "week", "month", "year", NULL};
    if (s.n == 1 && memchr("dwmy", ascii_lower(s.p[0]), 4))
        return ascii_lower(s.p[0]);
    if (s.n > 1 && ascii_lower(s.p[s.n - 1]) == 's')
        s.n--;
    for (size_t i = 0; names[i]; i++)
        if (str_equal_ignoring_case(s, str_of(names[i])))
            return names[i][0];
    return 0;
}

/* Splits "7d", "3 weeks" and "2 years ago" into the number and the unit, which is returned; 0 if s
 * is none of these. */
static char split_ago(struct str s, int *ret_n)
{
    static const struct str ago = {" ago", 4};
    size_t i = 0;
    if (s.n > ago.n && str_equal_ignoring_case(str_slice(s, s.n - ago.n, s.n), ago))
        s.n -= ago.n;
    while (i < s.n && ascii_is_digit(s.p[i]))
        i++;
    return read_number(str_slice(s, 0, i), 6, ret_n) ? unit_of(str_trim(str_slice(s, i, s.n))) : 0;
}

bool parse_is_ago(struct str text)
{
    int ignored;
    return split_ago(text, &ignored) != 0;
}

static bool read_ago(struct str s, int64_t today, struct date *ret)
{
    int n;
    switch (split_ago(s, &n)) {
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

/* Reads "this week", "last month" and "next year": calendar weeks, from Monday, months and years.
 */
static bool read_named(struct str s, int64_t today, struct date *ret_first, struct date *ret_last)
{
    static const struct str names[] = {{"last", 4}, {"this", 4}, {"next", 4}};
    size_t blank = str_find_char(s, ' ', 0), name = 0;
    while (name < 3 && !str_equal_ignoring_case(str_slice(s, 0, blank), names[name]))
        name++;
    if (blank == s.n || name == 3)
        return false;
    int by = (int)name - 1;
    struct date now = date_of_days(today);
    int64_t monday = monday_of(today) + 7 * by;
    switch (unit_of(str_trim(str_slice(s, blank, s.n)))) {
    case 'w':
        *ret_first = date_of_days(monday);
        *ret_last = date_of_days(monday + 6);
        return true;
    case 'm':
        now.day = 1;
        now = date_months_before(now, -by);
        whole_months(now.year, now.month, now.month, ret_first, ret_last);
        return true;
    case 'y':
        whole_months(now.year + by, 1, 12, ret_first, ret_last);
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
    else if (str_equal_ignoring_case(text, STR_LITERAL("tomorrow")))
        first = last = date_of_days(today + 1);
    else if (read_ago(text, today, &first))
        last = first;
    else if (!read_named(text, today, &first, &last) && !read_calendar(text, &first, &last))
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
