/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses a template and prints hits by it. */
#include "search/print/template.h"

#include "base/mem.h"
#include "search/print/escape.h"
#include "search/print/forms.h"
#include "text/json_text.h"

static const char *const ESCAPE_NAMES[] = {
    [TEMPLATE_SH] = "sh",     [TEMPLATE_JSON] = "json", [TEMPLATE_URL] = "url",
    [TEMPLATE_HTML] = "html", [TEMPLATE_MD] = "md",
};
enum { N_ESCAPES = sizeof ESCAPE_NAMES / sizeof *ESCAPE_NAMES };

/* A template that is being parsed. */
struct reading {
    struct str text;
    size_t at;
    struct template_part *parts;
    size_t n;
    struct arena *arena;
    struct buf literal;
};

static enum err_code find_escape(struct str name, enum template_escape *ret, struct err *err)
{
    for (int i = TEMPLATE_SH; i < N_ESCAPES; i++) {
        if (str_equal(name, str_of(ESCAPE_NAMES[i]))) {
            *ret = (enum template_escape)i;
            return ERR_OK;
        }
    }
    return err_set(err, ERR_USAGE, "an escape is sh, json, url, html or md, not '%.*s'",
                   STR_PRINT(name));
}

static char escaped_char(char c)
{
    static const char letters[] = "ntr0\\", meant[] = "\n\t\r\0\\";
    const char *found = c ? strchr(letters, c) : NULL;
    return found ? meant[found - letters] : c;
}

static bool is_escape(const struct reading *r)
{
    return r->text.p[r->at] == '\\' && r->at + 1 < r->text.n &&
           strchr("ntr0\\", r->text.p[r->at + 1]);
}

static bool is_doubled_brace(const struct reading *r)
{
    char c = r->text.p[r->at];
    return (c == '{' || c == '}') && r->at + 1 < r->text.n && r->text.p[r->at + 1] == c;
}

static void end_part(struct reading *r)
{
    r->parts[r->n++].text = arena_copy(r->arena, buf_str(&r->literal));
    buf_clear(&r->literal);
}

/* Reads a value: the braces, the name in them and its escape. */
static enum err_code read_value(struct reading *r, struct err *err)
{
    size_t end = str_find_char(r->text, '}', r->at);
    if (end == r->text.n)
        return err_set(err, ERR_USAGE, "there is no matching '}'");
    struct str inside = str_slice(r->text, r->at + 1, end);
    size_t colon = str_find_char(inside, ':', 0);
    struct template_part *part = &r->parts[r->n];
    *part = (struct template_part){.has_value = true};
    if (column_find(str_trim(str_slice(inside, 0, colon)), &part->column, err))
        return err->code;
    if (colon < inside.n &&
        find_escape(str_trim(str_slice(inside, colon + 1, inside.n)), &part->escape, err))
        return err->code;
    end_part(r);
    r->at = end + 1;
    return ERR_OK;
}

static enum err_code read_next(struct reading *r, struct err *err)
{
    char c = r->text.p[r->at];
    if (is_escape(r) || is_doubled_brace(r)) {
        char next = r->text.p[r->at + 1];
        buf_append_char(&r->literal, c == '\\' ? escaped_char(next) : next);
        r->at += 2;
    } else if (c == '{') {
        return read_value(r, err);
    } else if (c == '}') {
        return err_set(err, ERR_USAGE, "a '}' without its '{'; '}}' is a brace");
    } else {
        buf_append_char(&r->literal, c);
        r->at++;
    }
    return ERR_OK;
}

enum err_code template_parse(struct str text, struct arena *arena, struct template *ret,
                             struct err *err)
{
    struct reading r = {.text = text, .arena = arena};
    r.parts = arena_alloc(arena, (text.n + 1) * sizeof *r.parts);
    while (r.at < text.n)
        if (read_next(&r, err)) {
            err_context(err, "column %zu", r.at + 1);
            break;
        }
    r.parts[r.n] = (struct template_part){.has_value = false};
    end_part(&r);
    buf_done(&r.literal);
    *ret = (struct template){r.parts, r.n};
    return err->code;
}

static void append_value(struct buf *out, const struct template_part *part, const struct hit *h)
{
    AUTO(buf_done) struct buf raw = BUF_INIT;
    struct json json = JSON_INIT(out);
    if (part->escape == TEMPLATE_SAFE) {
        column_append_safe(out, &part->column, h);
        return;
    }
    column_append_raw(&raw, &part->column, h);
    struct str value = buf_str(&raw);
    switch (part->escape) {
    case TEMPLATE_SH:
        escape_append_sh(out, value);
        break;
    case TEMPLATE_JSON:
        json_put_repaired(&json, value);
        break;
    case TEMPLATE_URL:
        escape_append_url(out, value);
        break;
    case TEMPLATE_HTML:
        escape_append_html(out, value);
        break;
    case TEMPLATE_MD:
        escape_append_markdown(out, value, true);
        break;
    case TEMPLATE_SAFE:
        break;
    }
}

static void template_append(struct buf *out, const struct template *t, const struct hit *h)
{
    for (size_t i = 0; i < t->n; i++) {
        buf_append_str(out, t->parts[i].text);
        if (t->parts[i].has_value)
            append_value(out, &t->parts[i], h);
    }
}

/* Prints a line for each hit; with -0 it ends with a NUL. */
static void print_template_hit(const struct print_settings *s, const struct answer *a,
                               const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    (void)a;
    template_append(&text, s->template, h);
    buf_append_char(&text, s->path_separator);
    fwrite(text.p, 1, text.n, out);
}

const struct printer print_template_form = {print_nothing, print_template_hit, print_nothing};

bool template_has_anchors(const struct template *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->parts[i].has_value && t->parts[i].column.kind == COLUMN_ANCHOR)
            return true;
    return false;
}
