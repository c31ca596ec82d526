/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines the title, date, place and language of a document: from its fields if it has them,
 * otherwise from its text. */
#include "indexer/describe/describe.h"

#include "base/mem.h"
#include "indexer/describe/date.h"
#include "indexer/describe/file_name.h"
#include "indexer/describe/head.h"
#include "indexer/describe/log_date.h"
#include "indexer/describe/mail_head.h"
#include "indexer/describe/title.h"
#include "indexer/describe/title_doubts.h"
#include "text/language.h"
#include "text/utf8.h"

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

/* Takes the date and the place of the datelines among the first lines, or the date of the newest
 * entry of a log, unless d has them. */
static void describe_by_datelines(struct document *d, const struct head *head,
                                  enum date_order order)
{
    char date[STAMP_BYTES];
    bool has_place = document_field(d, "place").n > 0;
    bool is_log = d->date.n == 0 && file_name_is_of_log(d->path);
    if (is_log && log_date_find(head, order, date))
        date_set(d, date);
    for (size_t i = 0; i < head->n; i++) {
        const struct dateline *line = &head->lines[i].dateline;
        bool is_doubtful = line->place.n == 0 && dates_is_zero(line->date);
        date_set(d, is_log || is_doubtful ? "" : line->date);
        if (!has_place && line->place.n) {
            document_add_field(d, STR_LITERAL("place"), line->place);
            has_place = true;
        }
    }
}

/* A path may be any bytes, but a title is UTF-8. */
static struct str title_from_name(struct document *d, struct str path, bool is_code)
{
    AUTO(buf_done) struct buf title = BUF_INIT;
    utf8_append_repaired(&title, file_name_as_title(path, is_code));
    return arena_copy(d->arena, buf_str(&title));
}

void describe_by_name(struct document *d, struct str path)
{
    d->title = title_from_name(d, path, false);
}

/* Returns whether the document is the whole of its file and has nothing that its format would mark
 * as a title. What XML and JSON begin with is some value. */
static bool is_data(const struct document *d)
{
    static const char *const types[] = {"xml", "json", NULL};
    return d->title.n == 0 && d->id.n == d->member_bytes && str_is_one_of(d->type, types);
}

/* Returns whether the name of the file is a better title than those of the text. */
static bool goes_by_file_name(struct document *d)
{
    static const char *const types[] = {"markdown", "rst", "asciidoc", "org", NULL};
    if (str_is_one_of(d->type, types) && d->title.n && title_is_of_entry(d->path, d->title))
        d->doubts_title = true;
    return (d->doubts_title || is_data(d)) && file_name_tells(d->path);
}

void describe(struct document *d)
{
    describe_language(d);
    enum date_order order = date_order_of(d);
    bool is_text = str_equal(d->type, STR_LITERAL("text"));
    if (is_text)
        mail_head_read(d);
    date_from_statements(d, order);

    bool is_code = is_text && file_name_is_of_code(d->path);
    bool goes_by_name = goes_by_file_name(d);
    if (d->doubts_title)
        d->title = STR_EMPTY;
    d->has_own_title = d->title.n > 0;
    if (d->title.n == 0 || d->date.n == 0 || document_field(d, "place").n == 0) {
        struct head head;
        head_read(&head, d, order);
        describe_by_datelines(d, &head, order);
        if (d->title.n == 0 && !is_code && !goes_by_name)
            title_from_text(d, &head);
    }
    date_from_file(d, order);
    if (d->title.n == 0) {
        d->title = title_from_name(d, d->path, is_code);
        d->uses_path = true;
    }
    d->title = title_on_one_line(d);
}
