/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines the title, date, place and language of a document: from its fields if it has them,
 * otherwise from its text. */
#include "indexer/describe/describe.h"

#include "base/path.h"
#include "indexer/describe/byline.h"
#include "indexer/describe/file_name.h"
#include "indexer/describe/head.h"
#include "indexer/describe/headline.h"
#include "text/dates.h"
#include "text/language.h"
#include "text/utf8.h"

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
                                          "last-modified",
                                          "uploaddate",
                                          "dateupdate",
                                          "dateupdated",
                                          "lastmod",
                                          NULL};

/* Times stored by the program that wrote the file. A date in the text takes precedence. */
static const char *const stamp_fields[] = {"file_created", "file_modified", NULL};

enum { MAX_TITLE_BYTES = 1000, SIGN_BYTES = 4096, MAX_NAME_BYTES = 64 };

static void set_date(struct document *d, const char *date)
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
            set_date(d, date);
    }
    return has_zone(value);
}

/* Sets the date to the first one in text that shows the date. */
static void date_from_text(struct document *d, struct str shown, enum date_order order)
{
    char date[STAMP_BYTES];
    size_t start, n;
    if (d->date.n == 0 && shown.n && dates_find(shown, order, &start, &n, date))
        set_date(d, date);
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
        set_date(d, date);
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
    set_date(d, date);
}

/* Takes the date from a line next to one of the page's headings (byline_find()). */
static void date_from_heading(struct document *d, bool is_title, enum date_order order)
{
    char date[STAMP_BYTES];
    if (d->date.n == 0 && byline_find(d, is_title, order, date))
        set_date(d, date);
}

static void date_from_page(struct document *d, enum date_order order)
{
    char date[STAMP_BYTES];
    if (byline_labelled(d, order, date) ||
        (dates_parse(d->title, order, date) && strlen(date) >= 8 && dates_is_of_files(date)))
        set_date(d, date);
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

/* Returns the order of numeric dates in the document. The month comes first only in English texts
 * that mention the United States. */
static enum date_order order_of(const struct document *d)
{
    if (d->date_order != DATE_ORDER_UNKNOWN)
        return d->date_order;
    if (d->language.n == 0 || !needs_order(d))
        return DATE_ORDER_UNKNOWN;
    if (!str_equal(d->language, STR_LITERAL("en")))
        return DATE_DAY_FIRST;
    return is_american(sign_part(d->text)) ? DATE_MONTH_FIRST : DATE_ORDER_UNKNOWN;
}

/* Returns the code in a declaration such as "sw-KE" of a language that Pressmark does not know. A
 * code of three letters counts only if detection fails (!is_detected). Returns the empty string if
 * it is not a code. */
static struct str foreign_code(struct document *d, struct str declared, bool is_detected)
{
    static const char *const none[] = {"und", "zxx", "mul", "mis", NULL};
    char code[3];
    size_t n = 0;
    while (n < declared.n && n < sizeof code && ascii_is_alpha(declared.p[n])) {
        code[n] = ascii_lower(declared.p[n]);
        n++;
    }
    struct str found = {code, n};
    bool ends = n == declared.n || declared.p[n] == '-' || declared.p[n] == '_';
    bool is_code = ends && (language_is_code(found) ||
                            (n == 3 && !is_detected && !str_is_one_of(found, none)));
    return is_code ? arena_copy(d->arena, found) : STR_EMPTY;
}

/* Reduces a declared language to its code ("en-GB" to "en"), and detects the language if none, or
 * no valid one, was declared. */
static void describe_language(struct document *d)
{
    struct str declared = d->language;
    language_id id = declared.n ? language_by_code(declared) : LANGUAGE_UNKNOWN;
    bool is_foreign = id == LANGUAGE_UNKNOWN && foreign_code(d, declared, true).n > 0;
    if (id == LANGUAGE_UNKNOWN && !is_foreign)
        id = language_detect(d->text);
    d->language = id != LANGUAGE_UNKNOWN ? str_of(language_code(id))
                                         : foreign_code(d, declared, false);
    /* Keep the name of a language that Pressmark does not know, so that it can be searched for. */
    enum { NAME_BYTES = 4 };
    bool is_name = declared.n >= NAME_BYTES && str_find_char(declared, '=', 0) == declared.n;
    if (is_name && !is_foreign && language_by_code(declared) == LANGUAGE_UNKNOWN)
        document_add_field(d, STR_LITERAL("language"), declared);
}

static bool is_mail_name(struct str name)
{
    static const char *const names[] = {"From",
                                        "To",
                                        "Cc",
                                        "Subject",
                                        "Date",
                                        "Message-ID",
                                        "Received",
                                        "Return-Path",
                                        "Reply-To",
                                        "Newsgroups",
                                        "Organization",
                                        "Content-Type",
                                        "MIME-Version",
                                        "Delivered-To",
                                        "References",
                                        "Path",
                                        NULL};
    return str_is_one_of_ignoring_case(name, names);
}

/* Takes subject, date and author from the headers of a mail message that was saved as text. The
 * first line must be a known header, and there must be at least two. */
static void describe_mail(struct document *d)
{
    struct str rest = d->text, line, subject = STR_EMPTY, date = STR_EMPTY, from = STR_EMPTY;
    size_t n_known = 0;

    while (str_next_line(&rest, &line) && line.n) {
        size_t colon = str_find_char(line, ':', 0);
        struct str name = str_slice(line, 0, colon);
        if (ascii_is_space(line.p[0]))
            continue;
        if (colon == line.n || (n_known == 0 && !is_mail_name(name)))
            break;
        struct str value = str_trim(str_slice(line, colon + 1, line.n));
        n_known += is_mail_name(name);
        if (str_equal_ignoring_case(name, STR_LITERAL("Subject")))
            subject = value;
        else if (str_equal_ignoring_case(name, STR_LITERAL("Date")))
            date = value;
        else if (str_equal_ignoring_case(name, STR_LITERAL("From")))
            from = value;
    }
    if (n_known < 2 || (subject.n == 0 && from.n == 0))
        return;
    char ymd[STAMP_BYTES];
    if (d->title.n == 0)
        d->title = subject;
    if (date.n && dates_parse(date, DATE_ORDER_UNKNOWN, ymd))
        set_date(d, ymd);
    if (document_field(d, "author").n == 0)
        document_add_field(d, STR_LITERAL("author"), from);
}

/* Returns the title on one line, with each run of white space made one blank. */
static struct str clean_title(struct document *d)
{
    struct str title = str_slice(
        d->title, 0,
        utf8_floor(d->title, d->title.n < MAX_TITLE_BYTES ? d->title.n : MAX_TITLE_BYTES));
    char *p = arena_alloc_bytes(d->arena, title.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < title.n; i++) {
        bool is_space = ascii_is_space(title.p[i]);
        if (!is_space || (n && p[n - 1] != ' '))
            p[n++] = is_space ? ' ' : title.p[i];
    }
    p[n] = '\0';
    return str_trim((struct str){p, n});
}

/* Returns the title in fields that a text begins with, "Title: ..." below others, as in the
 * descriptions of Debian's documents; empty if there is none. */
static struct str title_among_fields(const struct head *h)
{
    struct str name = STR_LITERAL("Title:");
    for (size_t i = 0; i < h->n && h->lines[i].paragraph == h->lines[0].paragraph; i++) {
        struct str line = h->lines[i].text;
        size_t colon = str_find_char(line, ':', 0);
        if (i == 0 && (colon == line.n || str_find_char(line, ' ', 0) < colon))
            break;
        if (str_starts_with_ignoring_case(line, name.p) && str_trim(line).n > name.n)
            return str_trim(str_slice(line, name.n, line.n));
    }
    return STR_EMPTY;
}

/* Returns the title of a manual in the form of Info, the first line that is underlined with stars;
 * empty if the text is none. */
static struct str title_of_info(struct str text)
{
    static const struct str start = {"This is ", 8}, rule = {"\n****", 5};
    struct str first = str_slice(text, 0, str_find_char(text, '\n', 0));
    if (!str_starts_with(first, start) ||
        str_find(first, STR_LITERAL(", produced by "), 0) == first.n)
        return STR_EMPTY;
    struct str above = str_slice(text, 0, str_find(text, rule, 0));
    return above.n < text.n ? str_trim(str_slice(above, str_after_last(above, '\n'), above.n))
                            : STR_EMPTY;
}

static bool is_postscript(struct str text)
{
    return str_starts_with(text, STR_LITERAL("%!PS-"));
}

/* Returns whether the first text is an item of a list below lines of another kind, as in a log of
 * changes. */
static bool is_log(struct head *h)
{
    static const char *const bullets[] = {"* ", "- ", "+ ", NULL};
    size_t i = 0;
    while (i < h->n && head_kind(h, i) != HEAD_TEXT)
        i++;
    for (size_t k = 0; i > 0 && i < h->n && bullets[k]; k++)
        if (str_starts_with(h->lines[i].text, str_of(bullets[k])))
            return true;
    return false;
}

/* Returns whether the format has headings, so that a text without one was not given a title. */
static bool has_headings(const struct document *d)
{
    static const char *const types[] = {"markdown", "rst", "asciidoc", "org", NULL};
    return str_is_one_of(d->type, types);
}

/* Takes the headline as the title, or the first sentence unless the name of the file is better. */
static void title_from_text(struct document *d, struct head *head)
{
    bool is_sentence;
    struct str title = headline_find(head, has_headings(d), d->arena, &is_sentence);
    if (str_equal(d->type, STR_LITERAL("text"))) {
        struct str field = title_of_info(d->text);
        if (field.n == 0)
            field = title_among_fields(head);
        bool tells = !is_postscript(d->text) && !head_is_record(head) &&
                     !(head->is_comment &&
                       (is_sentence || str_ends_with(title, STR_LITERAL(".")))) &&
                     !(is_sentence && is_log(head));
        title = field.n ? field : tells ? title : STR_EMPTY;
        is_sentence = is_sentence && field.n == 0;
    }
    /* "# Title" of Markdown, also without its blank, or in a file that is not called Markdown. */
    while (title.n > 1 && title.p[0] == '#')
        title = str_trim(str_slice(title, 1, title.n));
    d->has_own_title = title.n && !is_sentence;
    bool is_named = has_headings(d) ? file_name_tells(d->path) : file_name_is_title(d->path);
    if (d->has_own_title || !is_named)
        d->title = title;
}

void describe(struct document *d)
{
    describe_language(d);
    enum date_order order = order_of(d);
    if (str_equal(d->type, STR_LITERAL("text")))
        describe_mail(d);
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
    bool is_code = str_equal(d->type, STR_LITERAL("text")) && file_name_is_of_code(d->path);
    bool has_place = document_field(d, "place").n > 0;
    bool goes_by_name = d->doubts_title && file_name_tells(d->path);
    if (d->doubts_title)
        d->title = STR_EMPTY;
    d->has_own_title = d->title.n > 0;
    if (d->title.n == 0 || d->date.n == 0 || !has_place) {
        struct head head;
        head_read(&head, d, order);
        for (size_t i = 0; i < head.n; i++) {
            set_date(d, head.lines[i].date);
            if (!has_place && head.lines[i].place.n) {
                document_add_field(d, STR_LITERAL("place"), head.lines[i].place);
                has_place = true;
            }
        }
        if (d->title.n == 0 && !is_code && !goes_by_name)
            title_from_text(d, &head);
    }
    if (d->date.n == 0) {
        date_from_path(d);
        d->uses_path |= d->date.n > 0;
    }
    date_from_fields(d, stamp_fields, order);
    if (d->title.n == 0) {
        d->title = file_name_as_title(d->path, is_code);
        d->uses_path = true;
    }
    d->title = clean_title(d);
}
