/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads dates of publication whose year, month and day are elements. */
#include "indexer/formats/records/xml_date.h"

#include "indexer/formats/shared/xml_lines.h"

enum { MAX_PART_BYTES = 32 };

static bool is_date(struct str name)
{
    static const char *const names[] = {"pub-date",         "pubdate",   "articledate",
                                        "publication_date", "published", "publicationdate",
                                        "issue-date",       NULL};
    return str_is_one_of_ignoring_case(name, names);
}

/* Returns where the text of an element belongs; NULL if it is no part of a date. */
static struct buf *part_of(struct xml_date *d, struct str name)
{
    return str_equal_ignoring_case(name, STR_LITERAL("year"))    ? &d->year
           : str_equal_ignoring_case(name, STR_LITERAL("month")) ? &d->month
           : str_equal_ignoring_case(name, STR_LITERAL("day"))   ? &d->day
                                                                 : NULL;
}

void xml_date_start(struct xml_date *d, struct str name, const char **attributes)
{
    if (d->depth == 0 && !is_date(name))
        return;
    if (d->depth++ == 0) {
        buf_clear(&d->year);
        buf_clear(&d->month);
        buf_clear(&d->day);
        struct str given = xml_lines_attribute(attributes, "iso-8601-date");
        if (given.n && d->n_best < 3) {
            buf_clear(&d->best);
            buf_append_str(&d->best, given);
            d->n_best = 3;
        }
    }
    buf_clear(&d->part);
}

void xml_date_text(struct xml_date *d, struct str text)
{
    if (d->depth && d->part.n + text.n <= MAX_PART_BYTES)
        buf_append_str(&d->part, text);
}

/* Writes the date that ended, as "2021-2-3" or, if its month is a name, as "3 Feb 2021". */
static void finish(struct xml_date *d)
{
    unsigned n = d->year.n ? 1 + (d->month.n > 0) + (d->month.n && d->day.n) : 0;
    if (n <= d->n_best)
        return;
    d->n_best = n;
    buf_clear(&d->best);
    bool is_number = d->month.n && ascii_is_digit(d->month.p[0]);
    struct str year = buf_str(&d->year), month = buf_str(&d->month), day = buf_str(&d->day);
    if (is_number || n == 1)
        buf_append_format(&d->best, "%.*s%s%.*s%s%.*s", STR_PRINT(year), n > 1 ? "-" : "",
                          STR_PRINT(month), n > 2 ? "-" : "", STR_PRINT(day));
    else
        buf_append_format(&d->best, "%.*s%s%.*s %.*s", STR_PRINT(day), n > 2 ? " " : "",
                          STR_PRINT(month), STR_PRINT(year));
}

void xml_date_end(struct xml_date *d, struct str name)
{
    if (d->depth == 0)
        return;
    struct buf *part = part_of(d, name);
    if (part) {
        buf_clear(part);
        buf_append_str(part, str_trim(buf_str(&d->part)));
    }
    buf_clear(&d->part);
    if (--d->depth == 0)
        finish(d);
}

void xml_date_done(struct xml_date *d)
{
    buf_done(&d->part);
    buf_done(&d->year);
    buf_done(&d->month);
    buf_done(&d->day);
    buf_done(&d->best);
}
