/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON that is spread over lines: an array of objects is a document for each, any other object or
 * array one document of its strings. Of a notebook those of its cells are read. */
#include "indexer/formats/records/json_record.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

#include <stdio.h>

static void free_json(json_t **value)
{
    json_decref(*value);
}

/* The strings of JSON that is known to be well-formed, one after the other. */
struct scan {
    struct str json;
    size_t at;
    uint32_t line;
    unsigned depth; /* of brackets around the string */
    struct str raw; /* with its quotes */
    uint32_t raw_line;
    bool is_name;
};

static bool scan_next(struct scan *s)
{
    const char *p = s->json.p;
    for (; s->at < s->json.n && p[s->at] != '"'; s->at++) {
        char c = p[s->at];
        s->line += c == '\n';
        s->depth += c == '{' || c == '[';
        s->depth -= c == '}' || c == ']';
    }
    if (s->at == s->json.n)
        return false;
    size_t end = s->at + 1;
    while (end < s->json.n && p[end] != '"')
        end += p[end] == '\\' ? 2 : 1;
    end = end < s->json.n ? end + 1 : s->json.n;
    s->raw = str_slice(s->json, s->at, end);
    s->raw_line = s->line;
    s->at = end;
    while (end < s->json.n && ascii_is_space(p[end]))
        end++;
    s->is_name = end < s->json.n && p[end] == ':';
    return true;
}

/* The line of the string that is the member name of the record; 0: it is no string. */
static uint32_t line_of_member(struct str record, uint32_t line, const char *name)
{
    struct scan s = {.json = record, .line = line};
    while (scan_next(&s))
        if (s.is_name && s.depth == 1 && s.raw.n == strlen(name) + 2 &&
            memcmp(s.raw.p + 1, name, s.raw.n - 2) == 0)
            return scan_next(&s) && !s.is_name ? s.raw_line : 0;
    return 0;
}

/* Where the lines of the text stand: its member is known, or it is put together from others. */
static void mark_lines(struct document *d, struct str record, const char *text_member)
{
    uint32_t line = text_member ? line_of_member(record, d->first_line, text_member) : 0;
    json_record_mark_lines(d, line ? line : d->first_line);
}

/* Appends the paragraph that a string is. */
static void append_string(struct document *d, struct buf *text, const struct scan *s)
{
    AUTO(free_json) json_t *value = json_loadb(s->raw.p, s->raw.n, JSON_DECODE_ANY, NULL);
    struct str string = {json_string_value(value), json_string_length(value)};
    struct str rest = string.p ? str_trim(string) : STR_EMPTY, line;
    if (rest.n == 0)
        return;
    if (text->n)
        buf_append(text, "\n\n", 2);
    while (str_next_line(&rest, &line)) {
        document_add_line(d, text->n, s->raw_line, 0);
        buf_append_str(text, line);
        if (rest.n)
            buf_append_char(text, '\n');
    }
}

/* All strings of the source that are values; only those of the member wanted where that is given.
 */
static void read_strings(struct document *d, struct str json, const char *wanted, struct buf *text)
{
    struct scan s = {.json = json, .line = d->first_line};
    struct str name = STR_EMPTY;
    while (scan_next(&s)) {
        if (s.is_name)
            name = s.raw;
        else if (!wanted ||
                 (name.n == strlen(wanted) + 2 && memcmp(name.p + 1, wanted, name.n - 2) == 0))
            append_string(d, text, &s);
    }
    d->text = buf_str(text);
}

/* One document of all strings; title and language as a record says them. */
static enum err_code read_whole(const struct reader_input *input, struct str json, json_t *root,
                                struct arena *scratch, const struct reader_output *output,
                                struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    arena_clear(scratch);
    reader_begin(&d, input, scratch, "json");
    bool is_notebook = json_is_integer(json_object_get(root, "nbformat"));
    if (json_is_object(root) && !is_notebook) {
        const char *member = json_record_read(&d, root, input);
        if (!d.is_described)
            d.id = STR_EMPTY; /* it is the whole file */
        if (member)
            mark_lines(&d, json, member);
        else
            read_strings(&d, json, NULL, &text);
    } else {
        read_strings(&d, json, is_notebook ? "source" : NULL, &text);
    }
    if (d.n_lines == 0)
        document_add_line(&d, 0, d.first_line, 0);
    return output->add(output->ctx, &d, err);
}

/* The bytes of white space and commas at the front of s; counts its lines. */
static size_t skip_separators(struct str s, uint32_t *line)
{
    size_t n = 0;
    for (; n < s.n && (ascii_is_space(s.p[n]) || s.p[n] == ','); n++)
        *line += s.p[n] == '\n';
    return n;
}

/* Reads the objects of the array one by one, so that only one is in memory. */
static enum err_code read_array(const struct reader_input *input, struct str rest, uint32_t line,
                                struct arena *scratch, const struct reader_output *output,
                                struct err *err)
{
    for (;;) {
        json_error_t problem;
        size_t n = skip_separators(rest, &line);
        rest = str_slice(rest, n, rest.n);
        if (rest.n == 0 || rest.p[0] == ']')
            return ERR_OK;
        AUTO(free_json)
        json_t *record = json_loadb(
            rest.p, rest.n, JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &problem);
        if (!record) {
            char reason[JSON_ERROR_TEXT_LENGTH + 64];
            snprintf(reason, sizeof reason, "column %d: %s", problem.column, problem.text);
            output->skip(output->ctx, line + (problem.line > 0 ? (uint32_t)problem.line - 1 : 0),
                         reason);
            return ERR_OK; /* where the next begins nobody can tell */
        }
        struct str raw = str_slice(rest, 0, (size_t)problem.position);
        if (json_is_object(record)) {
            struct document d;
            arena_clear(scratch);
            reader_begin(&d, input, scratch, "json");
            d.first_line = line;
            mark_lines(&d, raw, json_record_read(&d, record, input));
            if (output->add(output->ctx, &d, err))
                return err->code;
        } else {
            output->skip(output->ctx, line, "not a JSON object");
        }
        for (size_t i = str_find_char(raw, '\n', 0); i < raw.n; i = str_find_char(raw, '\n', i + 1))
            line++;
        rest = str_slice(rest, raw.n, rest.n);
    }
}

enum err_code json_read(const struct reader_input *input, struct arena *scratch,
                        const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    struct str json = reader_unix_lines(input->text, &unix_lines);
    uint32_t line = input->first_line;
    size_t n = skip_separators(json, &line);
    if (n < json.n && json.p[n] == '[') {
        n++;
        n += skip_separators(str_slice(json, n, json.n), &line);
        if (n < json.n && json.p[n] == '{')
            return read_array(input, str_slice(json, n, json.n), line, scratch, output, err);
    }
    AUTO(free_json) json_t *root = json_loadb(json.p, json.n, JSON_ALLOW_NUL, NULL);
    if (!root)
        return text_read(input, scratch, output, err);
    return read_whole(input, json, root, scratch, output, err);
}
