/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads dates as people and programs write them, in many languages. */
#include "dates/dates.h"

#include "dates/calendar.h"
#include "dates/date_east_asian.h"
#include "dates/date_parts.h"
#include "dates/month_names.h"
#include "text/utf8.h"

#include <stdint.h>

/* Each reader of a form removes what it reads from the front of *in and fills in a date. If the
 * form does not match, both are undefined, so that callers keep copies. */

/* Reads "-W05-3" after a year, or the Monday of the week if there is no day. */
static bool take_week(struct str *in, struct date *d)
{
    unsigned week, weekday = 1;
    if (!date_take(in, "-W") || !date_take_digits(in, 2, &week) || week < 1 || week > 53)
        return false;
    struct str rest = *in;
    if (date_take(&rest, "-") && date_take_digits(&rest, 1, &weekday))
        *in = rest;
    if (weekday < 1 || weekday > 7)
        return false;
    calendar_set_day_of_week(d, week, weekday);
    return date_ends(*in);
}

/* Reads "-034" after a year, which fields have. */
static bool take_day_of_year(struct str *in, struct date *d)
{
    unsigned day;
    if (!date_take(in, "-") || !date_take_digits(in, 3, &day) || day < 1 || day > 366)
        return false;
    unsigned year = d->year;
    calendar_set_day_of_year(d, (int)day);
    return d->year == year && date_ends(*in) && !(in->n && in->p[0] == '-');
}

/* Reads "-05-10", "/05/10", ".05.10", "-05" or, in a field, "/05" after a year. */
static bool take_iso_rest(struct str *in, bool is_field, struct date *d)
{
    static const char *const separators[] = {"-", "/", ".", NULL};
    char separator[2] = {in->n ? in->p[0] : '\0', '\0'};
    bool is_point = separator[0] == '.'; /* which blanks may follow, as in Korean "2011. 5. 10." */
    if (!date_take_one_of(in, separators))
        return false;
    if (is_point)
        date_take_blanks(in);
    if (!date_take_number(in, 1, 2, &d->month) || d->month == 0)
        return false;
    struct str rest = *in;
    if (date_take(&rest, separator)) {
        if (is_point)
            date_take_blanks(&rest);
        if (!date_take_number(&rest, 1, 2, &d->day) || d->day == 0)
            return false;
        *in = rest;
        if (is_point)
            date_take(in, "."); /* Hungarian "2011.05.10." */
        date_take_time_behind(in, d, false);
        return date_ends(*in);
    }
    return (separator[0] == '-' || (is_field && separator[0] == '/')) && date_ends(rest);
}

/* Reads "20110510", "20110510T081500Z", "20110510081500" and, in a field, "201105100815". */
static bool take_compact(struct str *in, bool is_field, struct date *d)
{
    unsigned hour, minute, second;
    if (!date_take_digits(in, 4, &d->year) || !date_take_digits(in, 2, &d->month) ||
        !date_take_digits(in, 2, &d->day) || !d->month || !d->day)
        return false;
    struct str rest = *in;
    date_take(&rest, "T");
    bool has_minute = date_take_digits(&rest, 2, &hour) && date_take_digits(&rest, 2, &minute);
    struct str behind_minute = rest;
    if (has_minute && !date_take_digits(&rest, 2, &second)) {
        has_minute = is_field;
        rest = behind_minute;
        second = 0;
    }
    if (has_minute && hour < 24 && minute < 60 && second < 60) {
        d->has_time = true;
        d->hour = (int)hour;
        d->minute = (int)minute;
        d->second = (int)second;
        date_take_zone(&rest, &d->offset_minutes);
        *in = rest;
    }
    return date_ends(*in);
}

static bool take_month(struct str *in, struct date *d)
{
    size_t n;
    d->month = names_month(*in, &n);
    if (d->month == 0)
        return false;
    *in = str_slice(*in, n, in->n);
    date_take(in, ".");
    return true;
}

/* Reads what separates day, month and year. */
static void take_joint(struct str *in)
{
    static const char *const signs[] = {",", "-", "/", "،", NULL};
    static const char *const words[] = {"de", "del", "of", "di", "ngày", "năm", "da", NULL};
    date_take_blanks(in);
    date_take_one_of(in, signs);
    date_take_blanks(in);
    if (!date_take(in, "d'") && !date_take(in, "d’"))
        date_take_word(in, words);
    date_take_blanks(in);
}

/* Reads a year of four digits or, in a field, of two, with or without an apostrophe. */
static bool take_short_year(struct str *in, bool is_field, unsigned *ret)
{
    enum { FIRST_OF_1900S = 70 };
    struct str start = *in;
    if (date_take_number(in, 4, 4, ret))
        return true;
    *in = start;
    if (!is_field)
        return false;
    date_take_one_of(in, (const char *const[]){"'", "’", NULL});
    if (!date_take_number(in, 2, 2, ret) || (in->n && in->p[0] == ':')) /* a time */
        return false;
    *ret += *ret < FIRST_OF_1900S ? 2000 : 1900;
    return true;
}

/* Returns whether in begins with an apostrophe, as years of two digits do: "Feb '21". */
static bool has_apostrophe(struct str in)
{
    return date_take_one_of(&in, (const char *const[]){"'", "’", NULL});
}

static bool take_quarter(struct str *in)
{
    static const char *const quarters[] = {"Q1", "Q2", "Q3", "Q4", "T1", "T2",
                                           "T3", "T4", "H1", "H2", NULL};
    return date_take_one_of(in, quarters) && date_ends(*in);
}

/* Reads "Q1 2021", "H2/2021", "Winter 2021" and "circa 2021" as the year. */
static bool take_part_of_year(struct str *in, struct date *d)
{
    static const char *const words[] = {
        "spring",   "summer",    "autumn", "fall",  "winter",  "frühling",  "frühjahr", "sommer",
        "herbst",   "printemps", "été",    "hiver", "automne", "primavera", "verano",   "otoño",
        "invierno", "early",     "mid",    "late",  "circa",   "ca",        "c",        NULL};
    struct str start = *in;
    if (!take_quarter(in)) {
        *in = start;
        if (!date_take_word(in, words))
            return false;
        date_take(in, ".");
    }
    take_joint(in);
    return take_short_year(in, has_apostrophe(*in), &d->year) && date_ends(*in);
}

static void take_ordinal(struct str *in)
{
    static const char *const endings[] = {"st", "nd",  "rd", "th", "er", "e",
                                          "de", "ste", "ª",  "º",  NULL};
    if (!date_take_word(in, endings) && !date_take(in, ".") && !date_take(in, "º"))
        date_take(in, "°");
}

/* Reads a month in Roman numerals, as in "3 II 2021" and "3/II/2021". */
static bool take_roman_month(struct str *in, struct date *d)
{
    static const char *const numerals[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                           "VII", "VIII", "IX",  "X",  "XI", "XII"};
    size_t n = 0;
    while (n < in->n && strchr("IVX", in->p[n]))
        n++;
    for (unsigned i = 0; n && i < 12; i++)
        if (str_equal(str_slice(*in, 0, n), str_of(numerals[i]))) {
            d->month = i + 1;
            *in = str_slice(*in, n, in->n);
            return true;
        }
    return false;
}

/* Reads "10 May 2011", "10. Mai 2011", "10 de mayo de 2011", "22 tháng 6 năm 2020" and, in a field,
 * "10-MAY-11". */
static bool take_day_month_year(struct str *in, bool is_field, struct date *d)
{
    static const char *const vietnamese[] = {"tháng", NULL};
    static const char *const year_words[] = {"г", "года", "р", "року", NULL};
    if (!date_take_number(in, 1, 2, &d->day) || d->day == 0)
        return false;
    take_ordinal(in);
    take_joint(in);
    if (date_take(in, "ב"))
        date_take(in, "־"); /* Hebrew "in" */
    struct str rest = *in;
    if (date_take_word(&rest, vietnamese) && date_take_blanks(&rest)) {
        *in = rest;
        if (!date_take_number(in, 1, 2, &d->month))
            return false;
    } else if (!take_month(in, d) && !take_roman_month(in, d)) {
        return false;
    }
    take_joint(in);
    if (!take_short_year(in, is_field, &d->year))
        return false;
    rest = *in;
    date_take_blanks(&rest);
    if (date_take_word(&rest, year_words)) {
        date_take(&rest, ".");
        *in = rest;
    }
    date_take_time_behind(in, d, true);
    return date_ends(*in);
}

/* Reads "May 10, 2011", "May 2011", "May 10 08:15:00 EDT 2011" and, in a field, "May '11". */
static bool take_month_day_year(struct str *in, bool is_field, struct date *d)
{
    if (!take_month(in, d))
        return is_field && take_part_of_year(in, d);
    take_joint(in);
    struct str rest = *in;
    if (take_short_year(&rest, is_field && has_apostrophe(rest), &d->year)) {
        *in = rest;
        return date_ends(rest);
    }
    if (!date_take_number(in, 1, 2, &d->day) || d->day == 0)
        return false;
    take_ordinal(in);
    rest = *in;
    struct date clock = *d;
    if (date_take_blanks(&rest) && date_take_time(&rest, &clock)) {
        bool has_zone = date_take_zone(&rest, &clock.offset_minutes);
        if (date_take_blanks(&rest) && date_take_number(&rest, 4, 4, &clock.year) &&
            date_ends(rest)) {
            *d = clock;
            d->has_time = has_zone;
            *in = rest;
            return true;
        }
    }
    take_joint(in);
    if (!take_short_year(in, is_field && has_apostrophe(*in), &d->year))
        return false;
    date_take_time_behind(in, d, true);
    return date_ends(*in);
}

/* Reads "10.05.2011", "10/05/2011", "5-10-2011" and, in a field, "10.05.11". */
static bool take_numeric(struct str *in, enum date_order order, bool is_field, struct date *d)
{
    unsigned first, second;
    if (!date_take_number(in, 1, 2, &first) || in->n == 0)
        return false;
    char separator[2] = {in->p[0], '\0'};
    if (!strchr("./-", separator[0]) || !date_take(in, separator))
        return false;
    if (separator[0] == '.') {
        order = DATE_DAY_FIRST;
        date_take_blanks(in);
    }
    if (!date_take_number(in, 1, 2, &second) || !date_take(in, separator))
        return false;
    if (separator[0] == '.')
        date_take_blanks(in);
    if (!take_short_year(in, is_field && separator[0] != '-', &d->year) || !first || !second)
        return false;
    /* "28.09.1912:44" is a date directly followed by a time. */
    if (separator[0] == '.' && in->n > 1 && in->p[0] == ':' && ascii_is_digit(in->p[1]))
        return false;
    if (first > 12 || (first == second && order == DATE_ORDER_UNKNOWN))
        order = DATE_DAY_FIRST;
    else if (second > 12)
        order = DATE_MONTH_FIRST;
    d->day = order == DATE_DAY_FIRST ? first : second;
    d->month = order == DATE_DAY_FIRST ? second : first;
    date_take_time_behind(in, d, true);
    return order != DATE_ORDER_UNKNOWN && date_ends(*in);
}

/* Reads forms that begin with a year: ISO, East Asian, "2011. május 10.", or the year alone. */
static bool take_year_first(struct str *in, bool is_field, struct date *d)
{
    static const char *const lithuanian[] = {"m", NULL};
    if (!date_take_number(in, 4, 4, &d->year))
        return false;
    struct str start = *in;
    if (take_iso_rest(in, is_field, d))
        return true;
    *in = start;
    d->month = d->day = 0;
    if (take_week(in, d))
        return true;
    *in = start;
    if (is_field && take_day_of_year(in, d))
        return true;
    *in = start;
    d->month = d->day = 0;
    if (date_take_east_asian_rest(in, d))
        return true;
    *in = start;
    date_take(in, ".");
    take_joint(in);
    if (date_take_word(in, lithuanian)) {
        date_take(in, ".");
        date_take_blanks(in);
    }
    if (take_month(in, d)) {
        struct str rest = *in;
        take_joint(&rest);
        if (date_take_number(&rest, 1, 2, &d->day) && d->day) {
            date_take(&rest, ".");
            *in = rest;
            return date_ends(rest);
        }
        return false;
    }
    *in = start;
    d->month = d->day = 0;
    take_joint(in);
    if (is_field && take_quarter(in))
        return true;
    *in = start;
    return date_ends(start) && !(start.n && strchr("-/:", start.p[0]));
}

static bool take_date(struct str *in, enum date_order order, bool is_field, struct date *ret)
{
    struct str start = *in;
    bool is_word = start.n && ascii_is_alpha(start.p[0]);
    for (int form = 0; form < 6; form++) {
        if (is_word && form != 3) /* the only word that a date begins with is a month */
            continue;
        struct date d = {0};
        *in = start;
        bool is_read = form == 0   ? take_compact(in, is_field, &d)
                       : form == 1 ? take_year_first(in, is_field, &d)
                       : form == 2 ? take_day_month_year(in, is_field, &d)
                       : form == 3 ? take_month_day_year(in, is_field, &d)
                       : form == 4 ? take_numeric(in, order, is_field, &d)
                                   : date_take_era(in, &d);
        if (is_read && calendar_has(&d)) {
            *ret = d;
            return true;
        }
    }
    return false;
}

/* Returns the length of the weekday that in begins with, or 0. In a field it may be any short word
 * with a comma or full stop after it, since programs abbreviate weekdays in many ways. */
static size_t weekday_bytes(struct str in, bool is_field)
{
    enum { MAX_CUT_BYTES = 10 };
    size_t n = names_weekday(in), word = n || !is_field ? n : names_word_bytes(in);
    bool is_cut = word > 0 && word <= MAX_CUT_BYTES && word < in.n &&
                  (in.p[word] == '.' || in.p[word] == ',');
    return n ? n : is_cut ? word : 0;
}

static size_t parse(struct str s, enum date_order order, bool is_field, char ret_date[STAMP_BYTES])
{
    static const char *const articles[] = {"le", "el",  "am", "den", "der",  "il", "the",
                                           "op", "dne", "on", "a",   "ngày", NULL};
    struct str in = s;
    struct date d;

    date_take_blanks(&in);
    if (is_field)
        date_take_one_of(&in, (const char *const[]){"'", "\"", NULL});
    if (!date_take(&in, "<") && date_take(&in, "[")) /* as in Org and, doubled, in Obsidian */
        date_take(&in, "[");
    struct str rest = in;
    if (date_take_word(&rest, articles) && date_take_blanks(&rest))
        in = rest;
    size_t weekday = weekday_bytes(in, is_field);
    if (weekday) {
        rest = str_slice(in, weekday, in.n);
        date_take(&rest, ".");
        date_take_blanks(&rest);
        date_take_one_of(&rest, (const char *const[]){",", "،", NULL});
        date_take_blanks(&rest);
        struct str behind_article = rest;
        if (date_take_word(&behind_article, articles) && date_take_blanks(&behind_article))
            rest = behind_article;
        if (take_date(&rest, order, is_field, &d) && (d.day || names_weekday(in))) {
            calendar_write(&d, ret_date);
            return s.n - rest.n;
        }
    }
    if (!take_date(&in, order, is_field, &d))
        return 0;
    calendar_write(&d, ret_date);
    return s.n - in.n;
}

size_t dates_parse(struct str s, enum date_order order, char ret_date[STAMP_BYTES])
{
    return parse(s, order, true, ret_date);
}

static bool is_alphanumeric(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c);
}

/* Returns true if a date may begin at offset: at the beginning of a word or number, and not after a
 * sign that would make it part of a larger number. */
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

/* A number of eight digits is a date only if its year is one from which files can be, and no text
 * is from 1204. */
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
        size_t n = is_start(s, i) ? parse(str_slice(s, i, s.n), order, false, ret_date) : 0;
        if (n && is_likely(str_slice(s, i, i + n), ret_date)) {
            *ret_start = i;
            *ret_n = n;
            return true;
        }
        /* Advances to the next word, or character in a script without spaces. */
        size_t word = names_word_bytes(str_slice(s, i, s.n));
        if (word)
            i += word;
        else
            utf8_decode(s, i, &i);
    }
    return false;
}
