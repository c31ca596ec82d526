/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines whether the day or the month comes first in the dates of a table. */
#include "indexer/formats/records/csv_date_order.h"

/* Reads the digits at *at as a number and moves *at behind them. Returns how many there are. */
static size_t read_digits(struct str s, size_t *at, unsigned *ret)
{
    size_t start = *at;
    *ret = 0;
    for (; *at < s.n && ascii_is_digit(s.p[*at]); ++*at)
        *ret = *ret < 10000 ? *ret * 10 + (unsigned)(s.p[*at] - '0') : *ret;
    return *at - start;
}

/* Reads the numbers before and after the sign at s.p[sign] if they are the first two of a date,
 * "02/13/2021" or "2/13/21". */
static bool read_date(struct str s, size_t sign, unsigned *ret_first, unsigned *ret_second)
{
    unsigned year;
    size_t start = sign;
    while (start > 0 && ascii_is_digit(s.p[start - 1]))
        start--;
    size_t at = start, n_first = read_digits(s, &at, ret_first);
    bool is_inner = start > 0 && (s.p[start - 1] == s.p[sign] || ascii_is_alpha(s.p[start - 1]));
    at = sign + 1;
    size_t n_second = read_digits(s, &at, ret_second);
    if (is_inner || n_first < 1 || n_first > 2 || n_second < 1 || n_second > 2 || at >= s.n ||
        s.p[at] != s.p[sign])
        return false;
    at++;
    size_t n_year = read_digits(s, &at, &year);
    return (n_year == 2 || n_year == 4) && !(at < s.n && s.p[at] == s.p[sign]);
}

enum date_order csv_date_order(struct str text)
{
    bool has_day_first = false, has_month_first = false;
    static const char signs[] = "/-";
    for (size_t k = 0; signs[k]; k++)
        for (size_t i = str_find_char(text, signs[k], 0); i < text.n;
             i = str_find_char(text, signs[k], i + 1)) {
            unsigned first, second;
            if (!read_date(text, i, &first, &second))
                continue;
            has_day_first |= first > 12 && first <= 31 && second >= 1 && second <= 12;
            has_month_first |= second > 12 && second <= 31 && first >= 1 && first <= 12;
        }
    if (has_day_first == has_month_first)
        return DATE_ORDER_UNKNOWN;
    return has_day_first ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
}
