/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads dates as people and programs write them, in many languages. */
#include "text/dates.h"

#include "text/calendar.h"
#include "text/month_names.h"
#include "text/utf8.h"

#include <stdint.h>

/* Readers of one form each take what they read off the front of *in and fill in a date; what does
 * not fit leaves both in an undefined state: callers keep copies. */

/* The value of the digit that in begins with, of ASCII, Arabic, Hindi or full width; -1: none. */
static int digit_at(struct str in, size_t *ret_n)
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

/* A number of min to max digits that no further digit follows. */
static bool take_number(struct str *in, unsigned min, unsigned max, unsigned *ret)
{
    unsigned n_digits = 0, value = 0;
    size_t n;
    int digit;
    while ((digit = digit_at(*in, &n)) >= 0) {
        if (++n_digits > max)
            return false;
        value = value * 10 + (unsigned)digit;
        *in = str_slice(*in, n, in->n);
    }
    *ret = value;
    return n_digits >= min;
}

static bool take_digits(struct str *in, unsigned n_digits, unsigned *ret)
{
    struct str part = str_slice(*in, 0, in->n < n_digits ? in->n : n_digits);
    struct str rest = part;
    if (part.n < n_digits || !take_number(&rest, n_digits, n_digits, ret))
        return false;
    *in = str_slice(*in, n_digits, in->n);
    return true;
}

static bool take(struct str *in, const char *literal)
{
    size_t n = strlen(literal);
    if (!str_starts_with_ignoring_case(*in, literal))
        return false;
    *in = str_slice(*in, n, in->n);
    return true;
}

static bool take_one_of(struct str *in, const char *const *literals)
{
    for (size_t i = 0; literals[i]; i++)
        if (take(in, literals[i]))
            return true;
    return false;
}

/* A whole word. */
static bool take_word(struct str *in, const char *const *words)
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

static bool is_alphanumeric(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c);
}

/* White space and marks of writing direction. */
static bool take_blanks(struct str *in)
{
    static const char *const blanks[] = {" ",      "\t",     "\n",     "\u00A0", "\u202F",
                                         "\u3000", "\u200E", "\u200F", "\u2009", NULL};
    bool any = false;
    if (in->n && is_alphanumeric(in->p[0])) /* most often */
        return false;
    while (take_one_of(in, blanks))
        any = true;
    return any;
}

/* The numbers end where no letter and no digit goes on. */
static bool is_at_end(struct str in)
{
    size_t n;
    return in.n == 0 || (digit_at(in, &n) < 0 && !ascii_is_alpha(in.p[0]));
}

/* "+02:00", "-0500", "+10": min_digits of the hours at least. */
static bool take_offset(struct str *in, unsigned min_digits, int *ret_minutes)
{
    struct str rest = *in;
    unsigned hours, minutes = 0;
    bool is_west = rest.n && rest.p[0] == '-';
    if (!is_west && !(rest.n && rest.p[0] == '+'))
        return false;
    rest = str_slice(rest, 1, rest.n);
    struct str start = rest;
    if (!take_digits(&rest, 2, &hours)) {
        rest = start;
        if (min_digits > 1 || !take_digits(&rest, 1, &hours))
            return false;
    }
    take(&rest, ":");
    struct str before = rest;
    if (!take_digits(&rest, 2, &minutes))
        rest = before;
    if (hours > 14 || minutes > 59 || !is_at_end(rest))
        return false;
    *ret_minutes = (int)(hours * 60 + minutes) * (is_west ? -1 : 1);
    *in = rest;
    return true;
}

static bool take_zone(struct str *in, int *ret_minutes)
{
    enum { N_UNIVERSAL = 3 };
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"UTC", 0},  {"GMT", 0},  {"UT", 0},   {"EST", -5}, {"EDT", -4},
                 {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8},
                 {"PDT", -7}, {"CEST", 2}, {"CET", 1},  {"BST", 1},  {"Z", 0}};
    struct str rest = *in;

    take_blanks(&rest);
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (take(&rest, zones[i].name) && is_at_end(rest)) {
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

/* "08:15", "08:15:00.25". */
static bool take_time(struct str *in, struct date *d)
{
    unsigned hour, minute, second = 0, fraction;
    if (!take_number(in, 1, 2, &hour) || !take(in, ":") || !take_number(in, 2, 2, &minute))
        return false;
    if (take(in, ":") && !take_number(in, 2, 2, &second))
        return false;
    struct str rest = *in;
    if ((take(&rest, ".") || take(&rest, ",")) && take_number(&rest, 1, 9, &fraction))
        *in = rest;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    d->hour = (int)hour;
    d->minute = (int)minute;
    d->second = second > 59 ? 59 : (int)second;
    d->offset_minutes = 0;
    return true;
}

/* The time behind a date, if it can be placed in the world: with a zone, or in an ISO date. */
static void take_time_behind(struct str *in, struct date *d, bool needs_zone)
{
    struct str rest = *in;
    struct date with_time = *d;
    take(&rest, ",");
    if (!take_blanks(&rest) && !take(&rest, "T"))
        return;
    if (!take_time(&rest, &with_time))
        return;
    if (!take_zone(&rest, &with_time.offset_minutes) && (needs_zone || !is_at_end(rest)))
        return;
    with_time.has_time = true;
    *d = with_time;
    *in = rest;
}

/* "-05-10", "/05/10", ".05.10", "-05" behind a year. */
static bool take_iso_rest(struct str *in, struct date *d)
{
    static const char *const separators[] = {"-", "/", ".", NULL};
    char separator[2] = {in->n ? in->p[0] : '\0', '\0'};
    if (!take_one_of(in, separators) || !take_number(in, 1, 2, &d->month) || d->month == 0)
        return false;
    struct str rest = *in;
    if (take(&rest, separator)) {
        if (!take_number(&rest, 1, 2, &d->day) || d->day == 0)
            return false;
        *in = rest;
        if (separator[0] == '.')
            take(in, "."); /* Hungarian "2011.05.10." */
        take_time_behind(in, d, false);
        return is_at_end(*in);
    }
    return separator[0] == '-' && is_at_end(rest);
}

/* "20110510", "20110510T081500Z", "20110510081500". */
static bool take_compact(struct str *in, struct date *d)
{
    unsigned hour, minute, second;
    if (!take_digits(in, 4, &d->year) || !take_digits(in, 2, &d->month) ||
        !take_digits(in, 2, &d->day) || !d->month || !d->day)
        return false;
    struct str rest = *in;
    take(&rest, "T");
    if (take_digits(&rest, 2, &hour) && take_digits(&rest, 2, &minute) &&
        take_digits(&rest, 2, &second) && hour < 24 && minute < 60 && second < 60) {
        d->has_time = true;
        d->hour = (int)hour;
        d->minute = (int)minute;
        d->second = (int)second;
        take_zone(&rest, &d->offset_minutes);
        *in = rest;
    }
    return is_at_end(*in);
}

/* "年5月10日" behind a year, in Chinese, Japanese and Korean. */
static bool take_east_asian_rest(struct str *in, struct date *d)
{
    static const char *const years[] = {"年", "년", NULL};
    static const char *const months[] = {"月", "월", NULL};
    static const char *const days[] = {"日", "号", "號", "일", NULL};
    take_blanks(in);
    if (!take_one_of(in, years))
        return false;
    struct str rest = *in;
    unsigned month, day;
    take_blanks(&rest);
    if (!take_number(&rest, 1, 2, &month) || (take_blanks(&rest), !take_one_of(&rest, months)))
        return true;
    d->month = month;
    *in = rest;
    take_blanks(&rest);
    if (!take_number(&rest, 1, 2, &day) || (take_blanks(&rest), !take_one_of(&rest, days)))
        return month > 0;
    d->day = day;
    *in = rest;
    return month > 0 && day > 0;
}

/* "令和2年10月15日", "民國100年5月10日". */
static bool take_era(struct str *in, struct date *d)
{
    static const struct {
        const char *name;
        unsigned before_first; /* year */
    } eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911},
                {"明治", 1867}, {"民國", 1911}, {"民国", 1911}};
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        if (!take(in, eras[i].name))
            continue;
        unsigned year = 1;
        if (!take(in, "元") && (!take_number(in, 1, 3, &year) || year == 0))
            return false;
        d->year = eras[i].before_first + year;
        return take_east_asian_rest(in, d);
    }
    return false;
}

static bool take_month(struct str *in, struct date *d)
{
    size_t n;
    d->month = names_month(*in, &n);
    if (d->month == 0)
        return false;
    *in = str_slice(*in, n, in->n);
    take(in, ".");
    return true;
}

/* What stands between day, month and year. */
static void take_joint(struct str *in)
{
    static const char *const signs[] = {",", "-", "/", "،", NULL};
    static const char *const words[] = {"de", "del", "of", "di", "ngày", "năm", "da", NULL};
    take_blanks(in);
    take_one_of(in, signs);
    take_blanks(in);
    if (!take(in, "d'") && !take(in, "d’"))
        take_word(in, words);
    take_blanks(in);
}

static void take_ordinal(struct str *in)
{
    static const char *const endings[] = {"st", "nd",  "rd", "th", "er", "e",
                                          "de", "ste", "ª",  "º",  NULL};
    if (!take_word(in, endings) && !take(in, ".") && !take(in, "º"))
        take(in, "°");
}

/* "10 May 2011", "10. Mai 2011", "10 de mayo de 2011", "22 tháng 6 năm 2020". */
static bool take_day_month_year(struct str *in, struct date *d)
{
    static const char *const vietnamese[] = {"tháng", NULL};
    static const char *const year_words[] = {"г", "года", "р", "року", NULL};
    if (!take_number(in, 1, 2, &d->day) || d->day == 0)
        return false;
    take_ordinal(in);
    take_joint(in);
    if (take(in, "ב"))
        take(in, "־"); /* Hebrew "in" */
    struct str rest = *in;
    if (take_word(&rest, vietnamese) && take_blanks(&rest)) {
        *in = rest;
        if (!take_number(in, 1, 2, &d->month))
            return false;
    } else if (!take_month(in, d)) {
        return false;
    }
    take_joint(in);
    if (!take_number(in, 4, 4, &d->year))
        return false;
    rest = *in;
    take_blanks(&rest);
    if (take_word(&rest, year_words)) {
        take(&rest, ".");
        *in = rest;
    }
    take_time_behind(in, d, true);
    return is_at_end(*in);
}

/* "May 10, 2011", "May 2011", "May 10 08:15:00 EDT 2011". */
static bool take_month_day_year(struct str *in, struct date *d)
{
    if (!take_month(in, d))
        return false;
    take_joint(in);
    struct str rest = *in;
    if (take_number(&rest, 4, 4, &d->year)) {
        *in = rest;
        return is_at_end(rest);
    }
    if (!take_number(in, 1, 2, &d->day) || d->day == 0)
        return false;
    take_ordinal(in);
    rest = *in;
    struct date clock = *d;
    if (take_blanks(&rest) && take_time(&rest, &clock)) {
        bool has_zone = take_zone(&rest, &clock.offset_minutes);
        if (take_blanks(&rest) && take_number(&rest, 4, 4, &clock.year) && is_at_end(rest)) {
            *d = clock;
            d->has_time = has_zone;
            *in = rest;
            return true;
        }
    }
    take_joint(in);
    if (!take_number(in, 4, 4, &d->year))
        return false;
    take_time_behind(in, d, true);
    return is_at_end(*in);
}

/* "10.05.2011", "10/05/2011", "5-10-2011". */
static bool take_numeric(struct str *in, enum date_order order, struct date *d)
{
    unsigned first, second;
    if (!take_number(in, 1, 2, &first) || in->n == 0)
        return false;
    char separator[2] = {in->p[0], '\0'};
    if (!strchr("./-", separator[0]) || !take(in, separator))
        return false;
    if (separator[0] == '.') {
        order = DATE_DAY_FIRST;
        take_blanks(in);
    }
    if (!take_number(in, 1, 2, &second) || !take(in, separator))
        return false;
    if (separator[0] == '.')
        take_blanks(in);
    if (!take_number(in, 4, 4, &d->year) || !first || !second)
        return false;
    /* "28.09.1912:44" is a date and a time that nothing stands between. */
    if (separator[0] == '.' && in->n > 1 && in->p[0] == ':' && ascii_is_digit(in->p[1]))
        return false;
    if (first > 12 || (first == second && order == DATE_ORDER_UNKNOWN))
        order = DATE_DAY_FIRST;
    else if (second > 12)
        order = DATE_MONTH_FIRST;
    d->day = order == DATE_DAY_FIRST ? first : second;
    d->month = order == DATE_DAY_FIRST ? second : first;
    take_time_behind(in, d, true);
    return order != DATE_ORDER_UNKNOWN && is_at_end(*in);
}

/* What begins with a year: ISO, East Asian, "2011. május 10.", the year alone. */
static bool take_year_first(struct str *in, struct date *d)
{
    if (!take_number(in, 4, 4, &d->year))
        return false;
    struct str start = *in;
    if (take_iso_rest(in, d))
        return true;
    *in = start;
    d->month = d->day = 0;
    if (take_east_asian_rest(in, d))
        return true;
    *in = start;
    take(in, ".");
    take_joint(in);
    if (take_month(in, d)) {
        struct str rest = *in;
        take_joint(&rest);
        if (take_number(&rest, 1, 2, &d->day) && d->day) {
            take(&rest, ".");
            *in = rest;
            return is_at_end(rest);
        }
        return false;
    }
    *in = start;
    d->month = d->day = 0;
    return is_at_end(start) && !(start.n && strchr("-/:", start.p[0]));
}

static bool take_date(struct str *in, enum date_order order, struct date *ret)
{
    struct str start = *in;
    bool is_word = start.n && ascii_is_alpha(start.p[0]);
    for (int form = 0; form < 6; form++) {
        if (is_word && form != 3) /* a month is the only one that a date begins with */
            continue;
        struct date d = {0};
        *in = start;
        bool is_read = form == 0   ? take_compact(in, &d)
                       : form == 1 ? take_year_first(in, &d)
                       : form == 2 ? take_day_month_year(in, &d)
                       : form == 3 ? take_month_day_year(in, &d)
                       : form == 4 ? take_numeric(in, order, &d)
                                   : take_era(in, &d);
        if (is_read && calendar_has(&d)) {
            *ret = d;
            return true;
        }
    }
    return false;
}

size_t dates_parse(struct str s, enum date_order order, char ret_date[STAMP_BYTES])
{
    static const char *const articles[] = {"le", "el",  "am", "den", "der",  "il", "the",
                                           "op", "dne", "on", "a",   "ngày", NULL};
    struct str in = s;
    struct date d;

    take_blanks(&in);
    if (!take(&in, "<")) /* as Org writes it */
        take(&in, "[");
    struct str rest = in;
    if (take_word(&rest, articles) && take_blanks(&rest))
        in = rest;
    size_t weekday = names_weekday(in);
    if (weekday) {
        rest = str_slice(in, weekday, in.n);
        take(&rest, ".");
        take_one_of(&rest, (const char *const[]){",", "،", NULL});
        take_blanks(&rest);
        struct str behind_article = rest;
        if (take_word(&behind_article, articles) && take_blanks(&behind_article))
            rest = behind_article;
        if (take_date(&rest, order, &d)) {
            calendar_write(&d, ret_date);
            return s.n - rest.n;
        }
    }
    if (!take_date(&in, order, &d))
        return 0;
    calendar_write(&d, ret_date);
    return s.n - in.n;
}

/* Whether a date may begin at offset: where a word or number does, and not behind a sign that would
 * make it part of a larger number. */
static bool is_start(struct str s, size_t offset)
{
    unsigned char c = (unsigned char)s.p[offset];
    if (!is_alphanumeric(s.p[offset]) && c < 0xC0)
        return false;
    if (offset == 0)
        return true;
    char before = s.p[offset - 1];
    return !is_alphanumeric(before) && !strchr("-/.:+", before);
}

/* A number of eight digits is a date where files have such years, and a text is not of 1204. */
static bool is_likely(struct str found, const char *date)
{
    enum { DAY_BYTES = 8 };
    bool is_number = found.n == DAY_BYTES && ascii_is_digit(found.p[4]);
    return strlen(date) >= DAY_BYTES &&
           (is_number ? dates_is_of_files(date) : memcmp(date, "1450", 4) >= 0);
}

bool dates_is_of_files(const char *date)
{
    return memcmp(date, "1970", 4) >= 0 && memcmp(date, "2100", 4) < 0;
}

bool dates_is_zero(const char *date)
{
    static const char *const zeros[] = {"00010101", "16010101", "18991230", "18991231", "19000101",
                                        "19040101", "19691231", "19700101", "19800101", NULL};
    for (size_t i = 0; zeros[i]; i++)
        if (strncmp(date, zeros[i], strlen(zeros[i])) == 0)
            return true;
    return false;
}

bool dates_find(struct str s, enum date_order order, size_t *ret_start, size_t *ret_n,
                char ret_date[STAMP_BYTES])
{
    for (size_t i = 0; i < s.n;) {
        size_t n = is_start(s, i) ? dates_parse(str_slice(s, i, s.n), order, ret_date) : 0;
        if (n && is_likely(str_slice(s, i, i + n), ret_date)) {
            *ret_start = i;
            *ret_n = n;
            return true;
        }
        /* On to the next word, in scripts without spaces to the next character. */
        size_t word = names_word_bytes(str_slice(s, i, s.n));
        if (word)
            i += word;
        else
            utf8_decode(s, i, &i);
    }
    return false;
}
