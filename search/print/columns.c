/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formats the values of a hit as text, by their names. */
#include "search/print/columns.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "search/print/forms.h"
#include "text/field_name.h"

#include <inttypes.h>

static const char *const NAMES[COLUMN_FIELD] = {
    [COLUMN_RANK] = "rank",
    [COLUMN_SCORE] = "score",
    [COLUMN_PATH] = "path",
    [COLUMN_REF] = "ref",
    [COLUMN_ID] = "id",
    [COLUMN_TITLE] = "title",
    [COLUMN_DATE] = "date",
    [COLUMN_LANGUAGE] = "language",
    [COLUMN_TYPE] = "type",
    [COLUMN_SIZE] = "size",
    [COLUMN_MTIME] = "mtime",
    [COLUMN_LINE] = "line",
    [COLUMN_COLUMN] = "column",
    [COLUMN_PAGE] = "page",
    [COLUMN_HEADING] = "heading",
    [COLUMN_SECTION] = "section",
    [COLUMN_ANCHOR] = "anchor",
    [COLUMN_PASSAGE] = "passage",
    [COLUMN_PASSAGES] = "passages",
    [COLUMN_COLLAPSED] = "collapsed",
    [COLUMN_COPIES] = "copies",
    [COLUMN_STALE] = "stale",
    [COLUMN_FIELDS] = "fields",
};

enum err_code column_find(struct str name, struct column *ret, struct err *err)
{
    bool is_field = field_name_strip(&name);
    *ret = (struct column){COLUMN_FIELD, name};
    if (name.n == 0)
        return err_set(err, ERR_USAGE, "a name is missing");
    for (int i = 0; i < COLUMN_FIELD && !is_field; i++)
        if (str_equal(name, str_of(NAMES[i])))
            ret->kind = (enum column_kind)i;
    return ERR_OK;
}

static bool has_column(const struct columns *columns, const struct column *column)
{
    for (size_t i = 0; i < columns->n; i++)
        if (columns->items[i].kind == column->kind &&
            str_equal(columns->items[i].name, column->name))
            return true;
    return false;
}

enum err_code columns_parse(struct str list, struct arena *arena, struct columns *ret,
                            struct err *err)
{
    size_t most = 1;
    for (size_t i = 0; i < list.n; i++)
        most += list.p[i] == ',';
    struct column *items = arena_alloc(arena, most * sizeof *items);
    *ret = (struct columns){items, 0};
    for (size_t start = 0, end; start <= list.n; start = end + 1) {
        end = str_find_char(list, ',', start);
        struct column *item = &items[ret->n];
        if (column_find(str_trim(str_slice(list, start, end)), item, err))
            return err->code;
        if (has_column(ret, item))
            return err_set(err, ERR_USAGE, "'%.*s' is given twice", STR_PRINT(item->name));
        ret->n++;
    }
    return ERR_OK;
}

static void append_number(struct buf *out, uint64_t number)
{
    buf_append_format(out, "%" PRIu64, number);
}

static void append_place(struct buf *out, enum column_kind kind, const struct hit *h)
{
    const struct passage *best = h->n_passages ? &h->passages[0] : NULL;
    bool has_pages = print_has_pages(h->record);
    uint32_t line = best ? best->match_line : h->record->first_line;
    uint32_t column = best ? best->match_column : 0;
    if (kind == COLUMN_COLUMN && column)
        append_number(out, column);
    if (kind != COLUMN_COLUMN && line && has_pages == (kind == COLUMN_PAGE))
        append_number(out, line);
}

static void append_separator(struct buf *out, bool is_first)
{
    if (!is_first)
        buf_append_str(out, STR_LITERAL("; "));
}

bool columns_have_anchors(const struct columns *columns)
{
    for (size_t i = 0; i < columns->n; i++)
        if (columns->items[i].kind == COLUMN_ANCHOR || columns->items[i].kind == COLUMN_PASSAGES)
            return true;
    return false;
}

/* Names are compared in folded form, as in a query. */
bool column_is_field(const struct column *column, struct str name)
{
    AUTO(buf_done) struct buf folded = BUF_INIT;
    AUTO(buf_done) struct buf wanted = BUF_INIT;
    field_name_fold(name, &folded);
    field_name_fold(column->name, &wanted);
    return str_equal(buf_str(&folded), buf_str(&wanted));
}

static void append_field(struct buf *out, const struct record *r, const struct column *column)
{
    bool is_first = true;
    for (uint32_t i = 0; i < r->n_fields; i++) {
        if (!column_is_field(column, r->fields[i].name))
            continue;
        append_separator(out, is_first);
        buf_append_str(out, r->fields[i].value);
        is_first = false;
    }
}

static void append_fields(struct buf *out, const struct record *r)
{
    for (uint32_t i = 0; i < r->n_fields; i++) {
        append_separator(out, i == 0);
        buf_append_str(out, r->fields[i].name);
        buf_append_char(out, '=');
        buf_append_str(out, r->fields[i].value);
    }
}

static void append_passages(struct buf *out, const struct hit *h)
{
    for (size_t i = 0; i < h->n_passages; i++) {
        buf_append_str(out, i ? STR_LITERAL(" … ") : STR_EMPTY);
        buf_append_str(out, h->passages[i].text);
    }
}

static void append_section(struct buf *out, const struct hit *h)
{
    for (uint32_t i = 0; h->n_passages && i < h->passages[0].section.n; i++) {
        append_separator(out, i == 0);
        buf_append_str(out, h->passages[0].section.headings[i]);
    }
}

static void append_copies(struct buf *out, const struct hit *h)
{
    for (size_t i = 0; i < h->n_copies; i++) {
        append_separator(out, i == 0);
        buf_append_str(out, h->copies[i].path);
    }
}

void column_append_raw(struct buf *out, const struct column *column, const struct hit *h)
{
    const struct record *r = h->record;
    switch (column->kind) {
    case COLUMN_RANK:
        append_number(out, h->rank);
        break;
    case COLUMN_SCORE:
        print_append_number(out, h->score);
        break;
    case COLUMN_PATH:
        buf_append_str(out, h->path);
        break;
    case COLUMN_REF:
        buf_append_str(out, str_of(h->ref));
        break;
    case COLUMN_ID:
        buf_append_str(out, r->id);
        break;
    case COLUMN_TITLE:
        buf_append_str(out, r->title);
        break;
    case COLUMN_DATE:
        stamp_append_iso(out, r->date, false);
        break;
    case COLUMN_LANGUAGE:
        buf_append_str(out, r->language);
        break;
    case COLUMN_TYPE:
        buf_append_str(out, r->type);
        break;
    case COLUMN_SIZE:
        append_number(out, r->text_bytes);
        break;
    case COLUMN_MTIME:
        stamp_append_iso(out, str_of(h->mtime), false);
        break;
    case COLUMN_LINE:
    case COLUMN_COLUMN:
    case COLUMN_PAGE:
        append_place(out, column->kind, h);
        break;
    case COLUMN_HEADING:
        buf_append_str(out, h->n_passages ? passage_heading(&h->passages[0]) : STR_EMPTY);
        break;
    case COLUMN_SECTION:
        append_section(out, h);
        break;
    case COLUMN_ANCHOR:
        buf_append_str(out, h->n_passages ? h->passages[0].anchor : STR_EMPTY);
        break;
    case COLUMN_PASSAGE:
        buf_append_str(out, h->n_passages ? h->passages[0].text : STR_EMPTY);
        break;
    case COLUMN_PASSAGES:
        append_passages(out, h);
        break;
    case COLUMN_COLLAPSED:
        append_number(out, h->n_copies);
        break;
    case COLUMN_COPIES:
        append_copies(out, h);
        break;
    case COLUMN_STALE:
        buf_append_str(out, h->is_stale ? STR_LITERAL("true") : STR_LITERAL("false"));
        break;
    case COLUMN_FIELDS:
        append_fields(out, r);
        break;
    case COLUMN_FIELD:
        append_field(out, r, column);
        break;
    }
}

static bool is_name_of_file(enum column_kind kind)
{
    return kind == COLUMN_PATH || kind == COLUMN_ID || kind == COLUMN_COPIES;
}

void column_append_safe(struct buf *out, const struct column *column, const struct hit *h)
{
    AUTO(buf_done) struct buf raw = BUF_INIT;
    AUTO(buf_done) struct buf safe = BUF_INIT;
    column_append_raw(&raw, column, h);
    if (is_name_of_file(column->kind)) {
        print_append_path(out, buf_str(&raw));
    } else {
        print_append_safe(&safe, buf_str(&raw), true);
        buf_append_str(out, str_trim(buf_str(&safe)));
    }
}
