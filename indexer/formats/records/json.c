/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads JSON that is not one object a line. Each object of an array, or of an array in an object,
 * becomes a document; any other value becomes a single document. Of notebooks, the cells are the
 * text. */
#include "indexer/formats/records/columns.h"
#include "indexer/formats/records/json_record.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

struct reader {
    const struct reader_input *input;
    struct arena *scratch; /* cleared for each document */
    const struct reader_output *output;
};

static enum err_code emit(const struct reader *r, struct document *d, struct err *err)
{
    if (d->n_lines == 0)
        document_add_line(d, 0, d->first_line, 0);
    return r->output->add(r->output->ctx, d, err);
}

/* ---- notebooks ---- */

struct notebook {
    struct document document;
    struct buf text;
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
    buf_append_str(&n->text, cell->text);
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

/* Appends an error such as "NameError: name 'x' is not defined". */
static void append_error(struct buf *out, const struct json_node *output)
{
    struct str name = json_node_string(output, "ename"), value = json_node_string(output, "evalue");
    if (name.n)
        buf_append_format(out, "%.*s: %.*s", STR_PRINT(name), STR_PRINT(value));
}

/* Reads a cell: Markdown as such, and code with its output. */
static enum err_code read_cell(struct notebook *n, const struct json_node *cell,
                               struct arena *scratch, struct err *err)
{
    AUTO(buf_done) struct buf source = BUF_INIT;
    struct reader_output output = {add_cell, skip_nothing, n};
    struct str type = json_node_string(cell, "cell_type");
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
        append_lines(&source, json_node_member(o, "text"));
        append_lines(&source, json_node_member(json_node_member(o, "data"), "text/plain"));
        append_error(&source, o);
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

static enum err_code read_notebook(const struct reader *r, const struct json_node *root,
                                   struct err *err)
{
    AUTO(arena_done) struct arena scratch = ARENA_INIT;
    struct notebook n = {.text = BUF_INIT};
    const struct json_node *cells = json_node_member(root, "cells");
    arena_clear(r->scratch);
    reader_begin(&n.document, r->input, r->scratch, "json");
    n.document.title = arena_copy(n.document.arena,
                                  json_node_string(json_node_member(root, "metadata"), "title"));
    if (cells)
        read_cells(&n, cells, &scratch, err);
    const struct json_node *sheets = json_node_member(root, "worksheets"); /* in older notebooks */
    for (const struct json_node *s = sheets ? sheets->first : NULL; s && !err->code; s = s->next)
        if ((cells = json_node_member(s, "cells")))
            read_cells(&n, cells, &scratch, err);
    n.document.text = buf_str(&n.text);
    if (!err->code)
        emit(r, &n.document, err);
    buf_done(&n.text);
    return err->code;
}

/* Reads everything as one document, with title and language as in a record. */
static enum err_code read_whole(const struct reader *r, const struct json_node *root,
                                struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    arena_clear(r->scratch);
    reader_begin(&d, r->input, r->scratch, "json");
    bool is_notebook = json_node_is(json_node_member(root, "nbformat"), JSON_NODE_LITERAL);
    if (root->kind == JSON_NODE_OBJECT && !is_notebook) {
        json_record_read(&d, root, r->input, &text);
        if (!d.is_described)
            d.id = STR_EMPTY; /* it is the whole file */
    } else {
        json_record_append_strings(&d, root, is_notebook ? "source" : NULL, &text);
    }
    return emit(r, &d, err);
}

/* ---- records ---- */

static enum err_code read_record(const struct reader *r, const struct json_node *record,
                                 struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    reader_begin(&d, r->input, r->scratch, "json");
    d.first_line = record->line;
    if (record->kind == JSON_NODE_OBJECT) {
        json_record_read(&d, record, r->input, &text);
    } else {
        d.id = arena_format(d.arena, "%u", d.first_line);
        json_record_append_strings(&d, record, NULL, &text);
    }
    if (d.text.n == 0 && record->kind != JSON_NODE_OBJECT) {
        r->output->skip(r->output->ctx, record->line, "not a JSON object");
        return ERR_OK;
    }
    return emit(r, &d, err);
}

/* Skips blanks, ends of arrays and the start of a following array. Returns their length. */
static size_t skip_between(struct str rest, uint32_t *line)
{
    size_t at = json_node_skip_blanks(rest, line);
    while (at < rest.n && rest.p[at] == ']') {
        at++;
        at += json_node_skip_blanks(str_slice(rest, at, rest.n), line);
        at += at < rest.n && rest.p[at] == '[';
        at += json_node_skip_blanks(str_slice(rest, at, rest.n), line);
    }
    return at;
}

/* Reports a problem, with its column counted from the start of the line instead of from `at`. */
static void report(const struct reader *r, struct str json, size_t at, uint32_t line,
                   struct json_problem *problem)
{
    size_t line_start = str_after_last(str_slice(json, 0, at), '\n');
    if (problem->line == line)
        problem->column += (uint32_t)(at - line_start);
    json_record_report(r->output, problem);
}

/* Reads values one by one from `at` on, so that only one is in memory: the items of an array, after
 * its bracket, or a sequence of values. A damaged value is skipped by counting brackets. */
static enum err_code read_stream(const struct reader *r, struct str json, size_t at, uint32_t line,
                                 struct err *err)
{
    for (;;) {
        struct json_problem problem;
        struct json_node *record;
        size_t end;
        at += skip_between(str_slice(json, at, json.n), &line);
        struct str rest = str_slice(json, at, json.n);
        if (rest.n == 0)
            return ERR_OK;
        arena_clear(r->scratch);
        if (json_node_read(rest, line, r->scratch, &record, &end, &problem)) {
            if (read_record(r, record, err))
                return err->code;
        } else {
            report(r, json, at, line, &problem);
            end = json_node_skip(rest);
        }
        line += str_count_breaks(str_slice(json, at, at + end));
        at += end;
    }
}

/* ---- records in an object ---- */

static bool has_column(const struct json_node *object, enum column column)
{
    static const struct reader_input usual;
    struct column_role role;
    for (const struct json_node *m = object->first; m; m = m->next)
        if (json_node_scalar(m).n && column_of_name(&usual, m->name, &role) &&
            role.column == column)
            return true;
    return false;
}

/* Returns whether a name is one that lists of documents have. */
static bool is_list_name(struct str name)
{
    static const char *const names[] = {
        "items",   "entries", "records",  "results",  "documents", "docs",   "data",  "rows",
        "hits",    "posts",   "articles", "features", "feed",      "value",  "list",  "pages",
        "objects", "notes",   "issues",   "result",   "elements",  "photos", "books", NULL};
    for (size_t i = 0; names[i]; i++)
        if (str_equal_ignoring_case(name, str_of(names[i])))
            return true;
    return false;
}

/* Returns whether all items are objects and most of them have a title or the like. */
static bool is_list_of_records(const struct json_node *list)
{
    size_t n = 0, n_called = 0;
    if (list->kind != JSON_NODE_ARRAY || !list->first)
        return false;
    for (const struct json_node *item = list->first; item; item = item->next, n++) {
        if (item->kind != JSON_NODE_OBJECT)
            return false;
        n_called += has_column(item, COLUMN_ID) || has_column(item, COLUMN_TITLE);
    }
    return is_list_name(list->name) || n_called * 2 > n;
}

/* Finds the list of records that an object, or an object in it, exists for: {"count": 2, "items":
 * [{}, {}]}. NULL: the object is a document itself. */
static struct json_node **find_records(struct json_node *object)
{
    struct json_node **list = NULL, **inner = NULL;
    size_t n_lists = 0;
    if (has_column(object, COLUMN_TEXT))
        return NULL;
    for (struct json_node **m = &object->first; *m; m = &(*m)->next) {
        bool is_most = ((*m)->end - (*m)->start) * 2 > object->end - object->start;
        if ((*m)->kind == JSON_NODE_ARRAY && (*m)->first)
            n_lists++;
        if (is_most && is_list_of_records(*m))
            list = m;
        if (is_most && (*m)->kind == JSON_NODE_OBJECT)
            inner = m;
    }
    if (list && (!has_column(object, COLUMN_TITLE) || is_list_name((*list)->name)))
        return n_lists == 1 ? list : NULL;
    return inner && n_lists == 0 && !has_column(object, COLUMN_TITLE) ? find_records(*inner) : NULL;
}

static bool has_string(const struct json_node *node)
{
    for (const struct json_node *n = node->first; n; n = n->next)
        if ((n->kind == JSON_NODE_STRING && str_trim(n->text).n) || has_string(n))
            return true;
    return false;
}

/* Reads the records at *list, and as another document what surrounds them. */
static enum err_code read_records(const struct reader *r, struct json_node *root,
                                  struct json_node **list, struct err *err)
{
    const struct json_node *records = *list;
    *list = records->next;
    if (has_string(root) && read_whole(r, root, err))
        return err->code;
    for (const struct json_node *record = records->first; record; record = record->next) {
        arena_clear(r->scratch);
        if (read_record(r, record, err))
            return err->code;
    }
    return ERR_OK;
}

/* ---- files ---- */

enum err_code json_read(const struct reader_input *input, struct arena *scratch,
                        const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(arena_done) struct arena nodes = ARENA_INIT;
    const struct reader r = {input, scratch, output};
    struct str json = reader_unix_lines(input->text, &unix_lines);
    struct json_problem problem;
    struct json_node *root;
    uint32_t line = input->first_line;
    size_t n = json_node_skip_blanks(json, &line), end;
    uint32_t first_line = line;
    if (n < json.n && json.p[n] == '[') {
        n++;
        n += json_node_skip_blanks(str_slice(json, n, json.n), &line);
        if (n < json.n && json.p[n] == '{')
            return read_stream(&r, json, n, line, err);
        n = 0;
    }
    json = str_slice(json, n, json.n);
    if (!json_node_read(json, first_line, &nodes, &root, &end, &problem))
        return text_read(input, scratch, output, err);
    struct str rest = str_slice(json, end, json.n);
    rest = str_slice(rest, json_node_skip_blanks(rest, &line), rest.n);
    if (rest.n && root->kind == JSON_NODE_OBJECT && rest.p[0] == '{')
        return read_stream(&r, json, 0, first_line, err);
    if (rest.n || !root->first)
        return text_read(input, scratch, output, err);
    struct json_node **records = root->kind == JSON_NODE_OBJECT ? find_records(root) : NULL;
    if (json_node_is(json_node_member(root, "nbformat"), JSON_NODE_LITERAL) &&
        (json_node_is(json_node_member(root, "cells"), JSON_NODE_ARRAY) ||
         json_node_is(json_node_member(root, "worksheets"), JSON_NODE_ARRAY)))
        return read_notebook(&r, root, err);
    return records ? read_records(&r, root, records, err) : read_whole(&r, root, err);
}
