/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --json: one object, valid also without a hit; --jsonl: an object a line, one for each hit. What
 * is not UTF-8 is shown with U+FFFD; a path then comes as base64 of its bytes too, "path_bytes".
 * Marks are [start, end) in bytes of the passage's text. */

#include "base/json.h"
#include "base/stamp.h"
#include "search/print/forms.h"
#include "text/json_text.h"

#include <math.h>

static void write_json(const struct buf *json, FILE *out)
{
    fwrite(json->p, 1, json->n, out);
}

/* A page is no line: an editor would go there. */
static void put_line(struct json *j, const struct hit *h, uint32_t line)
{
    bool has_pages = print_has_pages(h->record);
    json_put_member_integer(j, "line", has_pages ? 0 : line);
    if (has_pages)
        json_put_member_integer(j, "page", line);
}

static void put_place(struct json *j, const struct hit *h, const struct passage *p)
{
    put_line(j, h, p->line);
    json_put_member_integer(j, "column", p->column);
    if (print_has_pages(h->record))
        return;
    json_put_member_integer(j, "match_line", p->match_line);
    json_put_member_integer(j, "match_column", p->match_column);
}

static void put_passage(struct json *j, const struct hit *h, const struct passage *p)
{
    json_put_open(j, '{');
    json_put_member_repaired(j, "text", p->text);
    put_place(j, h, p);
    json_put_member_repaired(j, "heading", p->heading);
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

static void put_hit(struct json *j, const struct answer *a, const struct hit *h, bool has_topic)
{
    const struct record *r = h->record;
    struct buf date = BUF_INIT;
    stamp_append_iso(&date, r->date, false);

    json_put_open(j, '{');
    if (has_topic)
        put_topic(j, a);
    json_put_member_integer(j, "rank", h->rank);
    json_put_key(j, "score");
    json_put_number(j, h->score);
    json_put_path(j, h->path);
    json_put_member_repaired(j, "id", r->id);
    json_put_member_repaired(j, "title", r->title);
    json_put_member(j, "date", buf_str(&date));
    json_put_member_repaired(j, "language", r->language);
    json_put_member_repaired(j, "type", r->type);
    put_line(j, h, h->n_passages ? h->passages[0].line : r->first_line);
    json_put_member_integer(j, "collapsed", (int64_t)h->n_copies);
    put_copies(j, h);
    json_put_key(j, "stale");
    json_put_bool(j, h->is_stale);
    json_put_fields(j, r->fields, r->n_fields);
    json_put_key(j, "passages");
    json_put_open(j, '[');
    for (size_t i = 0; i < h->n_passages; i++)
        put_passage(j, h, &h->passages[i]);
    json_put_close(j, ']');
    if (h->explanation)
        put_explanation(j, h->explanation);
    json_put_close(j, '}');
    buf_done(&date);
}

static void print_json_begin(const struct print_settings *s, const struct answer *a, FILE *out)
{
    struct buf bytes = BUF_INIT;
    struct json j = JSON_INIT(&bytes);
    (void)s;

    if (a->is_continued)
        buf_append_str(&bytes, STR_LITERAL(",\n"));
    json_put_open(&j, '{');
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
    json_put_member_integer(&j, "total", a->total);
    json_put_key(&j, "total_is_exact");
    json_put_bool(&j, a->total_lower == a->total_upper);
    json_put_member_integer(&j, "first", a->first);
    json_put_key(&j, "elapsed_ms");
    json_put_number(&j, round(a->elapsed_s * 1e6) / 1e3);
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
    (void)s;

    fputs(h->rank == a->first + 1 ? "\n" : ",\n", out);
    put_hit(&j, a, h, false);
    write_json(&bytes, out);
    buf_done(&bytes);
}

static void print_json_end(const struct print_settings *s, const struct answer *a, FILE *out)
{
    (void)s;
    fputs(a->topic.p ? "]}" : "]}\n", out);
}

static void print_jsonl_hit(const struct print_settings *s, const struct answer *a,
                            const struct hit *h, FILE *out)
{
    struct buf bytes = BUF_INIT;
    struct json j = JSON_INIT(&bytes);
    (void)s;

    put_hit(&j, a, h, true);
    buf_append_char(&bytes, '\n');
    write_json(&bytes, out);
    buf_done(&bytes);
}

const struct printer print_json_form = {print_json_begin, print_json_hit, print_json_end};
const struct printer print_jsonl_form = {print_nothing, print_jsonl_hit, print_nothing};
