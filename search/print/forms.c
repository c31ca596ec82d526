/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts that several output forms share. */
#include "search/print/forms.h"

#include "base/json.h"
#include "base/mem.h"
#include "text/json_text.h"
#include "text/visible.h"

void print_nothing(const struct print_settings *s, const struct answer *a, FILE *out)
{
    (void)s;
    (void)a;
    (void)out;
}

void print_append_style(struct buf *out, bool color, const char *style)
{
    if (color)
        buf_append_str(out, str_of(style));
}

struct str print_member(const struct record *r)
{
    return str_slice(r->id, 0, r->member_bytes);
}

bool print_next_part(struct print_parts *p, struct str *ret_part, bool *ret_is_marked)
{
    size_t mark = p->next / 2;
    if (p->next > 2 * p->n)
        return false;
    *ret_is_marked = p->next % 2;
    size_t end = *ret_is_marked ? p->marks[mark].end
                 : mark < p->n  ? p->marks[mark].start
                                : p->text.n;
    *ret_part = str_slice(p->text, p->at, end);
    p->at = end;
    p->next++;
    return true;
}

void print_append_place(struct buf *out, const struct hit *h)
{
    struct str member = print_member(h->record);
    print_append_path(out, h->path);
    if (member.n) {
        buf_append_char(out, '#');
        print_append_path(out, member);
    }
    if (h->n_passages && h->passages[0].match_line)
        buf_append_format(out, print_has_pages(h->record) ? ", page %u" : ":%u",
                          h->passages[0].match_line);
}

bool print_has_pages(const struct record *r)
{
    return str_equal(r->type, STR_LITERAL("pdf"));
}

struct str print_anchor(const struct hit *h)
{
    return h->n_passages ? h->passages[0].anchor : STR_EMPTY;
}

bool print_is_for_browser(const struct record *r)
{
    return str_equal(r->type, STR_LITERAL("html")) || print_has_pages(r);
}

void print_append_section(struct buf *out, const struct hit *h, size_t i)
{
    const struct passage *p = &h->passages[i];
    const struct section *s = &p->section;
    uint32_t first = 0, n = s->n;
    if (i > 0 && n && h->passages[i - 1].section.n && s->number == p[-1].section.number)
        return;
    while (first < n && str_starts_with(h->record->title, s->headings[first]))
        first++;
    if (first < n && str_starts_with(p->text, s->headings[n - 1]))
        n--;
    for (uint32_t k = first; k < n; k++) {
        buf_append_str(out, k > first ? STR_LITERAL(" › ") : STR_EMPTY);
        buf_append_str(out, s->headings[k]);
    }
}

struct str print_name(const struct hit *h)
{
    if (h->record->id.n)
        return h->record->id;
    return str_slice(h->path, str_after_last(h->path, '/'), h->path.n);
}

bool print_append_omitted(struct buf *out, const struct answer *a)
{
    const struct omitted *o = &a->omitted;
    if (o->n_hits == 0 && o->n_passages == 0 && !o->is_shortened)
        return false;
    buf_append_str(out, STR_LITERAL("omitted to keep to the limit: "));
    if (o->n_hits)
        buf_append_format(out, "%zu %s", o->n_hits, o->n_hits == 1 ? "hit" : "hits");
    if (o->n_passages)
        buf_append_format(out, "%s%zu %s", o->n_hits ? ", " : "", o->n_passages,
                          o->n_passages == 1 ? "passage" : "passages");
    if (o->is_shortened)
        buf_append_format(out, "%sparts of passages", o->n_hits || o->n_passages ? ", " : "");
    return true;
}

static const char *kind_of(enum err_code code)
{
    switch (code) {
    case ERR_USAGE:
        return "usage";
    case ERR_INPUT:
        return "input";
    case ERR_LIMIT:
        return "limit";
    case ERR_IO:
        return "io";
    case ERR_NOT_FOUND:
        return "not_found";
    case ERR_LOCKED:
        return "locked";
    case ERR_VERSION:
        return "version";
    case ERR_CORRUPT:
        return "corrupt";
    case ERR_CHANGED:
        return "changed";
    case ERR_UNREACHABLE:
        return "unreachable";
    case ERR_ENGINE:
        return "engine";
    case ERR_INTERRUPTED:
        return "interrupted";
    case ERR_OK:
    case ERR_INTERNAL:
        break;
    }
    return "internal";
}

void print_append_error(struct buf *out, const struct err *err)
{
    struct json json = JSON_INIT(out);
    json_put_key(&json, "error");
    json_put_open(&json, '{');
    json_put_member(&json, "kind", str_of(kind_of(err->code)));
    json_put_member_repaired(&json, "message", str_of(err->message));
    json_put_close(&json, '}');
}

void print_append_error_object(struct buf *out, const struct err *err)
{
    struct json json = JSON_INIT(out);
    json_put_open(&json, '{');
    json_put_member_integer(&json, "version", PRINT_JSON_VERSION);
    buf_append_char(out, ',');
    print_append_error(out, err);
    json_put_close(&json, '}');
}

void print_append_safe(struct buf *out, struct str s, bool one_line)
{
    visible_append(out, s, one_line ? VISIBLE_ONE_LINE : VISIBLE_AS_IT_IS);
}

void print_append_path(struct buf *out, struct str path)
{
    visible_append(out, path, VISIBLE_NAME);
}

void print_append_number(struct buf *out, double value)
{
    struct json json = JSON_INIT(out);
    json_put_number(&json, value);
}
