/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the title, date, place and language of a document, from its fields where it has them and
 * from its text where it has not. */
#include "indexer/describe/describe.h"

#include "base/path.h"
#include "indexer/describe/head.h"
#include "indexer/describe/headline.h"
#include "text/dates.h"
#include "text/language.h"
#include "text/utf8.h"

#include <stdio.h>
#include <time.h>

/* Fields that may hold the date, the best first. */
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
                                          "date_issued",
                                          "available",
                                          "created",
                                          "created_at",
                                          "date_created",
                                          "timestamp",
                                          "datum",
                                          "fecha",
                                          "data",
                                          "dato",
                                          "tarih",
                                          "дата",
                                          "日期",
                                          "日付",
                                          "날짜",
                                          "تاريخ",
                                          "modified",
                                          "last-modified",
                                          NULL};

/* The stamps of the program that wrote the file: what the text says of its date counts more. */
static const char *const stamp_fields[] = {"file_created", "file_modified", NULL};

enum { MAX_TITLE_BYTES = 1000, SIGN_BYTES = 4096 };

static void set_date(struct document *d, const char *date)
{
    if (d->date.n == 0 && *date)
        d->date = arena_copy(d->arena, str_of(date));
}

/* Seconds (10 digits) or milliseconds (13 digits) since 1970. */
static bool read_epoch(struct str s, char ret_date[STAMP_BYTES])
{
    if (s.n != 10 && s.n != 13)
        return false;
    time_t seconds = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_is_digit(s.p[i]))
            return false;
        if (i < 10)
            seconds = seconds * 10 + (s.p[i] - '0');
    }
    struct tm t;
    return gmtime_r(&seconds, &t) && strftime(ret_date, STAMP_BYTES, "%Y%m%d%H%M%S", &t) > 0;
}

static void date_from_fields(struct document *d, const char *const *names, enum date_order order)
{
    char date[STAMP_BYTES];
    for (size_t i = 0; names[i] && d->date.n == 0; i++) {
        struct str value = document_field(d, names[i]);
        if (value.n && (dates_parse(value, order, date) || read_epoch(value, date)) &&
            !dates_is_zero(date))
            set_date(d, date);
    }
}

/* The first day that is named in what shows the date. */
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

/* A time in UTC may be of the day before or behind that which the page shows: then that is meant.
 */
static void take_shown_day(struct document *d, enum date_order order)
{
    enum { UTC_BYTES = 14, DAY_S = 24 * 60 * 60 };
    char shown[STAMP_BYTES];
    size_t start, n;
    if (d->date.n != UTC_BYTES || !dates_find(d->date_shown, order, &start, &n, shown) ||
        memcmp(shown, d->date.p, 8) == 0)
        return;
    int64_t apart = seconds_of(str_of(shown)) - seconds_of(d->date);
    if (apart == DAY_S || apart == -DAY_S)
        d->date = arena_copy(d->arena, str_of(shown));
}

/* A year, month and day in the name of the file, else in that of a folder:
 * "release-2011-05-10.txt", "2011/05/10/release.txt". */
static void date_from_path(struct document *d)
{
    size_t base = str_after_last(d->path, '/');
    for (size_t pass = 0; pass < 2; pass++) {
        size_t end = pass == 0 ? d->path.n : base;
        for (size_t i = pass == 0 ? base : 0; i < end && d->date.n == 0; i++) {
            char date[STAMP_BYTES], before = i ? d->path.p[i - 1] : '/';
            bool is_start = !ascii_is_digit(before) && !ascii_is_alpha(before);
            bool has_year = d->path.n - i >= 8;
            for (size_t k = i; has_year && k < i + 4; k++)
                has_year = ascii_is_digit(d->path.p[k]);
            if (is_start && has_year &&
                dates_parse(str_slice(d->path, i, end), DATE_ORDER_UNKNOWN, date) &&
                strlen(date) >= 8 && dates_is_of_files(date) && !dates_is_zero(date))
                set_date(d, date);
        }
    }
}

/* Whether the text speaks of the United States, where the month comes first. */
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

static size_t count_digits(struct str s, size_t start)
{
    size_t n = 0;
    while (start + n < s.n && ascii_is_digit(s.p[start + n]))
        n++;
    return n;
}

/* Whether s has a date such as "4/9/2019", with that separator. */
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

/* Whether s has a date of numbers whose order matters. */
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

/* Whether "04/09/2019" is in April: only in American English. */
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

/* The code in "sw-KE", of a language that is not known here; of three letters only where detection
 * finds none. Empty: it is no code. */
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

/* "en-GB" is "en"; what nobody declared, or what is no language, is found out. */
static void describe_language(struct document *d)
{
    struct str declared = d->language;
    language_id id = declared.n ? language_by_code(declared) : LANGUAGE_UNKNOWN;
    bool is_foreign = id == LANGUAGE_UNKNOWN && foreign_code(d, declared, true).n > 0;
    if (id == LANGUAGE_UNKNOWN && !is_foreign)
        id = language_detect(d->text);
    d->language = id != LANGUAGE_UNKNOWN ? str_of(language_code(id))
                                         : foreign_code(d, declared, false);
    /* The name of a language that is not known here is a word all the same. */
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

/* The headers of a message that was saved as text: subject, date and author. Nothing is taken
 * unless the text begins with two lines of known names. */
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

/* Source code: its first lines are comments and imports, which name nothing. */
static bool is_code_name(struct str path)
{
    static const char *const endings[] = {
        "c",   "h",     "cc",  "cpp",  "cxx",  "hh",   "hpp",  "py",  "js",   "mjs", "ts",  "go",
        "rs",  "java",  "kt",  "sh",   "bash", "zsh",  "pl",   "pm",  "rb",   "php", "cs",  "swift",
        "hs",  "scala", "lua", "sql",  "el",   "lisp", "ml",   "r",   "jl",   "ex",  "erl", "clj",
        "vim", "cmake", "css", "scss", "yaml", "yml",  "toml", "ini", "conf", NULL};
    struct str ending = path_ending(path);
    if (ending.n == 0 || path.n == ending.n + 1)
        return false;
    for (size_t i = 0; endings[i]; i++)
        if (endings[i][0] == ascii_lower(ending.p[0]) &&
            str_equal_ignoring_case(ending, str_of(endings[i])))
            return true;
    return false;
}

static struct str name_of_file(struct str path, bool has_ending)
{
    size_t start = str_after_last(path, '/'), end = path.n;
    for (size_t i = path.n; i > start + 1 && !has_ending; i--)
        if (path.p[i - 1] == '.') {
            end = i - 1;
            break;
        }
    return str_slice(path, start, end);
}

/* Titles are one line. */
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

void describe(struct document *d)
{
    describe_language(d);
    enum date_order order = order_of(d);
    if (str_equal(d->type, STR_LITERAL("text")))
        describe_mail(d);
    date_from_fields(d, date_fields, order);
    date_from_text(d, d->date_shown, order);
    if (d->date_shown.n)
        take_shown_day(d, order);

    bool is_code = str_equal(d->type, STR_LITERAL("text")) && is_code_name(d->path);
    bool has_place = document_field(d, "place").n > 0;
    if (d->title.n == 0 || d->date.n == 0 || !has_place) {
        struct head head;
        head_read(&head, d->text, order);
        for (size_t i = 0; i < head.n; i++) {
            set_date(d, head.lines[i].date);
            if (!has_place && head.lines[i].place.n) {
                document_add_field(d, STR_LITERAL("place"), head.lines[i].place);
                has_place = true;
            }
        }
        if (d->title.n == 0 && !is_code)
            d->title = headline_find(&head, d->arena);
    }
    if (d->date.n == 0) {
        date_from_path(d);
        d->uses_path |= d->date.n > 0;
    }
    date_from_fields(d, stamp_fields, order);
    if (d->title.n == 0) {
        d->title = name_of_file(d->path, is_code);
        d->uses_path = d->is_titled_by_path = true;
    }
    d->title = clean_title(d);
}
