/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the fields and the text of a document of a JSON object. */
#include "indexer/formats/records/json_record.h"

#include "indexer/formats/records/columns.h"
#include "indexer/formats/records/emitted.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

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

/* The value of the first name of a column that has one; *ret_name is that name, NULL when none
 * has. */
static struct str take(struct arena *arena, const json_t *record, const struct reader_input *input,
                       enum column column, const char **ret_name)
{
    const char *name;
    *ret_name = NULL;
    for (size_t i = 0; (name = column_name(input, column, i)); i++) {
        struct str value = scalar_of(arena, json_object_get(record, name));
        if (value.n) {
            *ret_name = name;
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
static void add_fields(struct document *d, json_t *record, const char *const taken[COLUMN_LIMIT])
{
    const char *name, *inner_name;
    json_t *value, *inner;

    json_object_foreach(record, name, value)
    {
        bool is_taken = false;
        for (size_t i = 0; i < COLUMN_LIMIT; i++)
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

const char *json_record_read(struct document *d, json_t *record, const struct reader_input *input)
{
    const char *taken[COLUMN_LIMIT];
    if (emitted_is(record)) {
        emitted_read(d, record);
        return "text";
    }
    d->id = take(d->arena, record, input, COLUMN_ID, &taken[COLUMN_ID]);
    d->title = str_trim(take(d->arena, record, input, COLUMN_TITLE, &taken[COLUMN_TITLE]));
    d->text = take(d->arena, record, input, COLUMN_TEXT, &taken[COLUMN_TEXT]);
    d->language = take(d->arena, record, input, COLUMN_LANGUAGE, &taken[COLUMN_LANGUAGE]);

    if (!taken[COLUMN_TEXT])
        d->text = text_of_strings(d->arena, record, taken[COLUMN_ID]);
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    struct str text = reader_unix_lines(d->text, &unix_lines);
    if (text.p != d->text.p)
        d->text = arena_copy(d->arena, text);
    /* A URL that served as the id is looked for as a URL all the same. */
    if (taken[COLUMN_ID] && strcmp(taken[COLUMN_ID], "url") == 0)
        taken[COLUMN_ID] = NULL;
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%u", d->first_line);
    add_fields(d, record, taken);
    return taken[COLUMN_TEXT];
}

/* The line breaks of the text are no line breaks of the file: all of it stands on the one line. */
void json_record_mark_lines(struct document *d, uint32_t line)
{
    document_add_line(d, 0, line, 0);
    for (size_t i = str_find_char(d->text, '\n', 0); i < d->text.n;
         i = str_find_char(d->text, '\n', i + 1))
        document_add_line(d, i + 1, line, 0);
}
