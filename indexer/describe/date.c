/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines the date of a document from its fields, its address, the lines next to its headings
 * and its path. */
#include "indexer/describe/date.h"

#include "indexer/describe/byline.h"

#include <stdio.h>
#include <time.h>

/* Fields that may hold the date, the best ones first. */
static const char *const date_fields[] = {"date",
                                          "article_published_time",
                                          "published",
                                          "datepublished",
                                          "date_published",
                                          "published_at",
                                          "publication_date",
                                          "publish_date",
                                          "pubdate",
                                          "published_date",
                                          "publication-date",
                                          "publish-date",
                                          "published-date",
                                          "publishdate",
                                          "publish_time",
                                          "og_published_time",
                                          "article.published",
                                          "article_published",
                                          "bt_pubdate",
                                          "og_article_published_time",
                                          "shareaholic_article_published_time",
                                          "cxenseparse_recs_publishtime",
                                          "rnews_datepublished",
                                          "citation_publication_date",
                                          "citation_online_date",
                                          "citation_date",
                                          "date_issued",
                                          "date_created",
                                          "originalpublicationdate",
                                          "article_date_original",
                                          "displaydate",
                                          "pub_date",
                                          "posted",
                                          "parsely-pub-date",
                                          "sailthru_date",
                                          "issued",
                                          "available",
                                          "created",
                                          "created_at",
                                          "createdat",
                                          "created_utc",
                                          "created_time",
                                          "create_time",
                                          "createdtimestampusec",
                                          "date_unixtime",
                                          "issued_date-parts",
                                          "timestamp_ms",
                                          "usereditedtimestampusec",
                                          "createdate",
                                          "createddate",
                                          "posted_at",
                                          "postedat",
                                          "publishedat",
                                          "sent",
                                          "sent_at",
                                          "datetime",
                                          "timestamp",
                                          "time",
                                          "ts",
                                          "datum",
                                          "buchungstag",
                                          "buchungsdatum",
                                          "erstellungsdatum",
                                          "erstellt",
                                          "valuta",
                                          "fecha",
                                          "data",
                                          "dato",
                                          "tarih",
                                          "dátum",
                                          "datums",
                                          "päivämäärä",
                                          "päiväys",
                                          "kuupäev",
                                          "ngày",
                                          "tanggal",
                                          "дата",
                                          "ημερομηνία",
                                          "日期",
                                          "日付",
                                          "날짜",
                                          "تاريخ",
                                          "التاريخ",
                                          "תאריך",
                                          "modified",
                                          "article_modified_time",
                                          "og_updated_time",
                                          "last-modified",
                                          "uploaddate",
                                          "dateupdate",
                                          "dateupdated",
                                          "lastmod",
                                          "updated_at",
                                          "last_updated",
                                          "last_modified",
                                          "last_modified_at",
                                          "lastmodified",
                                          "modified_at",
                                          NULL};

/* Times stored by the program that wrote the file. A date in the text takes precedence. */
static const char *const stamp_fields[] = {"file_created", "file_modified", NULL};

enum { SIGN_BYTES = 4096, MAX_NAME_BYTES = 64 };

void date_set(struct document *d, const char *date)
{
    if (d->date.n == 0 && *date)
        d->date = arena_copy(d->arena, str_of(date));
}

static size_t count_digits(struct str s, size_t start)
{
    size_t n = 0;
    while (start + n < s.n && ascii_is_digit(s.p[start + n]))
        n++;
    return n;
}

/* Reads a Unix time: seconds (10 digits, possibly with a fraction), milliseconds, microseconds or
 * nanoseconds (13, 16 or 19 digits), also as in "/Date(1612345678000)/". */
static bool read_epoch(struct str s, char ret_date[STAMP_BYTES])
{
    enum { SECOND_DIGITS = 10, MAX_DIGITS = 19 };
    struct str opening = STR_LITERAL("/Date(");
    if (str_starts_with(s, opening))
        s = str_slice(s, opening.n, s.n);
    size_t n = count_digits(s, 0);
    bool is_fraction = n == SECOND_DIGITS && n < s.n && s.p[n] == '.';
    bool is_end = n == s.n || s.p[n] == ')' || is_fraction;
    if (n < SECOND_DIGITS || n > MAX_DIGITS || (n - SECOND_DIGITS) % 3 || !is_end)
        return false;
    time_t seconds = 0;
    for (size_t i = 0; i < SECOND_DIGITS; i++)
        seconds = seconds * 10 + (s.p[i] - '0');
    struct tm t;
    return gmtime_r(&seconds, &t) && strftime(ret_date, STAMP_BYTES, "%Y%m%d%H%M%S", &t) > 0;
}

/* Returns whether a date has a time zone, or no time of day with a colon. */
static bool has_zone(struct str date)
{
    size_t time = str_find_char(date, ':', 0);
    struct str rest = str_slice(date, time, date.n);
    return str_find_char(date, 'Z', 0) < date.n || str_find_char(rest, '+', 0) < rest.n ||
           str_find_char(rest, '-', 0) < rest.n || str_find(rest, STR_LITERAL("GMT"), 0) < rest.n ||
           str_find(rest, STR_LITERAL("UTC"), 0) < rest.n || time == date.n;
}

/* Returns whether a value is a number that only happens to read like a date, since its year is
 * implausible for a document. */
static bool is_other_number(struct str value, const char *date)
{
    return value.n == 8 && count_digits(value, 0) == value.n && !dates_is_of_files(date);
}

/* Sets the date from the first field with a valid one. Returns whether that has a time zone. */
static bool date_from_fields(struct document *d, const char *const *names, enum date_order order)
{
    char date[STAMP_BYTES];
    struct str value = STR_EMPTY;
    for (size_t i = 0; names[i] && d->date.n == 0; i++) {
        value = document_field(d, names[i]);
        if (value.n && (read_epoch(value, date) || dates_parse(value, order, date)) &&
            !dates_is_zero(date) && !is_other_number(value, date))
            date_set(d, date);
    }
    return has_zone(value);
}

/* Sets the date unless it is that of a clock that was not set. */
static void set_unless_zero(struct document *d, const char *date)
{
    if (!dates_is_zero(date))
        date_set(d, date);
}

/* Sets the date to the first one in text that shows the date. */
static void date_from_text(struct document *d, struct str shown, enum date_order order)
{
    char date[STAMP_BYTES];
    size_t start, n;
    if (d->date.n == 0 && shown.n && dates_find(shown, order, &start, &n, date))
        set_unless_zero(d, date);
}

static int64_t seconds_of(struct str date)
{
    struct tm t = {0};
    char digits[15];
    snprintf(digits, sizeof digits, "%.*s000000", (int)(date.n < 8 ? 0 : 8), date.p);
    if (!strptime(digits, "%Y%m%d%H%M%S", &t))
        return 0;
    return timegm(&t);
}

/* Corrects the day of a time in UTC to the day that the page shows, if that is the next or the
 * previous one and local time somewhere can account for the difference. */
static void take_day_beside(struct document *d, const char *shown)
{
    enum { UTC_BYTES = 14, DAY_S = 24 * 60 * 60, FIRST_HOUR_AHEAD = 15, LAST_HOUR_BEHIND = 7 };
    if (d->date.n != UTC_BYTES || strlen(shown) < 8 || memcmp(shown, d->date.p, 8) == 0)
        return;
    int64_t apart = seconds_of(str_of(shown)) - seconds_of(d->date);
    int hour = (d->date.p[8] - '0') * 10 + (d->date.p[9] - '0');
    if ((apart == DAY_S && hour >= FIRST_HOUR_AHEAD) ||
        (apart == -DAY_S && hour <= LAST_HOUR_BEHIND))
        d->date = arena_copy(d->arena, str_of(shown));
}

static void take_shown_day(struct document *d, enum date_order order)
{
    char shown[STAMP_BYTES];
    size_t start, n;
    if (d->date_shown.n && dates_find(d->date_shown, order, &start, &n, shown))
        take_day_beside(d, shown);
}

/* Finds a year, month and day in [i, end) of a path, at the start of a word. Returns false if there
 * is none. */
static bool find_in_path(struct str path, size_t i, size_t end, bool needs_sign,
                         char ret_date[STAMP_BYTES])
{
    char plain[MAX_NAME_BYTES];
    for (; i + 8 <= end; i++) {
        char before = i ? path.p[i - 1] : '/';
        bool is_start = !ascii_is_digit(before) && !ascii_is_alpha(before);
        for (size_t k = i; is_start && k < i + 4; k++)
            is_start = ascii_is_digit(path.p[k]);
        if (!is_start || (needs_sign && ascii_is_digit(path.p[i + 4])))
            continue;
        struct str rest = str_slice(path, i, end - i < sizeof plain ? end : i + sizeof plain);
        for (size_t k = 0; k < rest.n; k++) /* "2021_02_03" */
            plain[k] = rest.p[k] == '_' && k < 8 ? '-' : rest.p[k];
        if (dates_parse((struct str){plain, rest.n}, DATE_ORDER_UNKNOWN, ret_date) &&
            strlen(ret_date) >= 8 && dates_is_of_files(ret_date) && !dates_is_zero(ret_date))
            return true;
    }
    return false;
}

/* Finds a day, month and year separated by full stops, which no version number looks like, as in
 * "report 03.02.2021.txt". */
static bool find_points_in_path(struct str path, size_t i, char ret_date[STAMP_BYTES])
{
    enum { BYTES = 10 };
    for (; i + BYTES <= path.n; i++) {
        struct str s = str_slice(path, i, i + BYTES);
        bool is_start = i == 0 || (!ascii_is_digit(path.p[i - 1]) && path.p[i - 1] != '.');
        bool is_end = i + BYTES == path.n || !ascii_is_digit(path.p[i + BYTES]);
        if (is_start && is_end && s.p[2] == '.' && s.p[5] == '.' &&
            dates_parse(s, DATE_DAY_FIRST, ret_date) && strlen(ret_date) >= 8 &&
            dates_is_of_files(ret_date) && !dates_is_zero(ret_date))
            return true;
    }
    return false;
}

/* Takes a year, month and day from the name of the file, or else from those of its folders:
 * "release-2011-05-10.txt", "2011/05/10/release.txt". */
static void date_from_path(struct document *d)
{
    char date[STAMP_BYTES];
    size_t base = str_after_last(d->path, '/');
    if (find_in_path(d->path, base, d->path.n, false, date) ||
        find_points_in_path(d->path, base, date) || find_in_path(d->path, 0, base, false, date))
        date_set(d, date);
}

/* Takes the day of publication from the address of a page, as in "/2019/08/02/json-parsing/", or
 * uses it to correct the day of a time that is in UTC (is_placed). */
static void date_from_url(struct document *d, bool is_placed)
{
    char date[STAMP_BYTES];
    struct str url = document_field(d, "url");
    if (url.n == 0 || !find_in_path(url, 0, url.n, true, date))
        return;
    date[8] = '\0';
    if (is_placed)
        take_day_beside(d, date);
    date_set(d, date);
}

/* Takes the date from a line next to one of the page's headings (byline_find()). */
static void date_from_heading(struct document *d, bool is_title, enum date_order order)
{
    char date[STAMP_BYTES];
    if (d->date.n == 0 && byline_find(d, is_title, order, date))
        set_unless_zero(d, date);
}

static void date_from_page(struct document *d, enum date_order order)
{
    char date[STAMP_BYTES];
    if (byline_labelled(d, order, date) ||
        (dates_parse(d->title, order, date) && strlen(date) >= 8 && dates_is_of_files(date)))
        set_unless_zero(d, date);
}

/* Returns whether the text mentions the United States, where the month comes first. */
static bool is_american(struct str text)
{
    static const char *const states[] = {"Alabama",
                                         "Alaska",
                                         "Arizona",
                                         "Arkansas",
                                         "California",
                                         "Colorado",
                                         "Connecticut",
                                         "Delaware",
                                         "Florida",
                                         "Georgia",
                                         "Hawaii",
                                         "Idaho",
                                         "Illinois",
                                         "Indiana",
                                         "Iowa",
                                         "Kansas",
                                         "Kentucky",
                                         "Louisiana",
                                         "Maine",
                                         "Maryland",
                                         "Massachusetts",
                                         "Michigan",
                                         "Minnesota",
                                         "Mississippi",
                                         "Missouri",
                                         "Montana",
                                         "Nebraska",
                                         "Nevada",
                                         "New Hampshire",
                                         "New Jersey",
                                         "New Mexico",
                                         "New York",
                                         "North Carolina",
                                         "North Dakota",
                                         "Ohio",
                                         "Oklahoma",
                                         "Oregon",
                                         "Pennsylvania",
                                         "Rhode Island",
                                         "South Carolina",
                                         "South Dakota",
                                         "Tennessee",
                                         "Texas",
                                         "Utah",
                                         "Vermont",
                                         "Virginia",
                                         "Washington",
                                         "West Virginia",
                                         "Wisconsin",
                                         "Wyoming",
                                         "United States",
                                         "U.S.",
                                         NULL};
    for (size_t i = 0; states[i]; i++)
        if (str_find(text, str_of(states[i]), 0) < text.n)
            return true;
    return false;
}

/* Returns whether s has a numeric date with that separator, such as "4/9/2019". */
static bool has_date_with(struct str s, char separator)
{
    for (size_t i = str_find_char(s, separator, 0); i < s.n;
         i = str_find_char(s, separator, i + 1)) {
        if (i == 0 || !ascii_is_digit(s.p[i - 1]))
            continue;
        size_t n = count_digits(s, i + 1), year = i + n + 2;
        if (n >= 1 && n <= 2 && year < s.n && s.p[year - 1] == separator &&
            count_digits(s, year) == 4)
            return true;
    }
    return false;
}

/* Returns whether s has a numeric date, in which the order of day and month is ambiguous. */
static bool has_numeric_date(struct str s)
{
    return has_date_with(s, '/') || has_date_with(s, '-');
}

static struct str sign_part(struct str text)
{
    return str_slice(text, 0, text.n < SIGN_BYTES ? text.n : SIGN_BYTES);
}

static bool needs_order(const struct document *d)
{
    bool needs = has_numeric_date(sign_part(d->text));
    for (size_t i = 0; d->n_fields && date_fields[i] && !needs; i++)
        needs = has_numeric_date(document_field(d, date_fields[i]));
    return needs;
}

enum date_order date_order_of(const struct document *d)
{
    if (d->date_order != DATE_ORDER_UNKNOWN)
        return d->date_order;
    if (d->language.n == 0 || !needs_order(d))
        return DATE_ORDER_UNKNOWN;
    if (!str_equal(d->language, STR_LITERAL("en")))
        return DATE_DAY_FIRST;
    return is_american(sign_part(d->text)) ? DATE_MONTH_FIRST : DATE_ORDER_UNKNOWN;
}

void date_from_statements(struct document *d, enum date_order order)
{
    if (d->trusts_date_shown)
        date_from_text(d, d->date_shown, order);
    if (d->doubts_date)
        date_from_heading(d, true, order);
    bool is_placed = date_from_fields(d, date_fields, order);
    date_from_url(d, is_placed);
    bool is_page = str_equal(d->type, STR_LITERAL("html"));
    if (is_page)
        date_from_heading(d, false, order);
    date_from_text(d, d->date_shown, order);
    if (is_placed)
        take_shown_day(d, order);
    if (is_page && d->date.n == 0)
        date_from_page(d, order);
}

void date_from_file(struct document *d, enum date_order order)
{
    if (d->date.n == 0) {
        date_from_path(d);
        d->uses_path |= d->date.n > 0;
    }
    date_from_fields(d, stamp_fields, order);
}
