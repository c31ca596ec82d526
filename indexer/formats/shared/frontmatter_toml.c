/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the TOML of front matter. */
#include "indexer/formats/shared/frontmatter_parts.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { MAX_TOML_DEPTH = 50 }; /* of nested arrays and inline tables */

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
    struct str name = frontmatter_unquote(str_slice(t->s, start, t->at));
    if (toml_char(t) != '=') {
        if (name.n) /* not a pair, but still text */
            frontmatter_take(t->document, parent, STR_EMPTY, name);
        return;
    }
    t->at++;
    read_toml_value(t, frontmatter_join_names(t->document, parent, name), depth);
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
        frontmatter_take(t->document, STR_EMPTY, name, take_toml_string(t));
        return;
    }
    if ((c == '[' || c == '{') && depth < MAX_TOML_DEPTH) {
        read_toml_items(t, name, depth);
        return;
    }
    size_t start = t->at;
    while (t->at < t->s.n && !memchr("\n,]}#", t->s.p[t->at], 5))
        t->at++;
    frontmatter_take(t->document, STR_EMPTY, name, str_slice(t->s, start, t->at));
}

void frontmatter_read_toml(struct str block, struct document *d)
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
            t.table = frontmatter_unquote(str_slice(line, 0, str_find_char(line, ']', 0)));
            t.at = end;
            continue;
        }
        read_toml_pair(&t, t.table, '\n', 0);
        skip_toml_blanks(&t, false);
        if (t.at < t.s.n && toml_char(&t) != '\n') { /* text after the value, which is kept */
            size_t end = str_find_char(t.s, '\n', t.at);
            frontmatter_take(d, t.table, STR_EMPTY, str_slice(t.s, t.at, end));
            t.at = end;
        }
    }
}
