/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the parts of dates: numbers, words, separators, times and zones. */
#include "dates/date_parts.h"

#include "dates/month_names.h"
#include "text/utf8.h"

#include <stdint.h>

/* Returns the value of the digit at the beginning of in (ASCII, Arabic, Devanagari or full-width),
 * or -1. */
static int date_digit(struct str in, size_t *ret_n)
{
    if (in.n == 0)
        return -1;
    uint32_t c = utf8_decode(in, 0, ret_n);
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 0x660 && c <= 0x669)
        return (int)(c - 0x660);
    if (c >= 0x6F0 && c <= 0x6F9)
        return (int)(c - 0x6F0);
    if (c >= 0x966 && c <= 0x96F)
        return (int)(c - 0x966);
    return c >= 0xFF10 && c <= 0xFF19 ? (int)(c - 0xFF10) : -1;
}

bool date_take_number(struct str *in, unsigned min, unsigned max, unsigned *ret)
{
    unsigned n_digits = 0, value = 0;
    size_t n;
    int digit;
    while ((digit = date_digit(*in, &n)) >= 0) {
        if (++n_digits > max)
            return false;
        value = value * 10 + (unsigned)digit;
        *in = str_slice(*in, n, in->n);
    }
    *ret = value;
    return n_digits >= min;
}

bool date_take_digits(struct str *in, unsigned n_digits, unsigned *ret)
{
    struct str part = str_slice(*in, 0, in->n < n_digits ? in->n : n_digits);
    struct str rest = part;
    if (part.n < n_digits || !date_take_number(&rest, n_digits, n_digits, ret))
        return false;
    *in = str_slice(*in, n_digits, in->n);
    return true;
}

bool date_take(struct str *in, const char *literal)
{
    size_t n = strlen(literal);
    if (!str_starts_with_ignoring_case(*in, literal))
        return false;
    *in = str_slice(*in, n, in->n);
    return true;
}

bool date_take_one_of(struct str *in, const char *const *literals)
{
    for (size_t i = 0; literals[i]; i++)
        if (date_take(in, literals[i]))
            return true;
    return false;
}

bool date_take_word(struct str *in, const char *const *words)
{
    size_t n = names_word_bytes(*in);
    for (size_t i = 0; n && words[i]; i++) {
        if (str_equal_ignoring_case(str_slice(*in, 0, n), str_of(words[i]))) {
            *in = str_slice(*in, n, in->n);
            return true;
        }
    }
    return false;
}

bool date_take_blanks(struct str *in)
{
    static const char *const blanks[] = {" ",      "\t",     "\n",     "\u00A0", "\u202F",
                                         "\u3000", "\u200E", "\u200F", "\u2009", NULL};
    bool any = false;
    if (in->n && (ascii_is_alpha(in->p[0]) || ascii_is_digit(in->p[0]))) /* the usual case */
        return false;
    while (date_take_one_of(in, blanks))
        any = true;
    return any;
}

bool date_ends(struct str in)
{
    size_t n;
    return in.n == 0 || (date_digit(in, &n) < 0 && !ascii_is_alpha(in.p[0]));
}

/* Reads "+02:00", "-0500" or "+10". The hours have at least min_digits digits. */
static bool take_offset(struct str *in, unsigned min_digits, int *ret_minutes)
{
    struct str rest = *in;
    unsigned hours, minutes = 0;
    bool is_west = rest.n && rest.p[0] == '-';
    if (!is_west && !(rest.n && rest.p[0] == '+'))
        return false;
    rest = str_slice(rest, 1, rest.n);
    struct str start = rest;
    if (!date_take_digits(&rest, 2, &hours)) {
        rest = start;
        if (min_digits > 1 || !date_take_digits(&rest, 1, &hours))
            return false;
    }
    date_take(&rest, ":");
    struct str before = rest;
    if (!date_take_digits(&rest, 2, &minutes))
        rest = before;
    if (hours > 14 || minutes > 59 || !date_ends(rest))
        return false;
    *ret_minutes = (int)(hours * 60 + minutes) * (is_west ? -1 : 1);
    *in = rest;
    return true;
}

bool date_take_zone(struct str *in, int *ret_minutes)
{
    enum { N_UNIVERSAL = 3 };
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"UTC", 0},  {"GMT", 0},  {"UT", 0},   {"EST", -5}, {"EDT", -4},
                 {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8},
                 {"PDT", -7}, {"CEST", 2}, {"CET", 1},  {"BST", 1},  {"Z", 0}};
    struct str rest = *in;

    date_take_blanks(&rest);
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (date_take(&rest, zones[i].name) && date_ends(rest)) {
            *ret_minutes = zones[i].hours * 60;
            *in = rest;
            if (i < N_UNIVERSAL) /* "GMT+10", "UTC-5" */
                take_offset(in, 1, ret_minutes);
            return true;
        }
    }
    if (!take_offset(&rest, 2, ret_minutes))
        return false;
    *in = rest;
    return true;
}

bool date_take_time(struct str *in, struct date *d)
{
    unsigned hour, minute, second = 0, fraction;
    if (!date_take_number(in, 1, 2, &hour) || !date_take(in, ":") ||
        !date_take_number(in, 2, 2, &minute))
        return false;
    if (date_take(in, ":") && !date_take_number(in, 2, 2, &second))
        return false;
    struct str rest = *in;
    if ((date_take(&rest, ".") || date_take(&rest, ",")) &&
        date_take_number(&rest, 1, 9, &fraction))
        *in = rest;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    d->hour = (int)hour;
    d->minute = (int)minute;
    d->second = second > 59 ? 59 : (int)second;
    d->offset_minutes = 0;
    return true;
}

void date_take_time_behind(struct str *in, struct date *d, bool needs_zone)
{
    struct str rest = *in;
    struct date with_time = *d;
    date_take(&rest, ",");
    if (!date_take_blanks(&rest) && !date_take(&rest, "T"))
        return;
    if (!date_take_time(&rest, &with_time))
        return;
    if (!date_take_zone(&rest, &with_time.offset_minutes) && (needs_zone || !date_ends(rest)))
        return;
    with_time.has_time = true;
    *d = with_time;
    *in = rest;
}
