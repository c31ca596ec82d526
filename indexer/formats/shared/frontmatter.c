/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns front matter, the YAML, TOML or JSON before the text of a file, into fields. */
#include "indexer/formats/shared/frontmatter.h"

#include "base/buf.h"
#include "base/mem.h"
#include "indexer/formats/shared/json_node.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

enum {
    MAX_BLOCK_BYTES = 64 * 1024,
    MAX_BRACKETS = 1000, /* libyaml takes time quadratic in the depth of nesting */
    MAX_TOML_DEPTH = 50, /* of nested arrays and inline tables */
};

/* Joins "a" and "b" to "a_b". The result is on d's arena unless one of them is empty. */
static struct str join_names(struct document *d, struct str parent, struct str name)
{
    if (parent.n == 0 || name.n == 0)
        return parent.n ? parent : name;
    return arena_format(d->arena, "%.*s_%.*s", STR_PRINT(parent), STR_PRINT(name));
}

static void take(struct document *d, struct str parent, struct str name, struct str value)
{
    name = join_names(d, parent, name);
    if (str_equal_ignoring_case(name, STR_LITERAL("title")) && d->title.n == 0)
        d->title = arena_copy(d->arena, str_trim(value));
    else if ((str_equal_ignoring_case(name, STR_LITERAL("lang")) ||
              str_equal_ignoring_case(name, STR_LITERAL("language"))) &&
             d->language.n == 0)
        d->language = arena_copy(d->arena, str_trim(value));
    else
        document_add_values(d, name, value);
}

/* ---- YAML ---- */

/* A mapping or sequence that is being read. */
struct yaml_level {
    struct yaml_level *outer;
    struct str path; /* the joined names of the outer mappings */
    struct str name; /* of the mapping's member whose value comes next */
    bool is_mapping, has_name;
    bool is_flow; /* a mapping in braces */
    bool is_key;  /* it is a key of the mapping around it */
};

/* A value that others can refer to: "&name value". */
struct yaml_anchor {
    struct yaml_anchor *next;
    struct str name, value;
};

struct yaml_state {
    struct document *document;
    struct yaml_level *level;    /* the innermost level; NULL outside of all */
    struct yaml_anchor *anchors; /* the last one first */
    bool has_mapping;
};

static struct str scalar_of(const yaml_event_t *event)
{
    static const char *const nulls[] = {"null", "Null", "NULL", "~", NULL};
    struct str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    bool is_null = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
                   str_is_one_of(value, nulls);
    return is_null ? STR_EMPTY : value;
}

static void note_anchor(struct yaml_state *s, const yaml_char_t *name, struct str value)
{
    struct arena *arena = s->document->arena;
    if (!name)
        return;
    struct yaml_anchor *anchor = arena_alloc(arena, sizeof *anchor);
    *anchor = (struct yaml_anchor){s->anchors, arena_copy(arena, str_of((const char *)name)),
                                   arena_copy(arena, value)};
    s->anchors = anchor;
}

/* Returns the value that an alias stands for, which is empty for a mapping or a sequence. What only
 * looks like an alias, as in "note: *important", stands for itself. */
static struct str value_of_alias(const struct yaml_state *s, const yaml_char_t *name)
{
    const struct yaml_anchor *a = s->anchors;
    while (a && !str_equal(a->name, str_of((const char *)name)))
        a = a->next;
    return a ? a->value : str_of((const char *)name);
}

static struct str path_of_value(struct yaml_state *s)
{
    const struct yaml_level *level = s->level;
    if (!level)
        return STR_EMPTY;
    return level->is_mapping ? join_names(s->document, level->path, level->name) : level->path;
}

/* Takes a key or the value of one. Keys without values in braces, as in "{a, b}", are values. */
static void read_value(struct yaml_state *s, struct str value)
{
    struct yaml_level *level = s->level;
    if (!level)
        return;
    if (level->is_mapping && !level->has_name) {
        level->name = arena_copy(s->document->arena, value);
        level->has_name = true;
        return;
    }
    if (value.n)
        take(s->document, STR_EMPTY, path_of_value(s), value);
    else if (level->is_flow && level->is_mapping)
        take(s->document, STR_EMPTY, level->path, level->name);
    level->has_name = false;
}

static void begin_level(struct yaml_state *s, bool is_mapping, bool is_flow)
{
    struct yaml_level *inner = arena_alloc(s->document->arena, sizeof *inner);
    *inner = (struct yaml_level){.outer = s->level,
                                 .path = path_of_value(s),
                                 .name = STR_EMPTY,
                                 .is_mapping = is_mapping,
                                 .is_flow = is_flow,
                                 .is_key = s->level && s->level->is_mapping && !s->level->has_name};
    s->has_mapping = s->has_mapping || is_mapping;
    s->level = inner;
}

static void end_level(struct yaml_state *s)
{
    bool is_key = s->level->is_key;
    s->level = s->level->outer;
    if (s->level) {
        s->level->name = STR_EMPTY;
        s->level->has_name = is_key;
    }
}

/* Processes one event. Returns false at the end of the first document. */
static bool read_event(struct yaml_state *s, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        note_anchor(s, event->data.scalar.anchor, scalar_of(event));
        read_value(s, scalar_of(event));
        return true;
    case YAML_MAPPING_START_EVENT:
        note_anchor(s, event->data.mapping_start.anchor, STR_EMPTY);
        begin_level(s, true, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
        return true;
    case YAML_SEQUENCE_START_EVENT:
        note_anchor(s, event->data.sequence_start.anchor, STR_EMPTY);
        begin_level(s, false, false);
        return true;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        end_level(s);
        return true;
    case YAML_ALIAS_EVENT:
        read_value(s, value_of_alias(s, event->data.alias.anchor));
        return true;
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
        return false;
    default:
        return true;
    }
}

static bool has_many_brackets(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '[' || s.p[i] == '{';
    return n > MAX_BRACKETS;
}

/* Reads a mapping with libyaml. Returns false, and leaves d as it was, if yaml is not one. */
static bool read_strictly(struct str yaml, struct document *d)
{
    const struct document before = *d;
    struct yaml_state state = {.document = d};
    yaml_parser_t parser;
    yaml_event_t event;
    bool goes_on = true, is_read = true;

    if (has_many_brackets(yaml))
        return false;
    if (!yaml_parser_initialize(&parser))
        mem_exhausted();
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.p, yaml.n);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    while (goes_on && (is_read = yaml_parser_parse(&parser, &event))) {
        goes_on = read_event(&state, &event);
        yaml_event_delete(&event);
    }
    if (parser.error == YAML_MEMORY_ERROR)
        mem_exhausted();
    yaml_parser_delete(&parser);
    if (is_read && state.has_mapping)
        return true;
    d->title = before.title;
    d->language = before.language;
    d->n_fields = before.n_fields;
    d->n_fields_left_out = before.n_fields_left_out;
    return false;
}

static bool is_blank_or_comment(struct str line)
{
    line = str_trim(line);
    return line.n == 0 || line.p[0] == '#';
}

/* Returns whether s consists of letters, "_" and "-": such a key needs no space after its colon. */
static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alpha(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
            return false;
    return true;
}

/* Returns the offset of the value in "key: value"; 0 if the line has no key. */
static size_t key_bytes(struct str line)
{
    size_t colon = str_find_char(line, ':', 0);
    bool ends = colon + 1 >= line.n || ascii_is_space(line.p[colon + 1]) ||
                (is_word(str_slice(line, 0, colon)) && line.p[colon + 1] != '/');
    bool is_key = colon > 0 && colon < line.n && ends && memchr("-#'\"[{", line.p[0], 6) == NULL;
    bool is_doubled = str_starts_with(str_slice(line, colon, line.n), STR_LITERAL("::"));
    return is_key ? colon + 1 + is_doubled : 0;
}

/* Returns the key of such a line. */
static struct str key_of(struct str line)
{
    return str_slice(line, 0, str_find_char(line, ':', 0));
}

static struct str unquote(struct str s)
{
    s = str_trim(s);
    bool is_quoted = s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return is_quoted ? str_slice(s, 1, s.n - 1) : s;
}

/* Returns whether the value of some member is a tag as people write it, "#tree", which is a comment
 * in YAML. */
static bool has_tags_for_value(struct str yaml)
{
    struct str line;
    while (str_next_line(&yaml, &line)) {
        size_t n = key_bytes(line);
        struct str value = str_trim(str_slice(line, n, line.n));
        if (n && value.n > 1 && value.p[0] == '#' && !ascii_is_space(value.p[1]))
            return true;
    }
    return false;
}

/* Takes each tag of a value such as "#garden #tree", or the value itself if it is not of tags. */
static void take_value(struct document *d, struct str key, struct str value)
{
    if (value.n == 0 || value.p[0] != '#') {
        take(d, STR_EMPTY, key, value);
        return;
    }
    for (size_t i = 0, end; i < value.n; i = end + 1) {
        end = str_find_char(value, ' ', i);
        struct str tag = str_trim(str_slice(value, i, end));
        take(d, STR_EMPTY, key, str_slice(tag, tag.n && tag.p[0] == '#', tag.n));
    }
}

/* Takes each line by itself: "key: value", or "- item" and other lines as values of the key
 * before. */
static void read_by_lines(struct str yaml, struct document *d)
{
    struct str line, key = STR_EMPTY;
    while (str_next_line(&yaml, &line)) {
        line = str_trim(line);
        if (is_blank_or_comment(line))
            continue;
        size_t n = key_bytes(line);
        bool is_item = str_starts_with(line, STR_LITERAL("- "));
        if (n)
            key = unquote(key_of(line));
        take_value(d, key, unquote(str_slice(line, n ? n : is_item ? 2 : 0, line.n)));
    }
}

/* Removes the first member, with the indented lines and items that belong to it, from *rest. */
static struct str take_member(struct str *rest)
{
    const char *start = rest->p;
    struct str next = *rest, line;
    bool is_first = true;
    while (str_next_line(&next, &line)) {
        bool is_inner = line.n == 0 || memchr(" \t-#]}", line.p[0], 7) != NULL;
        if (!is_first && !is_inner)
            break;
        is_first = false;
        *rest = next;
    }
    return (struct str){start, (size_t)(rest->p - start)};
}

/* Returns whether most of the lines that begin a member have a key. */
static bool has_keys(struct str yaml)
{
    size_t n_keys = 0, n_lines = 0;
    while (yaml.n) {
        struct str member = take_member(&yaml), line;
        bool says_something = str_next_line(&member, &line) && !is_blank_or_comment(line);
        n_lines += says_something;
        n_keys += says_something && key_bytes(line) > 0;
    }
    return n_keys * 2 > n_lines || n_lines == 0;
}

/* Reads a block of YAML, member by member if it is malformed, so that one error does not lose the
 * other members. Returns false if the block is not a mapping. */
static bool read_yaml(struct str block, struct document *d)
{
    bool has_tags = has_tags_for_value(block);
    if (!has_tags && read_strictly(block, d))
        return true;
    if (!has_keys(block))
        return false;
    while (block.n) {
        struct str member = take_member(&block);
        if (has_tags_for_value(member) || !read_strictly(member, d))
            read_by_lines(member, d);
    }
    return true;
}

/* ---- TOML ---- */

struct toml {
    struct document *document;
    struct str s;
    size_t at;
    struct str table;
};

static char toml_char(const struct toml *t)
{
    return t->at < t->s.n ? t->s.p[t->at] : '\0';
}

/* Skips white space and comments, and line breaks if lines_too. */
static void skip_toml_blanks(struct toml *t, bool lines_too)
{
    for (; t->at < t->s.n; t->at++) {
        char c = t->s.p[t->at];
        if (c == '#')
            t->at = str_find_char(t->s, '\n', t->at);
        if (t->at == t->s.n || !ascii_is_space(t->s.p[t->at]) ||
            (!lines_too && t->s.p[t->at] == '\n'))
            return;
    }
}

/* Appends the character of an escape sequence, at whose backslash t is, and moves to its end. */
static void take_toml_escape(struct toml *t, struct buf *out)
{
    char c = t->s.p[++t->at];
    size_t n = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    char digits[9] = "", utf8[4];
    memcpy(digits, t->s.p + t->at + 1, t->at + n < t->s.n ? n : 0);
    unsigned long code = strtoul(digits, NULL, 16);
    bool is_code = n > 0 && strspn(digits, "0123456789abcdefABCDEF") == n && code <= 0x10FFFF &&
                   (code < 0xD800 || code > 0xDFFF);
    if (is_code) {
        buf_append(out, utf8, utf8_put((uint32_t)code, utf8));
        t->at += n;
    } else {
        buf_append_char(out, memchr("ntr", c, 3) ? ' ' : c);
    }
}

/* Reads a string in single or triple quotation marks. */
static struct str take_toml_string(struct toml *t)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    const char quote = toml_char(t);
    const char fence[3] = {quote, quote, quote};
    struct str end = {fence, 3};
    if (!str_starts_with(str_slice(t->s, t->at, t->s.n), end))
        end.n = 1;
    for (t->at += end.n; t->at < t->s.n; t->at++) {
        char c = t->s.p[t->at];
        if (str_starts_with(str_slice(t->s, t->at, t->s.n), end) || (end.n == 1 && c == '\n'))
            break;
        if (quote == '"' && c == '\\' && t->at + 1 < t->s.n)
            take_toml_escape(t, &value);
        else
            buf_append_char(&value, c);
    }
    t->at += t->at < t->s.n && t->s.p[t->at] == quote ? end.n : 0;
    return arena_copy(t->document->arena, buf_str(&value));
}

static void read_toml_value(struct toml *t, struct str name, unsigned depth);

/* Reads "key = value". stop is the character that ends the enclosing line or inline table. */
static void read_toml_pair(struct toml *t, struct str parent, char stop, unsigned depth)
{
    size_t start = t->at;
    while (t->at < t->s.n && !memchr("=\n", t->s.p[t->at], 2) && toml_char(t) != stop)
        t->at++;
    struct str name = unquote(str_slice(t->s, start, t->at));
    if (toml_char(t) != '=') {
        if (name.n) /* not a pair, but still text */
            take(t->document, parent, STR_EMPTY, name);
        return;
    }
    t->at++;
    read_toml_value(t, join_names(t->document, parent, name), depth);
}

/* Reads the items of an array or an inline table. */
static void read_toml_items(struct toml *t, struct str name, unsigned depth)
{
    const char close = toml_char(t) == '[' ? ']' : '}';
    for (t->at++;;) {
        skip_toml_blanks(t, true);
        if (t->at == t->s.n || toml_char(t) == close)
            break;
        size_t before = t->at;
        if (close == ']')
            read_toml_value(t, name, depth + 1);
        else
            read_toml_pair(t, name, close, depth + 1);
        skip_toml_blanks(t, true);
        t->at += toml_char(t) == ',' || t->at == before;
    }
    t->at += t->at < t->s.n;
}

/* Reads a value. A bare one ends at a comma, a closing bracket, a comment or the end of the
 * line. */
static void read_toml_value(struct toml *t, struct str name, unsigned depth)
{
    skip_toml_blanks(t, false);
    char c = toml_char(t);
    if (c == '"' || c == '\'') {
        take(t->document, STR_EMPTY, name, take_toml_string(t));
        return;
    }
    if ((c == '[' || c == '{') && depth < MAX_TOML_DEPTH) {
        read_toml_items(t, name, depth);
        return;
    }
    size_t start = t->at;
    while (t->at < t->s.n && !memchr("\n,]}#", t->s.p[t->at], 5))
        t->at++;
    take(t->document, STR_EMPTY, name, str_slice(t->s, start, t->at));
}

static void read_toml(struct str block, struct document *d)
{
    struct toml t = {.document = d, .s = block, .table = STR_EMPTY};
    for (;;) {
        skip_toml_blanks(&t, true);
        if (t.at == t.s.n)
            return;
        if (toml_char(&t) == '[') {
            size_t end = str_find_char(t.s, '\n', t.at);
            struct str line = str_slice(t.s, t.at, end);
            while (line.n && line.p[0] == '[')
                line = str_slice(line, 1, line.n);
            t.table = unquote(str_slice(line, 0, str_find_char(line, ']', 0)));
            t.at = end;
            continue;
        }
        read_toml_pair(&t, t.table, '\n', 0);
        skip_toml_blanks(&t, false);
        if (t.at < t.s.n && toml_char(&t) != '\n') { /* text after the value, which is kept */
            size_t end = str_find_char(t.s, '\n', t.at);
            take(d, t.table, STR_EMPTY, str_slice(t.s, t.at, end));
            t.at = end;
        }
    }
}

/* ---- JSON ---- */

static void take_json(struct document *d, struct str name, const struct json_node *value)
{
    if (value->kind != JSON_NODE_OBJECT && value->kind != JSON_NODE_ARRAY) {
        take(d, STR_EMPTY, name, json_node_scalar(value));
        return;
    }
    for (const struct json_node *item = value->first; item; item = item->next)
        take_json(d, join_names(d, name, item->name), item);
}

/* Reads a JSON value that is followed by an empty line. */
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

/* ---- lines of metadata without a fence ---- */

/* Returns whether name is one that such a block begins with, as in Pelican and MultiMarkdown. */
static bool is_first_name(struct str name)
{
    static const char *const names[] = {"title", "author",   "authors",  "date",    "slug",
                                        "tags",  "category", "subtitle", "summary", NULL};
    return str_is_one_of_ignoring_case(name, names);
}

/* Reads "Title: A page" and more such lines, up to an empty one. One of them must be the title, as
 * in the proposals of Python ("PEP: 8"), or else, unless needs_title, the first of a usual name. */
static size_t read_plain(struct str text, struct document *d, bool needs_title)
{
    struct str rest = str_slice(text, 0, text.n < MAX_BLOCK_BYTES ? text.n : MAX_BLOCK_BYTES), line;
    size_t n_lines = 0;
    bool is_usual = false;
    text = rest;
    while (str_next_line(&rest, &line) && str_trim(line).n) {
        size_t n = ascii_is_space(line.p[0]) ? 0 : key_bytes(line);
        bool goes_on = ascii_is_space(line.p[0]) && n_lines;
        struct str name = n ? key_of(line) : STR_EMPTY;
        if (n == 0 && !goes_on)
            return 0;
        is_usual |= n_lines == 0 && !needs_title && is_first_name(name);
        is_usual |= str_equal_ignoring_case(name, STR_LITERAL("title"));
        n_lines++;
    }
    if (n_lines < 2 || !is_usual)
        return 0;
    read_by_lines(str_slice(text, 0, text.n - rest.n), d);
    return text.n - rest.n;
}

/* Reads a title block of Pandoc: "% Title", "% Authors", "% Date", each of which may continue in
 * lines that begin with a blank. Returns its length. */
static size_t read_percent(struct str text, struct document *d)
{
    static const char *const names[] = {"title", "author", "date"};
    struct str rest = text, line, next;
    for (size_t i = 0; i < 3 && str_starts_with(rest, STR_LITERAL("%")); i++) {
        AUTO(buf_done) struct buf value = BUF_INIT;
        str_next_line(&rest, &line);
        buf_append_str(&value, str_trim(str_slice(line, 1, line.n)));
        for (next = rest; str_next_line(&next, &line) && line.n && line.p[0] == ' '; rest = next) {
            buf_append_char(&value, ' ');
            buf_append_str(&value, str_trim(line));
        }
        take(d, STR_EMPTY, str_of(names[i]), arena_copy(d->arena, buf_str(&value)));
    }
    return text.n - rest.n;
}

/* Finds the block between a first line that equals fence and the next line that equals fence or
 * end_fence. Returns the length including both lines; 0 if the block is not closed. */
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
    size_t blanks = 0, n;

    if (str_starts_with(head, STR_LITERAL("{")))
        return read_json(head, d);
    while (blanks < head.n && ascii_is_space(head.p[blanks]))
        blanks++;
    head = str_slice(head, blanks, head.n);
    if ((n = find_block(head, STR_LITERAL("---"), STR_LITERAL("..."), &block)) > 0)
        return read_yaml(block, d) ? blanks + n : 0;
    if ((n = find_block(head, STR_LITERAL("+++"), STR_LITERAL("+++"), &block)) == 0)
        return 0;
    read_toml(block, d);
    return blanks + n;
}

size_t frontmatter_read_plain(struct str text, struct document *d)
{
    return str_starts_with(text, STR_LITERAL("% ")) ? read_percent(text, d)
                                                    : read_plain(text, d, false);
}

size_t frontmatter_read_titled(struct str text, struct document *d)
{
    return read_plain(text, d, true);
}
