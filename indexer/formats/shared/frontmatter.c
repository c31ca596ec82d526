/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns front matter, the YAML, TOML or JSON before the text of a file, into fields. */
#include "indexer/formats/shared/frontmatter.h"

#include "base/mem.h"
#include "indexer/formats/shared/frontmatter_parts.h"
#include "indexer/formats/shared/json_node.h"

enum { MAX_BLOCK_BYTES = 64 * 1024 };

struct str frontmatter_join_names(struct document *d, struct str parent, struct str name)
{
    if (parent.n == 0 || name.n == 0)
        return parent.n ? parent : name;
    return arena_format(d->arena, "%.*s_%.*s", STR_PRINT(parent), STR_PRINT(name));
}

void frontmatter_take(struct document *d, struct str parent, struct str name, struct str value)
{
    name = frontmatter_join_names(d, parent, name);
    if (str_equal_ignoring_case(name, STR_LITERAL("title")) && d->title.n == 0)
        d->title = arena_copy(d->arena, str_trim(value));
    else if ((str_equal_ignoring_case(name, STR_LITERAL("lang")) ||
              str_equal_ignoring_case(name, STR_LITERAL("language"))) &&
             d->language.n == 0)
        d->language = arena_copy(d->arena, str_trim(value));
    else
        document_add_values(d, name, value);
}

/* ---- JSON ---- */

static void take_json(struct document *d, struct str name, const struct json_node *value)
{
    if (value->kind != JSON_NODE_OBJECT && value->kind != JSON_NODE_ARRAY) {
        frontmatter_take(d, STR_EMPTY, name, json_node_scalar(value));
        return;
    }
    for (const struct json_node *item = value->first; item; item = item->next)
        take_json(d, frontmatter_join_names(d, name, item->name), item);
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
        size_t n = ascii_is_space(line.p[0]) ? 0 : frontmatter_key_bytes(line);
        bool goes_on = ascii_is_space(line.p[0]) && n_lines;
        struct str name = n ? frontmatter_key_of(line) : STR_EMPTY;
        if (n == 0 && !goes_on)
            return 0;
        is_usual |= n_lines == 0 && !needs_title && is_first_name(name);
        is_usual |= str_equal_ignoring_case(name, STR_LITERAL("title"));
        n_lines++;
    }
    if (n_lines < 2 || !is_usual)
        return 0;
    frontmatter_read_lines(str_slice(text, 0, text.n - rest.n), d);
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
        frontmatter_take(d, STR_EMPTY, str_of(names[i]), arena_copy(d->arena, buf_str(&value)));
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
        return frontmatter_read_yaml(block, d) ? blanks + n : 0;
    if ((n = find_block(head, STR_LITERAL("+++"), STR_LITERAL("+++"), &block)) == 0)
        return 0;
    frontmatter_read_toml(block, d);
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
