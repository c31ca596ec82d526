/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads JSON that is not one object a line. Each object of an array, or of an array in an object,
 * becomes a document; any other value becomes a single document. */
#include "indexer/formats/records/columns.h"
#include "indexer/formats/records/json_names.h"
#include "indexer/formats/records/json_record.h"
#include "indexer/formats/records/notebook.h"
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

/* Reads everything as one document, with title and language as in a record. */
static enum err_code read_whole(const struct reader *r, const struct json_node *root,
                                struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    arena_clear(r->scratch);
    reader_begin(&d, r->input, r->scratch, "json");
    if (root->kind == JSON_NODE_OBJECT) {
        json_record_read(&d, root, r->input, &text);
        if (!d.is_described)
            d.id = STR_EMPTY; /* it is the whole file */
    } else {
        json_record_append_strings(&d, root, &text);
    }
    if (!d.is_described)
        json_names_append(&d, root, JSON_NAMES_ALL, &text);
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
    if (!json_record_read_value(&d, record, r->input, &text)) {
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

/* Returns whether the input is a part of an array that does not begin it. */
static bool is_later_part(const struct reader_input *input)
{
    bool begins_file = str_starts_with(input->text, input->opening) ||
                       str_starts_with(input->opening, input->text);
    return input->opening.n &&
           !(begins_file && str_starts_with(str_trim(input->text), STR_LITERAL("[")));
}

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
    if (is_later_part(input))
        return read_stream(&r, json, 0, line, err);
    size_t n = json_node_skip_blanks(json, &line), end;
    const size_t start = n;
    const uint32_t first_line = line;
    if (n < json.n && json.p[n] == '[') {
        n++;
        n += json_node_skip_blanks(str_slice(json, n, json.n), &line);
        if (n < json.n && json.p[n] == '{')
            return read_stream(&r, json, n, line, err);
    }
    json = str_slice(json, start, json.n);
    if (!json_node_read(json, first_line, &nodes, &root, &end, &problem))
        return text_read(input, scratch, output, err);
    struct str rest = str_slice(json, end, json.n);
    rest = str_slice(rest, json_node_skip_blanks(rest, &line), rest.n);
    if (rest.n && root->kind == JSON_NODE_OBJECT && rest.p[0] == '{')
        return read_stream(&r, json, 0, first_line, err);
    if (rest.n || !root->first)
        return text_read(input, scratch, output, err);
    if (notebook_is(root))
        return notebook_read(input, root, scratch, output, err);
    struct json_node **records = root->kind == JSON_NODE_OBJECT ? find_records(root) : NULL;
    return records ? read_records(&r, root, records, err) : read_whole(&r, root, err);
}
