/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"

#include "base/mem.h"

#include <jansson.h>
#include <stdio.h>

/* One JSON object a line, each a document. */

/* The members that mean something by themselves, the better name first. */
static const char *const id_names[] = {"id", "_id", "docno", "doc_id", "docid", "key", "url", NULL};
static const char *const title_names[] = {"title", "headline", "subject", "name", NULL};
static const char *const text_names[] = {"text",     "body",        "content", "contents",
                                         "abstract", "description", NULL};
static const char *const language_names[] = {"lang", "language", NULL};

static void free_json(json_t **object)
{
    json_decref(*object);
}

/* A string of the record as text: borrowed, or copied where it holds U+0000. */
static struct str string_of(struct arena *arena, const json_t *value)
{
    struct str s = {json_string_value(value), json_string_length(value)};
    if (!memchr(s.p, 0, s.n))
        return s;
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i])
            buf_append_char(&repaired, s.p[i]);
        else
            buf_append_str(&repaired, STR_LITERAL("\xEF\xBF\xBD"));
    }
    return arena_copy(arena, buf_str(&repaired));
}

/* A string, number or boolean as text; empty for everything else. */
static struct str scalar_of(struct arena *arena, const json_t *value)
{
    char digits[64];
    if (json_is_string(value))
        return string_of(arena, value);
    if (json_is_boolean(value))
        return json_is_true(value) ? STR_LITERAL("true") : STR_LITERAL("false");
    if (!json_is_number(value))
        return STR_EMPTY;
    size_t n = json_dumpb(value, digits, sizeof digits, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    return n <= sizeof digits ? arena_copy(arena, (struct str){digits, n}) : STR_EMPTY;
}

/* The value of the first of names that has one; *ret_name is that name, NULL when none has. */
static struct str take(struct arena *arena, const json_t *record, const char *const *names,
                       const char **ret_name)
{
    *ret_name = NULL;
    for (size_t i = 0; names[i]; i++) {
        struct str value = scalar_of(arena, json_object_get(record, names[i]));
        if (value.n) {
            *ret_name = names[i];
            return value;
        }
    }
    return STR_EMPTY;
}

static void add_field(struct document *d, struct str name, const json_t *value)
{
    if (!json_is_array(value)) {
        document_add_values(d, name, scalar_of(d->arena, value));
        return;
    }
    size_t i;
    json_t *item;
    json_array_foreach(value, i, item) document_add_field(d, name, scalar_of(d->arena, item));
}

/* All members that are not in taken become fields; {"a": {"b": 1}} is a_b. */
static void add_fields(struct document *d, json_t *record, const char *const taken[4])
{
    const char *name, *inner_name;
    json_t *value, *inner;

    json_object_foreach(record, name, value)
    {
        bool is_taken = false;
        for (size_t i = 0; i < 4; i++)
            is_taken = is_taken || (taken[i] && strcmp(taken[i], name) == 0);
        if (is_taken)
            continue;
        if (!json_is_object(value)) {
            add_field(d, str_of(name), value);
            continue;
        }
        json_object_foreach(value, inner_name, inner)
            add_field(d, arena_format(d->arena, "%s_%s", name, inner_name), inner);
    }
}

/* A record without a text: all its strings, each a paragraph. */
static struct str text_of_strings(struct arena *arena, json_t *record, const char *id_name)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    const char *name;
    json_t *value;

    json_object_foreach(record, name, value)
    {
        if (!json_is_string(value) || (id_name && strcmp(name, id_name) == 0))
            continue;
        if (text.n)
            buf_append(&text, "\n\n", 2);
        buf_append_str(&text, string_of(arena, value));
    }
    return arena_copy(arena, buf_str(&text));
}

/* The line breaks of the text are no line breaks of the file: all of it stands on the one line. */
static void mark_lines(struct document *d)
{
    document_add_line(d, 0, d->first_line, 0);
    for (size_t i = str_find_char(d->text, '\n', 0); i < d->text.n;
         i = str_find_char(d->text, '\n', i + 1))
        document_add_line(d, i + 1, d->first_line, 0);
}

static void read_record(struct document *d, json_t *record)
{
    const char *taken[4];
    d->id = take(d->arena, record, id_names, &taken[0]);
    d->title = str_trim(take(d->arena, record, title_names, &taken[1]));
    d->text = take(d->arena, record, text_names, &taken[2]);
    d->language = take(d->arena, record, language_names, &taken[3]);

    if (!taken[2])
        d->text = text_of_strings(d->arena, record, taken[0]);
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    struct str text = source_unix_lines(d->text, &unix_lines);
    if (text.p != d->text.p)
        d->text = arena_copy(d->arena, text);
    /* A URL that served as the id is looked for as a URL all the same. */
    if (taken[0] && strcmp(taken[0], "url") == 0)
        taken[0] = NULL;
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%u", d->first_line);
    add_fields(d, record, taken);
    mark_lines(d);
}

static enum err_code read_line(const struct extract_source *source, struct str line,
                               uint32_t number, struct arena *scratch,
                               const struct extract_sink *sink, struct err *err)
{
    char reason[JSON_ERROR_TEXT_LENGTH + 64];
    json_error_t problem;
    AUTO(free_json) json_t *record = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &problem);
    if (!record) {
        snprintf(reason, sizeof reason, "column %d: %s", problem.column, problem.text);
        sink->skip(sink->ctx, number, reason);
        return ERR_OK;
    }
    if (!json_is_object(record)) {
        sink->skip(sink->ctx, number, "not a JSON object");
        return ERR_OK;
    }

    struct document d;
    arena_clear(scratch);
    source_begin(&d, source, scratch, FORMAT_JSONL);
    d.first_line = number;
    read_record(&d, record);
    return sink->emit(sink->ctx, &d, err);
}

enum err_code extract_jsonl(const struct extract_source *source, struct arena *scratch,
                            const struct extract_sink *sink, struct err *err)
{
    struct str rest = source->text;
    if (str_starts_with(rest, STR_LITERAL("\xEF\xBB\xBF")))
        rest = str_slice(rest, 3, rest.n);

    for (uint32_t number = source->first_line; rest.n; number++) {
        size_t end = str_find_char(rest, '\n', 0);
        struct str line = str_trim(str_slice(rest, 0, end));
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
        if (line.n && read_line(source, line, number, scratch, sink, err))
            return err->code;
    }
    return ERR_OK;
}
