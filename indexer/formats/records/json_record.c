/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Determines which parts of a JSON object are its text, and makes fields of the rest. */
#include "indexer/formats/records/json_record.h"

#include "indexer/formats/records/columns.h"
#include "indexer/formats/records/emitted.h"
#include "indexer/formats/records/json_inner.h"
#include "indexer/formats/records/json_names.h"
#include "indexer/formats/records/json_runs.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

#include <limits.h>
#include <stdio.h>

enum {
    PROSE_BYTES = 64, /* a string of this length with blanks reads like prose */
    PROSE_BLANKS = 3,
    MAX_FIELD_BYTES = 4096, /* of a string that is also text */
    MAX_LIST_LITERALS = 32, /* a longer list of literals is a vector, which is left out */
    MIN_NUMBER_BYTES = 4,   /* but for whole numbers this long */
    MAX_INNER_DEPTH = 20,   /* of objects around a string that contains JSON */
};

/* The state of converting a record. */
struct record_reader {
    struct document *document;
    struct buf *text;
    const struct json_node *taken[COLUMN_LIMIT];
    bool all_is_text;  /* no string stands out as the text */
    bool is_measuring; /* only looking for a text; nothing is written */
    bool has_text;
};

/* Where a string is in the record. */
struct place {
    struct str path;    /* the names that lead to it, joined by "_" */
    bool is_text;       /* its own name means text */
    bool is_below_text; /* an outer name means text */
    bool is_nested;
    bool is_item; /* it is an item of a list */
    unsigned depth;
};

/* Returns the first string of a title that is a list, or an object in one: ["Quince"], {"rendered":
 * ...}. */
static struct str first_string(const struct json_node *node)
{
    enum { MAX_INNER = 2 };
    for (unsigned i = 0; node && i < MAX_INNER; i++) {
        if (node->kind == JSON_NODE_LITERAL || node->kind == JSON_NODE_STRING)
            break;
        node = node->first;
    }
    return json_node_is(node, JSON_NODE_STRING) ? node->text : STR_EMPTY;
}

/* Finds the members with a meaning. *ret_title is the title if it is not a scalar. */
static void find_columns(struct record_reader *r, const struct json_node *record,
                         const struct reader_input *input, struct str *ret_title)
{
    unsigned ranks[COLUMN_LIMIT] = {0};
    struct column_role role;
    *ret_title = STR_EMPTY;
    for (const struct json_node *m = record->first; m; m = m->next) {
        if (!column_of_name(input, m->name, &role))
            continue;
        const struct json_node **taken = &r->taken[role.column];
        if (json_node_scalar(m).n && (!*taken || role.rank < ranks[role.column])) {
            *taken = m;
            ranks[role.column] = role.rank;
        } else if (role.column == COLUMN_TITLE && ret_title->n == 0) {
            *ret_title = first_string(m);
        }
    }
}

static bool is_text_name(struct str name)
{
    static const struct reader_input usual;
    struct column_role role;
    return column_of_name(&usual, name, &role) && role.column == COLUMN_TEXT;
}

static bool has_blank(struct str s)
{
    return str_find_char(s, ' ', 0) < s.n || str_find_char(s, '\n', 0) < s.n;
}

static bool is_prose(struct str s)
{
    size_t n_blanks = 0;
    for (size_t i = str_find_char(s, ' ', 0); i < s.n && n_blanks < PROSE_BLANKS;
         i = str_find_char(s, ' ', i + 1))
        n_blanks++;
    bool has_line_break = str_find_char(str_trim(s), '\n', 0) < str_trim(s).n;
    return has_line_break || (s.n >= PROSE_BYTES && n_blanks == PROSE_BLANKS);
}

/* ---- text ---- */

/* Appends a paragraph. All of it is marked as being on one line of the file. */
static void append_paragraph(struct document *d, struct str paragraph, uint32_t line,
                             struct buf *text)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    paragraph = reader_unix_lines(paragraph, &unix_lines);
    if (str_trim(paragraph).n == 0)
        return;
    if (text->n)
        buf_append(text, "\n\n", 2);
    paragraph.n -= paragraph.p[paragraph.n - 1] == '\n';
    document_add_line(d, text->n, line, 0);
    for (size_t i = str_find_char(paragraph, '\n', 0); i < paragraph.n;
         i = str_find_char(paragraph, '\n', i + 1))
        document_add_line(d, text->n + i + 1, line, 0);
    buf_append_str(text, paragraph);
    d->text = buf_str(text);
}

static void append_text(struct document *d, const struct json_node *node, struct buf *text)
{
    AUTO(buf_done) struct buf plain = BUF_INIT;
    append_paragraph(d, html_text_of(json_node_scalar(node), &plain), node->line, text);
}

/* Returns whether a string is to be read as text, considering its place and its form. */
static bool is_text_at(const struct record_reader *r, const struct place *place, struct str value)
{
    if (r->all_is_text || (place->is_text && place->is_nested))
        return true;
    if (place->is_below_text && (place->is_item || has_blank(value)))
        return true;
    return (place->is_nested || !r->taken[COLUMN_TEXT]) && is_prose(value);
}

/* ---- fields ---- */

static void read_node(struct record_reader *r, const struct json_node *node,
                      const struct place *place);

/* Reads a string that contains JSON itself, as in logs of API responses. Returns false if it does
 * not. */
static bool read_inner(struct record_reader *r, const struct json_node *node,
                       const struct place *place)
{
    struct str s = str_trim(node->text);
    struct json_problem problem;
    struct json_node *inner;
    size_t end;
    bool is_json = s.n > 2 && ((s.p[0] == '{' && s.p[s.n - 1] == '}' &&
                                str_trim(str_slice(s, 1, s.n)).p[0] == '"') ||
                               (s.p[0] == '[' && s.p[s.n - 1] == ']'));
    if (!is_json || place->depth > MAX_INNER_DEPTH ||
        !json_node_read(s, node->line, r->document->arena, &inner, &end, &problem) || end < s.n ||
        !inner->first)
        return false;
    struct place below = *place;
    below.depth++;
    read_node(r, inner, &below);
    return true;
}

static void read_string(struct record_reader *r, const struct json_node *node,
                        const struct place *place)
{
    if (read_inner(r, node, place))
        return;
    bool is_text = is_text_at(r, place, node->text);
    if (r->is_measuring) {
        r->has_text = r->has_text || (is_text && (place->is_text || place->is_below_text));
        return;
    }
    AUTO(buf_done) struct buf plain = BUF_INIT;
    struct str value = html_text_of(node->text, &plain);
    bool is_long = is_text && place->is_nested && value.n > MAX_FIELD_BYTES;
    bool is_field = !is_long && document_has_room(r->document, value) &&
                    (place->is_item ? document_add_field(r->document, place->path, value)
                                    : document_add_values(r->document, place->path, value));
    if (is_text || !is_field || value.n > DOCUMENT_PLAIN_FIELD_BYTES)
        append_paragraph(r->document, value, node->line, r->text);
}

static bool is_taken(const struct record_reader *r, const struct json_node *node)
{
    for (size_t i = 0; i < COLUMN_LIMIT; i++)
        if (node == r->taken[i])
            return true;
    return false;
}

static struct str join(struct arena *arena, struct str path, struct str name)
{
    if (path.n == 0 || name.n == 0)
        return path.n ? path : name;
    bool is_type = name.p[0] == '$'; /* as in {"$date": ...} of MongoDB */
    return json_names_is_key(name) || is_type
               ? path
               : arena_format(arena, "%.*s_%.*s", STR_PRINT(path), STR_PRINT(name));
}

/* Reads the members of an object. Both {"a": {"b": 1}} and {"a": [{"b": 1}]} give the field a_b. */
static void read_members(struct record_reader *r, const struct json_node *object,
                         const struct place *place)
{
    const bool is_block = json_runs_are_of(object); /* once, as there may be very many members */
    for (const struct json_node *m = object->first; m; m = m->next) {
        if (is_taken(r, m))
            continue;
        struct json_node run;
        if (json_runs_join(is_block, m, r->document->arena, &run)) {
            struct place whole = {.path = join(r->document->arena, place->path, m->name),
                                  .is_text = true,
                                  .is_nested = true,
                                  .depth = place->depth + 1};
            read_string(r, &run, &whole);
            continue;
        }
        struct place inner = {
            .path = join(r->document->arena, place->path, m->name),
            .is_text = is_text_name(m->name),
            .is_below_text = place->is_below_text || place->is_text,
            .is_nested = place->depth > 0,
            .depth = place->depth + 1,
        };
        read_node(r, m, &inner);
    }
}

/* Returns whether s is a whole number that may name something, unlike those of a vector. */
static bool is_whole_number(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return s.n >= MIN_NUMBER_BYTES;
}

/* Returns whether a list has so many literals that they are a vector. */
static bool is_vector_like(const struct json_node *array)
{
    size_t n_literals = 0;
    for (const struct json_node *item = array->first; item; item = item->next)
        n_literals += item->kind == JSON_NODE_LITERAL;
    return n_literals > MAX_LIST_LITERALS;
}

static bool is_kept(const struct json_node *item, bool is_vector)
{
    return item->kind != JSON_NODE_LITERAL || !is_vector || is_whole_number(item->text);
}

/* Adds a day that is a list, [2021, 2, 3, 10, 11], as in CSL and from Java, as a field; or a month
 * if the name says that it is a date: "date-parts": [2021, 2]. */
static void take_day(struct record_reader *r, const struct json_node *array,
                     const struct place *place)
{
    static const unsigned least[] = {1000, 1, 1}, most[] = {2999, 12, 31};
    unsigned parts[3] = {0};
    size_t n = 0;
    for (const struct json_node *item = array->first; item && n < 3; item = item->next, n++) {
        for (size_t i = 0; i < item->text.n && parts[n] <= most[n]; i++)
            parts[n] = ascii_is_digit(item->text.p[i])
                           ? parts[n] * 10 + (unsigned)(item->text.p[i] - '0')
                           : UINT_MAX;
        if (parts[n] < least[n] || parts[n] > most[n])
            return;
    }
    struct arena *arena = r->document->arena;
    if (n == 3 && !r->is_measuring)
        document_add_field(r->document, place->path,
                           arena_format(arena, "%u-%02u-%02u", parts[0], parts[1], parts[2]));
    else if (n == 2 && !r->is_measuring && str_ends_with(place->path, STR_LITERAL("date-parts")))
        document_add_field(r->document, place->path,
                           arena_format(arena, "%u-%02u", parts[0], parts[1]));
}

static void read_items(struct record_reader *r, const struct json_node *array,
                       const struct place *place)
{
    take_day(r, array, place);
    bool is_vector = is_vector_like(array);
    for (const struct json_node *item = array->first; item; item = item->next) {
        struct place inner = *place;
        inner.is_item = inner.is_nested = true;
        if (is_kept(item, is_vector))
            read_node(r, item, &inner);
    }
}

static void read_node(struct record_reader *r, const struct json_node *node,
                      const struct place *place)
{
    switch (node->kind) {
    case JSON_NODE_OBJECT:
        read_members(r, node, place);
        break;
    case JSON_NODE_ARRAY:
        read_items(r, node, place);
        break;
    case JSON_NODE_STRING:
        read_string(r, node, place);
        break;
    case JSON_NODE_LITERAL:
        if (!r->is_measuring)
            document_add_values(r->document, place->path, json_node_scalar(node));
        break;
    }
}

/* Returns whether a nested string reads like the text of the record. */
static bool has_nested_text(struct record_reader *r, const struct json_node *record)
{
    static const struct place top = {.path = {"", 0}};
    r->is_measuring = true;
    read_members(r, record, &top);
    r->is_measuring = false;
    return r->has_text;
}

static void read_record(struct record_reader *r, const struct json_node *record,
                        const struct reader_input *input)
{
    static const struct place top = {.path = {"", 0}};
    struct document *d = r->document;
    AUTO(buf_done) struct buf title = BUF_INIT;
    struct str other_title;
    find_columns(r, record, input, &other_title);
    d->id = json_node_scalar(r->taken[COLUMN_ID]);
    struct str as_written = r->taken[COLUMN_TITLE] ? json_node_scalar(r->taken[COLUMN_TITLE])
                                                   : other_title;
    if (as_written.n == 0)
        as_written = json_inner_title(record);
    d->title = arena_copy(d->arena, str_trim(html_text_of(as_written, &title)));
    d->language = json_node_scalar(r->taken[COLUMN_LANGUAGE]);
    if (r->taken[COLUMN_TEXT])
        append_text(d, r->taken[COLUMN_TEXT], r->text);
    else
        r->all_is_text = !has_nested_text(r, record);
    if (r->all_is_text && r->taken[COLUMN_TITLE] &&
        json_node_is(r->taken[COLUMN_TITLE], JSON_NODE_STRING))
        append_text(d, r->taken[COLUMN_TITLE], r->text);
    if (columns_is_id_searched(d->id))
        document_add_field(d, r->taken[COLUMN_ID]->name, d->id);
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%u", d->first_line);
    json_inner_take_dates(d, record);
    read_members(r, record, &top);
}

void json_record_report(const struct reader_output *output, const struct json_problem *problem)
{
    char reason[sizeof problem->reason + 32];
    snprintf(reason, sizeof reason, "column %u: %s", problem->column, problem->reason);
    output->skip(output->ctx, problem->line, reason);
}

void json_record_append_strings(struct document *d, const struct json_node *node, struct buf *text)
{
    if (node->kind == JSON_NODE_STRING)
        append_text(d, node, text);
    bool is_array = node->kind == JSON_NODE_ARRAY, is_vector = is_array && is_vector_like(node);
    for (const struct json_node *n = node->first; n; n = n->next) {
        if (n->kind != JSON_NODE_LITERAL)
            json_record_append_strings(d, n, text);
        else if (is_array && is_kept(n, is_vector))
            append_paragraph(d, json_node_scalar(n), n->line, text);
    }
}

void json_record_read(struct document *d, const struct json_node *record,
                      const struct reader_input *input, struct buf *text)
{
    struct record_reader r = {.document = d, .text = text};
    if (emitted_is(record)) {
        emitted_read(d, record);
        document_mark_line(d, json_node_member(record, "text")->line);
        return;
    }
    read_record(&r, record, input);
}

/* Returns the object in a string that is JSON itself, or NULL. */
static const struct json_node *object_in(const struct json_node *node, struct arena *arena)
{
    struct json_problem problem;
    struct json_node *inner;
    size_t end;
    bool is_object = node->kind == JSON_NODE_STRING &&
                     str_starts_with(node->text, STR_LITERAL("{"));
    return is_object && json_node_read(node->text, node->line, arena, &inner, &end, &problem)
               ? inner
               : NULL;
}

bool json_record_read_value(struct document *d, const struct json_node *value,
                            const struct reader_input *input, struct buf *text)
{
    const struct json_node *inner = object_in(value, d->arena);
    if (inner)
        value = inner;
    if (value->kind == JSON_NODE_OBJECT) {
        json_record_read(d, value, input, text);
    } else {
        d->id = arena_format(d->arena, "%u", d->first_line);
        json_record_append_strings(d, value, text);
    }
    if (!d->is_described)
        json_names_append(d, value, JSON_NAMES_KEYS, text);
    return value->kind == JSON_NODE_OBJECT || d->text.n > 0;
}
