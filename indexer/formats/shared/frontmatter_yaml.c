/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the YAML of front matter, also where people wrote it as no parser of YAML takes it. */
#include "indexer/formats/shared/frontmatter_parts.h"

#include "base/mem.h"

#include <yaml.h>

enum { MAX_BRACKETS = 1000 }; /* libyaml takes time quadratic in the depth of nesting */

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
    return level->is_mapping ? frontmatter_join_names(s->document, level->path, level->name)
                             : level->path;
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
        frontmatter_take(s->document, STR_EMPTY, path_of_value(s), value);
    else if (level->is_flow && level->is_mapping)
        frontmatter_take(s->document, STR_EMPTY, level->path, level->name);
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

size_t frontmatter_key_bytes(struct str line)
{
    size_t colon = str_find_char(line, ':', 0);
    bool ends = colon + 1 >= line.n || ascii_is_space(line.p[colon + 1]) ||
                (is_word(str_slice(line, 0, colon)) && line.p[colon + 1] != '/');
    bool is_key = colon > 0 && colon < line.n && ends && memchr("-#'\"[{", line.p[0], 6) == NULL;
    bool is_doubled = str_starts_with(str_slice(line, colon, line.n), STR_LITERAL("::"));
    return is_key ? colon + 1 + is_doubled : 0;
}

struct str frontmatter_key_of(struct str line)
{
    return str_slice(line, 0, str_find_char(line, ':', 0));
}

struct str frontmatter_unquote(struct str s)
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
        size_t n = frontmatter_key_bytes(line);
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
        frontmatter_take(d, STR_EMPTY, key, value);
        return;
    }
    for (size_t i = 0, end; i < value.n; i = end + 1) {
        end = str_find_char(value, ' ', i);
        struct str tag = str_trim(str_slice(value, i, end));
        frontmatter_take(d, STR_EMPTY, key, str_slice(tag, tag.n && tag.p[0] == '#', tag.n));
    }
}

void frontmatter_read_lines(struct str yaml, struct document *d)
{
    struct str line, key = STR_EMPTY;
    while (str_next_line(&yaml, &line)) {
        line = str_trim(line);
        if (is_blank_or_comment(line))
            continue;
        size_t n = frontmatter_key_bytes(line);
        bool is_item = str_starts_with(line, STR_LITERAL("- "));
        if (n)
            key = frontmatter_unquote(frontmatter_key_of(line));
        take_value(d, key, frontmatter_unquote(str_slice(line, n ? n : is_item ? 2 : 0, line.n)));
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
        n_keys += says_something && frontmatter_key_bytes(line) > 0;
    }
    return n_keys * 2 > n_lines || n_lines == 0;
}

bool frontmatter_read_yaml(struct str block, struct document *d)
{
    bool has_tags = has_tags_for_value(block);
    if (!has_tags && read_strictly(block, d))
        return true;
    if (!has_keys(block))
        return false;
    while (block.n) {
        struct str member = take_member(&block);
        if (has_tags_for_value(member) || !read_strictly(member, d))
            frontmatter_read_lines(member, d);
    }
    return true;
}
