/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TESTS_EXTRACT_COLLECT_H
#define PRESSMARK_TESTS_EXTRACT_COLLECT_H

/* Runs a reader over a text and writes its output as one string that tests can compare. */

#include "base/buf.h"
#include "indexer/formats/formats.h"

/* Returns the line and column that the marks give for an offset of the text. */
static inline void place_of(const struct document *d, size_t offset, uint32_t *line,
                            uint32_t *column)
{
    struct record_line mark = {0, d->first_line, 1};
    for (size_t i = 0; i < d->n_lines && d->lines[i].offset <= offset; i++)
        mark = d->lines[i];
    *line = mark.line;
    *column = mark.column ? mark.column + (uint32_t)(offset - mark.offset) : 0;
    for (size_t i = mark.offset; i < offset; i++) {
        if (d->text.p[i] == '\n') {
            ++*line;
            *column = mark.column ? (uint32_t)(offset - i) : 0;
        }
    }
}

/* Writes "line:column word" for a word of the text. */
static inline void write_place(struct buf *out, const struct document *d, const char *word)
{
    uint32_t line, column;
    size_t at = str_find(d->text, str_of(word), 0);
    if (at == d->text.n) {
        buf_append_format(out, "no %s\n", word);
        return;
    }
    place_of(d, at, &line, &column);
    buf_append_format(out, "%u:%u %s\n", line, column, word);
}

/* Writes how the n bytes begin that are from_end bytes before the end of the text. */
static inline void write_part(struct buf *out, const char *name, const struct document *d,
                              size_t from_end, size_t n)
{
    struct str rest = str_slice(d->text, d->text.n - from_end, d->text.n), line;
    while (n && str_next_line(&rest, &line))
        if (line.n) {
            buf_append_format(out, "%s: %.*s\n", name, STR_PRINT(line));
            return;
        }
}

struct collector {
    struct buf out;
    const char *const *words; /* written with their places; NULL-terminated, may be NULL */
    bool only_own;            /* what is beside the text is not written */
};

static inline enum err_code collect(void *ctx, struct document *d, struct err *err)
{
    struct collector *c = ctx;
    (void)err;
    if (c->only_own) {
        d->text = str_trim(str_slice(d->text, 0, d->text.n - d->navigation_bytes));
        d->navigation_bytes = 0;
    }
    if (d->id.n)
        buf_append_format(&c->out, "id: %.*s\n", STR_PRINT(d->id));
    buf_append_format(&c->out, "title: %.*s\n", STR_PRINT(d->title));
    if (d->language.n)
        buf_append_format(&c->out, "language: %.*s\n", STR_PRINT(d->language));
    for (size_t i = 0; i < d->n_fields; i++)
        buf_append_format(&c->out, "%.*s = %.*s\n", STR_PRINT(d->fields[i].name),
                          STR_PRINT(d->fields[i].value));
    for (size_t i = 0; i < d->n_headings; i++) {
        struct str rest = str_slice(d->text, d->headings[i].offset, d->text.n), line;
        str_next_line(&rest, &line);
        buf_append_format(&c->out, "h%u: %.*s\n", d->headings[i].level, STR_PRINT(line));
    }
    for (size_t i = 0; c->words && c->words[i]; i++)
        write_place(&c->out, d, c->words[i]);
    write_part(&c->out, "contents", d, d->contents_bytes + d->navigation_bytes, d->contents_bytes);
    write_part(&c->out, "navigation", d, d->navigation_bytes, d->navigation_bytes);
    buf_append_format(&c->out, "[%.*s]\n", STR_PRINT(d->text));
    return ERR_OK;
}

static inline void collect_skip(void *ctx, uint32_t line, const char *reason)
{
    struct collector *c = ctx;
    buf_append_format(&c->out, "skipped %u: %s\n", line, reason);
}

/* Takes out the tabs that divide items, rows and terms, which are tested by the phrases that end
 * there (tests/cli/queries.bats). */
static inline void collect_drop_tabs(struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++)
        if (out->p[i] != '\t' || i + 1 == out->n || out->p[i + 1] != '\n')
            out->p[n++] = out->p[i];
    out->n = n;
}

/* Runs the reader of a format over a text. */
static inline void collect_of(enum format format, const char *text, struct collector *c)
{
    struct reader_input source = {.path = STR_LITERAL("folder/file"),
                                  .text = str_of(text),
                                  .charset = STR_LITERAL("UTF-8"),
                                  .first_line = 1};
    struct reader_output output = {collect, collect_skip, c};
    struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(format_read(format, &source, &scratch, &output, &err), ERR_OK);
    collect_drop_tabs(&c->out);
    arena_done(&scratch);
}

static inline void assert_extracts(enum format format, const char *text, const char *const *words,
                                   const char *expected)
{
    struct collector c = {.out = BUF_INIT, .words = words};
    collect_of(format, text, &c);
    assert_string_equal(buf_c_string(&c.out), expected);
    buf_done(&c.out);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
