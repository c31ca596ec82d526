/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads notebooks: the text of a document is that of the cells and of their output. */
#include "indexer/formats/records/notebook.h"

#include "base/buf.h"
#include "base/mem.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/html_strip.h"

struct notebook {
    struct document document;
    struct buf text;
    struct extras extras; /* those of the cells */
};

/* Appends the text of a cell that was read as Markdown. */
static enum err_code add_cell(void *ctx, struct document *cell, struct err *err)
{
    struct notebook *n = ctx;
    struct document *d = &n->document;
    (void)err;
    if (cell->text.n == 0)
        return ERR_OK;
    if (n->text.n)
        buf_append(&n->text, "\n\n", 2);
    document_add_line(d, n->text.n, cell->first_line, 0);
    for (size_t i = 0; i < cell->n_headings; i++)
        document_add_heading(d, n->text.n + cell->headings[i].offset, cell->headings[i].level);
    size_t own_bytes = cell->text.n - cell->navigation_bytes;
    buf_append_str(&n->text, str_trim(str_slice(cell->text, 0, own_bytes)));
    struct str extras = str_slice(cell->text, own_bytes, cell->text.n), line;
    while (str_next_line(&extras, &line))
        extras_add(&n->extras, line, cell->first_line);
    if (d->title.n == 0)
        d->title = arena_copy(d->arena, cell->title);
    return ERR_OK;
}

static void skip_nothing(void *ctx, uint32_t line, const char *reason)
{
    (void)ctx, (void)line, (void)reason;
}

/* Appends a string, or the lines of a list joined together. */
static void append_lines(struct buf *out, const struct json_node *source)
{
    if (!source)
        return;
    if (source->kind == JSON_NODE_STRING)
        buf_append_str(out, source->text);
    for (const struct json_node *line = source->first; line; line = line->next)
        append_lines(out, line);
}

/* ---- output ---- */

/* Appends lines without the escape sequences that colour them, each on a line of its own. */
static void append_traceback(struct buf *out, const struct json_node *lines)
{
    const char escape = 0x1B;
    for (const struct json_node *l = lines ? lines->first : NULL; l; l = l->next) {
        buf_append_char(out, '\n');
        for (size_t i = 0; i < l->text.n; i++) {
            if (l->text.p[i] == escape)
                while (i < l->text.n && !ascii_is_alpha(l->text.p[i]))
                    i++;
            else
                buf_append_char(out, l->text.p[i]);
        }
    }
}

/* Appends an error such as "NameError: name 'x' is not defined". */
static void append_error(struct buf *out, const struct json_node *output)
{
    struct str name = json_node_string(output, "ename"), value = json_node_string(output, "evalue");
    if (name.n)
        buf_append_format(out, "%.*s: %.*s", STR_PRINT(name), STR_PRINT(value));
    append_traceback(out, json_node_member(output, "traceback"));
}

/* Appends what a cell has displayed. The plain text of an object that is drawn, "<Figure size
 * 640x480>", says nothing, but its other forms may. */
static void append_data(struct buf *out, const struct json_node *data)
{
    static const char *const forms[] = {"text/markdown", "text/html", "text/latex", NULL};
    const size_t start = out->n;
    append_lines(out, json_node_member(data, "text/plain"));
    if (out->n > start && out->p[start] != '<')
        return;
    for (size_t i = 0; forms[i]; i++) {
        AUTO(buf_done) struct buf form = BUF_INIT;
        AUTO(buf_done) struct buf plain = BUF_INIT;
        append_lines(&form, json_node_member(data, forms[i]));
        if (form.n && out->n > start)
            buf_append_char(out, '\n');
        buf_append_str(out, html_text_of(buf_str(&form), &plain));
    }
}

static void append_output(struct buf *out, const struct json_node *output)
{
    const size_t start = out->n;
    append_lines(out, json_node_member(output, "text"));
    append_data(out, json_node_member(output, "data"));
    if (out->n == start)
        append_lines(out, json_node_member(output, "html")); /* in older notebooks */
    append_error(out, output);
}

/* ---- cells ---- */

static void take_tags(struct document *d, const struct json_node *cell)
{
    const struct json_node *tags = json_node_member(json_node_member(cell, "metadata"), "tags");
    for (const struct json_node *tag = tags ? tags->first : NULL; tag; tag = tag->next)
        document_add_field(d, STR_LITERAL("tags"), json_node_scalar(tag));
}

/* Reads a cell: Markdown as such, and code with its output. */
static enum err_code read_cell(struct notebook *n, const struct json_node *cell,
                               struct arena *scratch, struct err *err)
{
    AUTO(buf_done) struct buf source = BUF_INIT;
    struct reader_output output = {add_cell, skip_nothing, n};
    struct str type = json_node_string(cell, "cell_type");
    take_tags(&n->document, cell);
    if (str_equal(type, STR_LITERAL("heading")))
        buf_append_str(&source, STR_LITERAL("# "));
    append_lines(&source, json_node_member(cell, "source"));
    append_lines(&source, json_node_member(cell, "input")); /* in older notebooks */
    if (str_equal(type, STR_LITERAL("markdown")) || str_equal(type, STR_LITERAL("heading"))) {
        struct reader_input input = {.path = n->document.path,
                                     .text = buf_str(&source),
                                     .charset = n->document.charset,
                                     .first_line = cell->line};
        return markdown_read(&input, scratch, &output, err);
    }
    const struct json_node *outputs = json_node_member(cell, "outputs");
    for (const struct json_node *o = outputs ? outputs->first : NULL; o; o = o->next) {
        buf_append(&source, "\n\n", 2);
        append_output(&source, o);
    }
    struct document plain = {.text = str_trim(buf_str(&source)), .first_line = cell->line};
    return add_cell(n, &plain, err);
}

static void read_cells(struct notebook *n, const struct json_node *cells, struct arena *scratch,
                       struct err *err)
{
    for (const struct json_node *cell = cells->first; cell && !err->code; cell = cell->next)
        read_cell(n, cell, scratch, err);
}

/* Takes the title and the authors, and makes fields of other strings. */
static void take_metadata(struct document *d, const struct json_node *metadata)
{
    const struct json_node *authors = json_node_member(metadata, "authors");
    d->title = arena_copy(d->arena, json_node_string(metadata, "title"));
    for (const struct json_node *m = metadata ? metadata->first : NULL; m; m = m->next)
        if (m->kind == JSON_NODE_STRING && !str_equal(m->name, STR_LITERAL("title")))
            document_add_values(d, m->name, m->text);
    for (const struct json_node *a = authors ? authors->first : NULL; a; a = a->next)
        document_add_field(d, STR_LITERAL("author"),
                           a->kind == JSON_NODE_STRING ? a->text : json_node_string(a, "name"));
}

bool notebook_is(const struct json_node *root)
{
    return json_node_is(json_node_member(root, "nbformat"), JSON_NODE_LITERAL) &&
           (json_node_is(json_node_member(root, "cells"), JSON_NODE_ARRAY) ||
            json_node_is(json_node_member(root, "worksheets"), JSON_NODE_ARRAY));
}

enum err_code notebook_read(const struct reader_input *input, const struct json_node *root,
                            struct arena *scratch, const struct reader_output *output,
                            struct err *err)
{
    AUTO(arena_done) struct arena cell_scratch = ARENA_INIT;
    struct notebook n = {.text = BUF_INIT, .extras = EXTRAS_INIT};
    const struct json_node *cells = json_node_member(root, "cells");
    arena_clear(scratch);
    reader_begin(&n.document, input, scratch, "json");
    take_metadata(&n.document, json_node_member(root, "metadata"));
    if (cells)
        read_cells(&n, cells, &cell_scratch, err);
    const struct json_node *sheets = json_node_member(root, "worksheets"); /* in older notebooks */
    for (const struct json_node *s = sheets ? sheets->first : NULL; s && !err->code; s = s->next)
        if ((cells = json_node_member(s, "cells")))
            read_cells(&n, cells, &cell_scratch, err);
    n.document.text = buf_str(&n.text);
    extras_deliver(&n.extras, &n.text, &n.document);
    if (n.document.n_lines == 0)
        document_add_line(&n.document, 0, n.document.first_line, 0);
    if (!err->code)
        output->add(output->ctx, &n.document, err);
    buf_done(&n.text);
    extras_done(&n.extras);
    return err->code;
}
