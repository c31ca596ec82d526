/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --json: one object, valid also without hits; --jsonl: one object per line for each hit. Bytes
 * that are not UTF-8 are replaced by U+FFFD; such a path is also given as base64 of its bytes,
 * "path_bytes". Marks are [start, end) in bytes of the passage's text. */

#include "base/json.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "search/print/columns.h"
#include "search/print/facets.h"
#include "search/print/forms.h"
#include "text/json_text.h"

#include <math.h>

static void write_json(const struct buf *json, FILE *out)
{
    fwrite(json->p, 1, json->n, out);
}

/* A page is not given as a line, because an editor would go there. */
static void put_line(struct json *j, const struct hit *h, uint32_t line)
{
    json_put_member_integer(j, "line", print_has_pages(h->record) ? 0 : line);
}

static void put_page(struct json *j, const struct hit *h, uint32_t page)
{
    if (print_has_pages(h->record))
        json_put_member_integer(j, "page", page);
}

static void put_place(struct json *j, const struct hit *h, const struct passage *p)
{
    put_line(j, h, p->line);
    put_page(j, h, p->line);
    json_put_member_integer(j, "column", p->column);
    if (print_has_pages(h->record))
        return;
    json_put_member_integer(j, "match_line", p->match_line);
    json_put_member_integer(j, "match_column", p->match_column);
}

static void put_section(struct json *j, const struct passage *p)
{
    if (!p || p->section.n == 0)
        return;
    json_put_key(j, "section");
    json_put_open(j, '[');
    for (uint32_t i = 0; i < p->section.n; i++)
        json_put_repaired(j, p->section.headings[i]);
    json_put_close(j, ']');
}

static void put_anchor(struct json *j, const struct passage *p)
{
    if (p && p->anchor.n)
        json_put_member_repaired(j, "anchor", p->anchor);
}

static void put_passage(struct json *j, const struct hit *h, const struct passage *p)
{
    json_put_open(j, '{');
    json_put_member_repaired(j, "text", p->text);
    put_place(j, h, p);
    json_put_member_repaired(j, "heading", passage_heading(p));
    put_section(j, p);
    put_anchor(j, p);
    json_put_key(j, "marks");
    json_put_open(j, '[');
    for (uint32_t i = 0; i < p->n_marks; i++) {
        json_put_open(j, '[');
        json_put_integer(j, p->marks[i].start);
        json_put_integer(j, p->marks[i].end);
        json_put_close(j, ']');
    }
    json_put_close(j, ']');
    json_put_close(j, '}');
}

static void put_explanation(struct json *j, const struct explanation *e)
{
    json_put_key(j, "explain");
    json_put_open(j, '[');
    for (size_t i = 0; i < e->n; i++) {
        const struct explain_row *row = &e->rows[i];
        json_put_open(j, '{');
        json_put_member_repaired(j, "term", row->term);
        json_put_member_repaired(j, "field", row->field);
        json_put_member_repaired(j, "kind", str_of(row->kind));
        json_put_member_integer(j, "tf", row->tf);
        json_put_member_integer(j, "df", row->df);
        json_put_member_integer(j, "length", e->length);
        json_put_key(j, "share");
        json_put_number(j, row->share);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void put_copies(struct json *j, const struct hit *h)
{
    if (h->n_copies == 0)
        return;
    json_put_key(j, "copies");
    json_put_open(j, '[');
    for (size_t i = 0; i < h->n_copies; i++) {
        json_put_open(j, '{');
        json_put_path(j, h->copies[i].path);
        json_put_member_repaired(j, "id", h->copies[i].id);
        json_put_member_integer(j, "line", h->copies[i].line);
        json_put_key(j, "is_near");
        json_put_bool(j, h->copies[i].is_near);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void put_topic(struct json *j, const struct answer *a)
{
    if (a->topic.p)
        json_put_member_repaired(j, "topic", a->topic);
}

static void put_date(struct json *j, const char *name, struct str stamp)
{
    AUTO(buf_done) struct buf date = BUF_INIT;
    stamp_append_iso(&date, stamp, false);
    json_put_member(j, name, buf_str(&date));
}

static void put_passages(struct json *j, const struct hit *h)
{
    json_put_key(j, "passages");
    json_put_open(j, '[');
    for (size_t i = 0; i < h->n_passages; i++)
        put_passage(j, h, &h->passages[i]);
    json_put_close(j, ']');
}

/* Puts all values of a field that was asked for by its name. */
static void put_field(struct json *j, const struct hit *h, const struct column *column)
{
    const struct record *r = h->record;
    json_put_key_repaired(j, column->name);
    json_put_open(j, '[');
    for (uint32_t i = 0; i < r->n_fields; i++)
        if (column_is_field(column, r->fields[i].name))
            json_put_repaired(j, r->fields[i].value);
    json_put_close(j, ']');
}

static void put_column(struct json *j, const struct hit *h, const struct column *column)
{
    const struct record *r = h->record;
    const struct passage *best = h->n_passages ? &h->passages[0] : NULL;
    switch (column->kind) {
    case COLUMN_RANK:
        json_put_member_integer(j, "rank", h->rank);
        break;
    case COLUMN_SCORE:
        json_put_key(j, "score");
        json_put_number(j, h->score);
        break;
    case COLUMN_PATH:
        json_put_path(j, h->path);
        break;
    case COLUMN_REF:
        json_put_member(j, "ref", str_of(h->ref));
        break;
    case COLUMN_ID:
        json_put_member_repaired(j, "id", r->id);
        break;
    case COLUMN_TITLE:
        json_put_member_repaired(j, "title", r->title);
        break;
    case COLUMN_DATE:
        put_date(j, "date", h->record->date);
        break;
    case COLUMN_LANGUAGE:
        json_put_member_repaired(j, "language", r->language);
        break;
    case COLUMN_TYPE:
        json_put_member_repaired(j, "type", r->type);
        break;
    case COLUMN_SIZE:
        json_put_member_integer(j, "size", r->text_bytes);
        break;
    case COLUMN_MTIME:
        put_date(j, "mtime", str_of(h->mtime));
        break;
    case COLUMN_LINE:
        put_line(j, h, best ? best->line : r->first_line);
        break;
    case COLUMN_PAGE:
        put_page(j, h, best ? best->line : r->first_line);
        break;
    case COLUMN_COLUMN:
        json_put_member_integer(j, "column", best ? best->column : 0);
        break;
    case COLUMN_HEADING:
        json_put_member_repaired(j, "heading", best ? passage_heading(best) : STR_EMPTY);
        break;
    case COLUMN_SECTION:
        put_section(j, best);
        break;
    case COLUMN_ANCHOR:
        put_anchor(j, best);
        break;
    case COLUMN_PASSAGE:
        json_put_member_repaired(j, "passage", best ? best->text : STR_EMPTY);
        break;
    case COLUMN_PASSAGES:
        put_passages(j, h);
        break;
    case COLUMN_COLLAPSED:
        json_put_member_integer(j, "collapsed", (int64_t)h->n_copies);
        break;
    case COLUMN_COPIES:
        put_copies(j, h);
        break;
    case COLUMN_STALE:
        json_put_key(j, "stale");
        json_put_bool(j, h->is_stale);
        break;
    case COLUMN_FIELDS:
        json_put_fields(j, r->fields, r->n_fields);
        break;
    case COLUMN_FIELD:
        put_field(j, h, column);
        break;
    }
}

static const struct column DEFAULT_ITEMS[] = {
    {COLUMN_RANK},   {COLUMN_SCORE}, {COLUMN_PATH},   {COLUMN_REF},
    {COLUMN_ID},     {COLUMN_TITLE}, {COLUMN_DATE},   {COLUMN_LANGUAGE},
    {COLUMN_TYPE},   {COLUMN_LINE},  {COLUMN_PAGE},   {COLUMN_COLLAPSED},
    {COLUMN_COPIES}, {COLUMN_STALE}, {COLUMN_FIELDS}, {COLUMN_PASSAGES},
};
enum { N_DEFAULT_ITEMS = sizeof DEFAULT_ITEMS / sizeof *DEFAULT_ITEMS };

static void put_hit(struct json *j, const struct print_settings *s, const struct hit *h)
{
    struct columns columns = {DEFAULT_ITEMS, N_DEFAULT_ITEMS};
    if (s->columns)
        columns = *s->columns;
    for (size_t i = 0; i < columns.n; i++)
        put_column(j, h, &columns.items[i]);
    if (h->explanation)
        put_explanation(j, h->explanation);
}

/* Puts the indexes that were not searched. */
static void put_missing(struct json *j, const struct answer *a)
{
    if (a->n_missing == 0)
        return;
    json_put_key(j, "missing");
    json_put_open(j, '[');
    for (size_t i = 0; i < a->n_missing; i++) {
        json_put_open(j, '{');
        json_put_member_repaired(j, "index", a->missing[i].place);
        json_put_member_repaired(j, "reason", a->missing[i].reason);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void print_json_begin(const struct print_settings *s, const struct answer *a, FILE *out)
{
    struct buf bytes = BUF_INIT;
    struct json j = JSON_INIT(&bytes);
    (void)s;

    if (a->is_continued)
        buf_append_str(&bytes, STR_LITERAL(",\n"));
    json_put_open(&j, '{');
    json_put_member_integer(&j, "version", PRINT_JSON_VERSION);
    put_topic(&j, a);
    json_put_member_repaired(&j, "query", a->query);
    if (a->did_you_mean.n)
        json_put_member_repaired(&j, "did_you_mean", a->did_you_mean);
    if (a->n_hints) {
        json_put_key(&j, "notes");
        json_put_open(&j, '[');
        for (size_t i = 0; i < a->n_hints; i++)
            json_put_string(&j, a->hints[i]);
        json_put_close(&j, ']');
    }
    put_missing(&j, a);
    json_put_member_integer(&j, "total", a->total);
    json_put_key(&j, "total_is_exact");
    json_put_bool(&j, a->total_lower == a->total_upper);
    json_put_member_integer(&j, "first", a->first);
    json_put_key(&j, "elapsed_ms");
    json_put_number(&j, round(a->elapsed_s * 1e6) / 1e3);
    if (a->n_facets)
        print_put_facets(&j, a->facets, a->n_facets);
    json_put_key(&j, "hits");
    json_put_open(&j, '[');
    write_json(&bytes, out);
    buf_done(&bytes);
}

static void print_json_hit(const struct print_settings *s, const struct answer *a,
                           const struct hit *h, FILE *out)
{
    struct buf bytes = BUF_INIT;
    struct json j = JSON_INIT(&bytes);

    fputs(h->rank == a->first + 1 ? "\n" : ",\n", out);
    json_put_open(&j, '{');
    put_hit(&j, s, h);
    json_put_close(&j, '}');
    write_json(&bytes, out);
    buf_done(&bytes);
}

static void put_omitted(struct buf *bytes, const struct omitted *o)
{
    struct json j = JSON_INIT(bytes);
    if (o->n_hits == 0 && o->n_passages == 0 && !o->is_shortened)
        return;
    buf_append_char(bytes, ',');
    json_put_key(&j, "omitted");
    json_put_open(&j, '{');
    json_put_member_integer(&j, "hits", (int64_t)o->n_hits);
    json_put_member_integer(&j, "passages", (int64_t)o->n_passages);
    json_put_key(&j, "shortened");
    json_put_bool(&j, o->is_shortened);
    json_put_close(&j, '}');
}

/* Ends a valid document even if an error occurred between the hits. */
static void print_json_end(const struct print_settings *s, const struct answer *a, FILE *out)
{
    struct buf bytes = BUF_INIT;
    (void)s;
    buf_append_char(&bytes, ']');
    put_omitted(&bytes, &a->omitted);
    if (a->error) {
        buf_append_char(&bytes, ',');
        print_append_error(&bytes, a->error);
    }
    buf_append_str(&bytes, a->topic.p ? STR_LITERAL("}") : STR_LITERAL("}\n"));
    write_json(&bytes, out);
    buf_done(&bytes);
}

static void print_jsonl_hit(const struct print_settings *s, const struct answer *a,
                            const struct hit *h, FILE *out)
{
    struct buf bytes = BUF_INIT;
    struct json j = JSON_INIT(&bytes);

    json_put_open(&j, '{');
    json_put_member_integer(&j, "version", PRINT_JSON_VERSION);
    put_topic(&j, a);
    put_hit(&j, s, h);
    json_put_close(&j, '}');
    buf_append_char(&bytes, '\n');
    write_json(&bytes, out);
    buf_done(&bytes);
}

const struct printer print_json_form = {print_json_begin, print_json_hit, print_json_end};
const struct printer print_jsonl_form = {print_nothing, print_jsonl_hit, print_nothing};
