/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a large file of records in pieces that each end where a record ends. */
#include "indexer/formats/records/window.h"

#include "base/mem.h"
#include "indexer/formats/mail/mailbox.h"
#include "indexer/formats/records/csv_syntax.h"
#include "indexer/formats/records/sgml.h"
#include "indexer/formats/shared/json_node.h"
#include "indexer/formats/shared/reader.h"

#include <stdio.h>

enum {
    /* What must be available after a record to determine that it has ended: the head of the next
     * message, or as much as a quoted cell may contain. */
    LOOKAHEAD_BYTES = 1 << 20,
    TAIL_BYTES = 4096, /* may contain an incomplete start of a record */
};

struct window {
    const struct window_settings *settings;
    struct buf *bytes;
    size_t at; /* the offset of what has not been processed */
    const struct input *rest;
    const struct window_output *output;
    uint32_t line; /* at that offset */
    bool is_first, is_end;
    struct err failure; /* of rest, which ends the input */
};

/* ---- where records begin ---- */

/* Returns whether a record begins at i, at a place where another can have ended. */
static bool is_beginning(const struct window_settings *settings, struct str s, size_t i)
{
    switch (settings->form) {
    case RECORDS_MBOX:
        return i >= 2 && s.p[i - 1] == '\n' && (s.p[i - 2] == '\n' || s.p[i - 2] == '\r') &&
               mailbox_is(str_slice(s, i, s.n));
    case RECORDS_SGML:
        return i < s.n && s.p[i] == '<' && sgml_is_document(s, i);
    default:
        return i >= 1 && s.p[i - 1] == '\n';
    }
}

/* Returns the last start of a record in (0, limit]; 0 if there is none. */
static size_t last_beginning(const struct window_settings *settings, struct str s, size_t limit)
{
    bool is_tag = settings->form == RECORDS_SGML;
    size_t end = is_tag && limit < s.n ? limit + 1 : limit;
    while (end) {
        const char *sign = memrchr(s.p, is_tag ? '<' : '\n', end);
        if (!sign)
            return 0;
        end = (size_t)(sign - s.p);
        size_t i = is_tag ? end : end + 1;
        if (i > 0 && is_beginning(settings, s, i))
            return i;
    }
    return 0;
}

/* Returns the first start of a record at or after from; s.n if there is none. */
static size_t next_beginning(const struct window_settings *settings, struct str s, size_t from)
{
    bool is_tag = settings->form == RECORDS_SGML;
    size_t at = is_tag ? from : from - (from > 0);
    for (at = str_find_char(s, is_tag ? '<' : '\n', at); at < s.n;
         at = str_find_char(s, is_tag ? '<' : '\n', at + 1)) {
        size_t i = is_tag ? at : at + 1;
        if (is_beginning(settings, s, i))
            return i;
    }
    return s.n;
}

/* Returns the offset of the first value in an array of objects; s.n if s does not begin one. */
static size_t json_array_start(struct str s)
{
    uint32_t line = 0;
    size_t bracket = json_node_skip_blanks(s, &line);
    struct str rest = str_slice(s, bracket + (bracket < s.n), s.n);
    size_t value = json_node_skip_blanks(rest, &line);
    bool is_array = bracket < s.n && s.p[bracket] == '[' && value < rest.n && rest.p[value] == '{';
    return is_array ? bracket + 1 : s.n;
}

static size_t json_last_end(struct str s, size_t limit, bool is_first)
{
    size_t end = 0, at = is_first ? json_array_start(s) : 0;
    for (;;) {
        struct json_scan scan = {.is_done = false};
        at += json_node_scan(&scan, str_slice(s, at, s.n));
        if (!scan.is_done || at > limit)
            return end;
        end = at;
    }
}

/* Returns the end of the last record that is complete in s and ends at or before limit; 0 if there
 * is none. */
static size_t last_end(const struct window_settings *settings, struct str s, size_t limit,
                       bool is_first)
{
    if (settings->form == RECORDS_CSV)
        return csv_last_row_end(s, limit, settings->delimiter, is_first);
    if (settings->form == RECORDS_JSON)
        return json_last_end(s, limit, is_first);
    return last_beginning(settings, s, limit);
}

bool window_prepare(struct window_settings *settings, enum record_form form, struct str name,
                    struct str opening)
{
    settings->form = form;
    if (form == RECORDS_CSV) {
        AUTO(buf_done) struct buf unix_lines = BUF_INIT;
        settings->delimiter = csv_delimiter(reader_unix_lines(opening, &unix_lines), name);
    }
    /* Other SGML and JSON do not consist of records. */
    return form != RECORDS_NONE &&
           (form != RECORDS_SGML || last_end(settings, opening, opening.n, true)) &&
           (form != RECORDS_JSON || json_array_start(opening) < opening.n);
}

/* ---- the window ---- */

/* Counts lines as the readers do: in CSV and SGML, a lone "\r" ends a line as well. */
static uint32_t count_lines(enum record_form form, struct str s)
{
    uint32_t n = str_count_breaks(s);
    if (form != RECORDS_CSV && form != RECORDS_SGML)
        return n;
    for (size_t i = str_find_char(s, '\r', 0); i < s.n; i = str_find_char(s, '\r', i + 1))
        n += i + 1 == s.n || s.p[i + 1] != '\n';
    return n;
}

static struct str waiting(const struct window *w)
{
    return str_slice(buf_str(w->bytes), w->at, w->bytes->n);
}

static void pass(struct window *w, size_t n)
{
    w->line += count_lines(w->settings->form, str_slice(waiting(w), 0, n));
    w->at += n;
    w->is_first = w->is_first && n == 0;
}

/* Reads until max_bytes are waiting. A failure counts as the end of the input, since what was read
 * before is good. */
static void read_more(struct window *w, uint64_t max_bytes)
{
    struct str s = waiting(w);
    uint64_t n = w->settings->window_bytes > s.n ? w->settings->window_bytes : s.n;
    if (s.n)
        memmove(w->bytes->p, s.p, s.n);
    w->bytes->n = s.n;
    w->at = 0;
    if (n > max_bytes - s.n)
        n = max_bytes - s.n;
    if (w->rest->read(w->rest->ctx, w->bytes, n, &w->is_end, &w->failure))
        w->is_end = true;
}

/* Passes what precedes the next value of an array. */
static void pass_to_value(struct window *w)
{
    uint32_t line = 0;
    size_t at = w->is_first ? json_array_start(waiting(w)) : 0;
    pass(w, at + json_node_skip_blanks(str_slice(waiting(w), at, waiting(w).n), &line));
}

/* Passes the value of an array at the start, however long it is. */
static void pass_value(struct window *w)
{
    for (struct json_scan scan = {.is_done = false};;) {
        pass(w, json_node_scan(&scan, waiting(w)));
        if (scan.is_done || w->is_end)
            return;
        read_more(w, UINT64_MAX);
    }
}

/* Skips the record at the start. */
static void skip_record(struct window *w)
{
    char reason[80];
    if (w->settings->form == RECORDS_JSON)
        pass_to_value(w);
    snprintf(reason, sizeof reason, "a record larger than %llu bytes (%s)",
             (unsigned long long)w->settings->record_bytes, w->settings->record_option);
    w->output->skip(w->output->ctx, w->line, reason);
    if (w->settings->form == RECORDS_JSON) {
        pass_value(w);
        return;
    }
    for (size_t from = 1;;) {
        struct str s = waiting(w);
        size_t start = next_beginning(w->settings, s, from);
        if (start < s.n || w->is_end) {
            pass(w, start);
            return;
        }
        size_t passed = s.n > TAIL_BYTES ? s.n - TAIL_BYTES : 0;
        passed -= passed && s.p[passed - 1] == '\r'; /* its "\n" may follow */
        pass(w, passed);
        from = passed ? 0 : 1;
        read_more(w, UINT64_MAX);
    }
}

/* Passes on the whole records that are available. Returns false if there are none yet. */
static bool hand_on(struct window *w, struct err *err)
{
    struct str s = waiting(w);
    uint64_t limit = w->settings->record_bytes;
    size_t end = w->is_end && !w->failure.code && s.n <= limit
                     ? s.n
                     : last_end(w->settings, s, limit < s.n ? limit : s.n, w->is_first);
    if (end == 0)
        return false;
    if (w->output->take(w->output->ctx, str_slice(s, 0, end), w->line, err))
        return true;
    w->rest->settle(w->rest->ctx);
    pass(w, end);
    return true;
}

enum err_code window_read(const struct window_settings *settings, struct buf *bytes,
                          const struct input *rest, const struct window_output *output,
                          struct err *err)
{
    struct window w = {
        .settings = settings, .bytes = bytes, .rest = rest, .output = output, .line = 1};
    w.is_first = true;
    uint64_t max_bytes = settings->record_bytes + LOOKAHEAD_BYTES;
    while (waiting(&w).n || !w.is_end) {
        bool has_records = hand_on(&w, err);
        size_t n = waiting(&w).n;
        if (err->code)
            return err->code;
        if (!has_records && w.failure.code)
            break;
        if (!has_records && (w.is_end || n >= max_bytes))
            skip_record(&w);
        else if (!has_records)
            read_more(&w, max_bytes);
    }
    if (w.failure.code)
        *err = w.failure;
    return err->code;
}
