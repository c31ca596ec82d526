/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A forgiving JSON parser for what other programs write. */
#include "indexer/formats/shared/json_node.h"

#include "indexer/formats/shared/json_string.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_DEPTH = 1000, MAX_LITERAL_BYTES = 400 };

struct parser {
    struct str s;
    size_t at;
    uint32_t line;
    unsigned depth;
    struct arena *arena;
    const char *problem;                                     /* NULL as long as there is none */
    enum { BYTES_UNKNOWN, BYTES_NONE, BYTES_ESCAPED } bytes; /* what "\u00C3" stands for */
};

/* ---- blanks ---- */

static bool is_blank(char c)
{
    const char record_separator = 0x1E; /* starts each text of a JSON text sequence (RFC 7464) */
    return ascii_is_space(c) || c == record_separator;
}

/* Returns the length of a byte order mark at i: the files that were put together had one each. */
static size_t mark_at(struct str s, size_t i)
{
    const struct str mark = STR_LITERAL("\xEF\xBB\xBF");
    return s.p[i] == mark.p[0] && str_starts_with(str_slice(s, i, s.n), mark) ? mark.n : 0;
}

static size_t skip_blanks(struct str s, bool commas_too, uint32_t *line)
{
    size_t i = 0, n;
    for (; i < s.n; i += n) {
        bool is_skipped = is_blank(s.p[i]) || (commas_too && s.p[i] == ',');
        n = is_skipped ? 1 : mark_at(s, i);
        if (n == 0)
            break;
        *line += s.p[i] == '\n';
    }
    return i;
}

size_t json_node_skip_blanks(struct str source, uint32_t *line)
{
    return skip_blanks(source, true, line);
}

static void skip(struct parser *p, bool commas_too)
{
    p->at += skip_blanks(str_slice(p->s, p->at, p->s.n), commas_too, &p->line);
}

/* ---- strings ---- */

/* Returns the offset of the next quotation mark, backslash or line feed from i on, or s.n. */
static size_t find_sign(struct str s, char quote, size_t i)
{
    return str_find_one_of(s, quote, '\\', '\n', i);
}

/* Looks at the escape at i, which may stand for a byte. */
static void meet_escape(struct parser *p, size_t i)
{
    if (p->bytes == BYTES_UNKNOWN &&
        str_starts_with(str_slice(p->s, i, p->s.n), STR_LITERAL("\\u00")))
        p->bytes = json_string_is_of_bytes(p->s) ? BYTES_ESCAPED : BYTES_NONE;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* Reads the string at p->at, which is a quotation mark. */
static bool read_string(struct parser *p, struct str *ret)
{
    const char quote = p->s.p[p->at];
    bool has_escape = false;
    size_t start = p->at + 1, end = find_sign(p->s, quote, start);
    while (end < p->s.n && p->s.p[end] != quote) {
        bool is_escape = p->s.p[end] == '\\';
        p->line += !is_escape;
        has_escape |= is_escape;
        if (is_escape)
            meet_escape(p, end);
        end = find_sign(p->s, quote, end + 1 + is_escape);
    }
    if (end >= p->s.n) {
        p->problem = "a string without an end";
        return false;
    }
    struct str raw = str_slice(p->s, start, end);
    *ret = has_escape ? json_string_unescape(raw, p->bytes == BYTES_ESCAPED, p->arena) : raw;
    p->at = end + 1;
    return true;
}

/* ---- values ---- */

static bool is_literal_byte(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || c == '+' || c == '-' || c == '.' || c == '_';
}

static bool is_literal(struct str s)
{
    static const char *const words[] = {"true", "false", "null",      "nan",
                                        "inf",  "none",  "undefined", "infinity"};
    bool has_sign = s.n && (s.p[0] == '-' || s.p[0] == '+');
    struct str plain = str_slice(s, has_sign, s.n);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_ignoring_case(plain, str_of(words[i])))
            return true;
    return plain.n > 0 && s.n <= MAX_LITERAL_BYTES &&
           (ascii_is_digit(plain.p[0]) || (plain.p[0] == '.' && plain.n > 1));
}

static bool read_literal(struct parser *p, struct json_node *node)
{
    size_t end = p->at;
    while (end < p->s.n && is_literal_byte(p->s.p[end]))
        end++;
    node->kind = JSON_NODE_LITERAL;
    node->text = str_slice(p->s, p->at, end);
    if (!is_literal(node->text)) {
        p->problem = "no value";
        return false;
    }
    p->at = end;
    return true;
}

static struct json_node *read_value(struct parser *p);

/* Reads a name without quotation marks, as in JavaScript. */
static bool read_bare_name(struct parser *p, struct str *ret)
{
    size_t end = p->at;
    while (end < p->s.n && (ascii_is_alpha(p->s.p[end]) || ascii_is_digit(p->s.p[end]) ||
                            p->s.p[end] == '_' || p->s.p[end] == '$'))
        end++;
    *ret = str_slice(p->s, p->at, end);
    p->problem = ret->n ? NULL : "no name of a member";
    p->at = ret->n ? end : p->at;
    return ret->n > 0;
}

static bool read_name(struct parser *p, struct str *ret)
{
    if (is_quote(p->s.p[p->at]) ? !read_string(p, ret) : !read_bare_name(p, ret))
        return false;
    skip(p, false);
    if (p->at >= p->s.n || p->s.p[p->at] != ':') {
        p->problem = "no ':' behind a name";
        return false;
    }
    p->at++;
    return true;
}

static bool read_items(struct parser *p, struct json_node *node)
{
    const bool is_object = p->s.p[p->at] == '{';
    const char close = is_object ? '}' : ']';
    struct json_node **last = &node->first;
    node->kind = is_object ? JSON_NODE_OBJECT : JSON_NODE_ARRAY;
    for (p->at++;;) {
        struct str name = STR_EMPTY;
        skip(p, true);
        if (p->at >= p->s.n) {
            p->problem = is_object ? "an object without an end" : "an array without an end";
            return false;
        }
        if (p->s.p[p->at] == close)
            break;
        if (is_object && !read_name(p, &name))
            return false;
        struct json_node *item = read_value(p);
        if (!item)
            return false;
        item->name = name;
        *last = item;
        last = &item->next;
    }
    p->at++;
    return true;
}

static struct json_node *read_value(struct parser *p)
{
    skip(p, false);
    if (p->at >= p->s.n || p->depth == MAX_DEPTH) {
        p->problem = p->depth == MAX_DEPTH ? "too many brackets in each other" : "no value";
        return NULL;
    }
    struct json_node *node = arena_alloc(p->arena, sizeof *node);
    *node = (struct json_node){
        .line = p->line, .name = STR_EMPTY, .text = STR_EMPTY, .start = p->at};
    bool is_read;
    p->depth++;
    switch (p->s.p[p->at]) {
    case '{':
    case '[':
        is_read = read_items(p, node);
        break;
    case '"':
    case '\'':
        node->kind = JSON_NODE_STRING;
        is_read = read_string(p, &node->text);
        break;
    default:
        is_read = read_literal(p, node);
        break;
    }
    p->depth--;
    node->end = p->at;
    return is_read ? node : NULL;
}

static void describe_problem(const struct parser *p, struct json_problem *ret)
{
    struct str before = str_slice(p->s, 0, p->at < p->s.n ? p->at : p->s.n);
    size_t line_start = str_after_last(before, '\n');
    *ret = (struct json_problem){.line = p->line, .column = 1};
    for (size_t i = line_start; i < before.n; i++)
        ret->column += ((unsigned char)before.p[i] & 0xC0) != 0x80;
    snprintf(ret->reason, sizeof ret->reason, "%s", p->problem);
}

bool json_node_read(struct str source, uint32_t first_line, struct arena *arena,
                    struct json_node **ret, size_t *ret_end, struct json_problem *ret_problem)
{
    struct parser p = {.s = source, .line = first_line, .arena = arena};
    struct json_node *node = read_value(&p);
    if (!node) {
        describe_problem(&p, ret_problem);
        return false;
    }
    *ret = node;
    *ret_end = p.at;
    return true;
}

size_t json_node_scan(struct json_scan *scan, struct str source)
{
    for (size_t i = 0; i < source.n; i++) {
        char c = source.p[i], before = scan->before;
        scan->before = c;
        if (scan->is_escaped) {
            scan->is_escaped = false;
        } else if (scan->quote) {
            scan->is_escaped = c == '\\';
            scan->quote = c == scan->quote ? 0 : scan->quote;
        } else if (is_quote(c) && !(c == '\'' && ascii_is_alpha(before))) {
            scan->quote = c;
        } else if (c == '{' || c == '[') {
            scan->depth++;
        } else if ((c == '}' || c == ']') && scan->depth <= 1) {
            scan->is_done = true;
            return i + 1;
        } else if (c == '}' || c == ']') {
            scan->depth--;
        }
    }
    return source.n;
}

size_t json_node_skip(struct str source)
{
    return json_node_scan(&(struct json_scan){0}, source);
}

/* ---- queries ---- */

bool json_node_is(const struct json_node *node, enum json_node_kind kind)
{
    return node && node->kind == kind;
}

const struct json_node *json_node_member(const struct json_node *node, const char *name)
{
    if (!json_node_is(node, JSON_NODE_OBJECT))
        return NULL;
    for (const struct json_node *m = node->first; m; m = m->next)
        if (str_equal(m->name, str_of(name)))
            return m;
    return NULL;
}

struct str json_node_string(const struct json_node *node, const char *name)
{
    const struct json_node *member = json_node_member(node, name);
    return json_node_is(member, JSON_NODE_STRING) ? member->text : STR_EMPTY;
}

int64_t json_node_integer(const struct json_node *node)
{
    char digits[24];
    if (!json_node_is(node, JSON_NODE_LITERAL) || node->text.n >= sizeof digits)
        return 0;
    memcpy(digits, node->text.p, node->text.n);
    digits[node->text.n] = '\0';
    return strtoll(digits, NULL, 10);
}

struct str json_node_scalar(const struct json_node *node)
{
    if (json_node_is(node, JSON_NODE_STRING))
        return node->text;
    bool says_something = json_node_is(node, JSON_NODE_LITERAL) &&
                          !str_equal_ignoring_case(node->text, STR_LITERAL("null")) &&
                          !str_equal_ignoring_case(node->text, STR_LITERAL("undefined")) &&
                          !str_equal(node->text, STR_LITERAL("None"));
    return says_something ? node->text : STR_EMPTY;
}
