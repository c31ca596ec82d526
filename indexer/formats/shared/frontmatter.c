/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the YAML, TOML or JSON that stands before the text of a file. */
#include "indexer/formats/shared/frontmatter.h"

#include "base/buf.h"
#include "base/mem.h"
#include "indexer/formats/shared/json_node.h"

#include <stdio.h>
#include <yaml.h>

enum {
    MAX_BLOCK_BYTES = 64 * 1024,
    MAX_BRACKETS = 1000, /* libyaml takes time by the square of their depth */
};

static void take(struct document *d, struct str parent, struct str name, struct str value)
{
    if (parent.n)
        name = arena_format(d->arena, "%.*s_%.*s", STR_PRINT(parent), STR_PRINT(name));
    if (str_equal_ignoring_case(name, STR_LITERAL("title")))
        d->title = arena_copy(d->arena, str_trim(value));
    else if (str_equal_ignoring_case(name, STR_LITERAL("lang")) ||
             str_equal_ignoring_case(name, STR_LITERAL("language")))
        d->language = arena_copy(d->arena, str_trim(value));
    else
        document_add_values(d, name, value);
}

/* Where the reader of YAML stands: names[0] is the key of the outer mapping, names[1] that of a
 * mapping in it. */
struct yaml_state {
    struct document *document;
    struct str names[2];
    bool has_name[2];
    unsigned n_mappings, n_sequences; /* that are open */
};

static bool is_null(const yaml_event_t *event)
{
    const char *value = (const char *)event->data.scalar.value;
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (strcmp(value, "null") == 0 || strcmp(value, "~") == 0);
}

static void read_scalar(struct yaml_state *s, const yaml_event_t *event)
{
    struct str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (s->n_mappings == 0 || s->n_mappings > 2 || s->n_sequences > 1)
        return;
    unsigned level = s->n_mappings - 1;
    if (!s->has_name[level]) {
        s->names[level] = arena_copy(s->document->arena, value);
        s->has_name[level] = true;
        return;
    }
    if (!is_null(event))
        take(s->document, level ? s->names[0] : STR_EMPTY, s->names[level], value);
    s->has_name[level] = s->n_sequences > 0;
}

/* A collection that ended was the value of the name of the mapping around it. */
static void end_collection(struct yaml_state *s)
{
    if (s->n_mappings >= 1 && s->n_mappings <= 2 && s->n_sequences == 0)
        s->has_name[s->n_mappings - 1] = false;
}

/* Takes in one event; false at the end of the first document. */
static bool read_event(struct yaml_state *s, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        read_scalar(s, event);
        return true;
    case YAML_MAPPING_START_EVENT:
        /* A list of mappings is not read: its entries have no names. */
        s->n_mappings += s->n_sequences ? 3 : 1;
        if (s->n_mappings <= 2)
            s->has_name[s->n_mappings - 1] = false;
        return true;
    case YAML_MAPPING_END_EVENT:
        s->n_mappings -= s->n_sequences ? 3 : 1;
        end_collection(s);
        return true;
    case YAML_SEQUENCE_START_EVENT:
        s->n_sequences++;
        return true;
    case YAML_SEQUENCE_END_EVENT:
        s->n_sequences--;
        end_collection(s);
        return true;
    case YAML_ALIAS_EVENT:
        end_collection(s);
        return true;
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
        return false;
    default:
        return true;
    }
}

static void read_yaml(struct str block, struct document *d)
{
    struct yaml_state state = {.document = d};
    size_t n_brackets = 0;
    for (size_t i = 0; i < block.n; i++)
        n_brackets += block.p[i] == '[' || block.p[i] == '{';
    if (n_brackets > MAX_BRACKETS)
        return;
    yaml_parser_t parser;
    yaml_event_t event;
    bool goes_on = true;

    if (!yaml_parser_initialize(&parser))
        return;
    yaml_parser_set_input_string(&parser, (const unsigned char *)block.p, block.n);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    while (goes_on && yaml_parser_parse(&parser, &event)) {
        goes_on = read_event(&state, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

/* A string of TOML off the front of *s, with its quotes; bare values end at a comma, a bracket or a
 * comment. */
static struct str take_toml_value(struct arena *arena, struct str *s)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    char quote = s->n && (s->p[0] == '"' || s->p[0] == '\'') ? s->p[0] : 0;
    size_t i = quote != 0;

    for (; i < s->n; i++) {
        char c = s->p[i];
        if (quote ? c == quote : c == ',' || c == ']' || c == '#')
            break;
        if (quote == '"' && c == '\\' && i + 1 < s->n) {
            c = s->p[++i];
            c = c == 'n' || c == 't' ? ' ' : c;
        }
        buf_append_char(&value, c);
    }
    *s = str_slice(*s, i + (quote && i < s->n), s->n);
    return arena_copy(arena, quote ? buf_str(&value) : str_trim(buf_str(&value)));
}

/* "key = value" and "key = [value, value]", each on its line. */
static void read_toml_pair(struct str line, struct str table, struct document *d)
{
    size_t equals = str_find_char(line, '=', 0);
    if (equals == line.n || line.p[0] == '#')
        return;
    struct str key = str_trim(str_slice(line, 0, equals));
    struct str value = str_trim(str_slice(line, equals + 1, line.n));
    bool is_array = value.n && value.p[0] == '[';
    if (is_array)
        value = str_slice(value, 1, value.n);

    do {
        value = str_trim(value);
        if (value.n == 0 || value.p[0] == ']' || value.p[0] == '{')
            return;
        take(d, table, key, take_toml_value(d->arena, &value));
        value = str_trim(value);
        is_array = is_array && value.n && value.p[0] == ',';
        if (is_array)
            value = str_slice(value, 1, value.n);
    } while (is_array);
}

static void read_toml(struct str block, struct document *d)
{
    struct str rest = block, line, table = STR_EMPTY;
    AUTO(buf_done) struct buf joined = BUF_INIT;

    while (str_next_line(&rest, &line)) {
        /* An array may go on over lines. */
        buf_append_str(&joined, str_trim(line));
        struct str pair = buf_str(&joined);
        size_t equals = str_find_char(pair, '=', 0);
        struct str value = equals < pair.n ? str_trim(str_slice(pair, equals + 1, pair.n)) : pair;
        if (equals < pair.n && value.n && value.p[0] == '[' && value.p[value.n - 1] != ']' &&
            rest.n) {
            buf_append_char(&joined, ' ');
            continue;
        }
        if (pair.n > 2 && pair.p[0] == '[')
            table = arena_copy(d->arena, str_slice(pair, 1, str_find_char(pair, ']', 0)));
        else if (pair.n)
            read_toml_pair(pair, table, d);
        buf_clear(&joined);
    }
}

static void take_json(struct document *d, struct str parent, const struct json_node *value)
{
    switch (value->kind) {
    case JSON_NODE_OBJECT:
    case JSON_NODE_ARRAY:
        for (const struct json_node *item = value->first; item; item = item->next) {
            bool is_member = value->kind == JSON_NODE_OBJECT;
            struct json_node named = *item;
            named.name = !is_member ? value->name
                         : value->name.n
                             ? arena_format(d->arena, "%.*s_%.*s", STR_PRINT(value->name),
                                            STR_PRINT(item->name))
                             : item->name;
            take_json(d, parent, &named);
        }
        break;
    default:
        take(d, parent, value->name, json_node_scalar(value));
    }
}

/* JSON ends where its first value does. */
static size_t read_json(struct str text, struct document *d)
{
    struct json_problem problem;
    struct json_node *block;
    size_t end;
    if (!json_node_read(text, 1, d->arena, &block, &end, &problem) || !block->first)
        return 0;
    struct str rest = str_slice(text, end, text.n), line;
    if (str_next_line(&rest, &line) && str_trim(line).n)
        return 0;
    take_json(d, STR_EMPTY, block);
    return text.n - rest.n;
}

/* The block between a first line that is fence and the next line that is fence or end_fence.
 * Returns the length with both; 0 when it is not closed. */
static size_t find_block(struct str text, struct str fence, struct str end_fence,
                         struct str *ret_block)
{
    struct str rest = text, line;
    if (!str_next_line(&rest, &line) || !str_equal(str_trim(line), fence))
        return 0;
    const char *start = rest.p;
    while (str_next_line(&rest, &line)) {
        if (line.n < 3 || ascii_is_space(line.p[0]))
            continue;
        line = str_trim(line);
        if (str_equal(line, fence) || str_equal(line, end_fence)) {
            *ret_block = (struct str){start, (size_t)(line.p - start)};
            return text.n - rest.n;
        }
    }
    return 0;
}

size_t frontmatter_read(struct str text, struct document *d)
{
    struct str head = str_slice(text, 0, text.n < MAX_BLOCK_BYTES ? text.n : MAX_BLOCK_BYTES);
    struct str block;
    size_t n;

    if (str_starts_with(head, STR_LITERAL("{")))
        return read_json(head, d);
    if ((n = find_block(head, STR_LITERAL("---"), STR_LITERAL("..."), &block)) > 0)
        read_yaml(block, d);
    else if ((n = find_block(head, STR_LITERAL("+++"), STR_LITERAL("+++"), &block)) > 0)
        read_toml(block, d);
    return n;
}
