/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --markdown, for pasting: a numbered list of links, each with its place, date and passages, in
 * which matching words are bold. No text of a document can become markup. */
#include "search/print/escape.h"
#include "search/print/forms.h"

#include "base/mem.h"
#include "base/stamp.h"

enum { INDENT = 4 }; /* of the content of a list item */

static void append_link(struct buf *out, const struct hit *h)
{
    struct str title = h->record->title.n ? h->record->title : print_name(h);
    buf_append_char(out, '[');
    escape_append_markdown(out, title, false);
    buf_append_str(out, STR_LITERAL("]("));
    if (h->path.n && h->path.p[0] != '/')
        buf_append_str(out, STR_LITERAL("./"));
    escape_append_url(out, h->path);
    escape_append_fragment(out, print_anchor(h));
    buf_append_char(out, ')');
}

static void append_place(struct buf *out, const struct hit *h)
{
    AUTO(buf_done) struct buf place = BUF_INIT;
    AUTO(buf_done) struct buf date = BUF_INIT;
    buf_append_str(&place, h->path);
    if (print_member(h->record).n) {
        buf_append_char(&place, '#');
        buf_append_str(&place, print_member(h->record));
    }
    escape_append_markdown(out, buf_str(&place), true);
    uint32_t line = h->n_passages ? h->passages[0].match_line : 0;
    if (line)
        buf_append_format(out, print_has_pages(h->record) ? ", page %u" : ":%u", line);
    stamp_append_iso(&date, h->record->date, true);
    if (date.n)
        buf_append_format(out, ", %.*s", STR_PRINT(buf_str(&date)));
}

static void append_marked(struct buf *out, struct str text, const struct passage_mark *marks,
                          uint32_t n_marks, bool is_start)
{
    struct print_parts parts = {.text = text, .marks = marks, .n = n_marks};
    struct str part;
    bool is_marked;
    while (print_next_part(&parts, &part, &is_marked)) {
        buf_append_str(out, is_marked ? STR_LITERAL("**") : STR_EMPTY);
        escape_append_markdown(out, part, is_start && parts.at == part.n && !is_marked);
        buf_append_str(out, is_marked ? STR_LITERAL("**") : STR_EMPTY);
    }
}

static void append_passage(struct buf *out, const struct passage *p)
{
    buf_append_format(out, "\n%*s> ", INDENT, "");
    buf_append_str(out, p->cut_before ? STR_LITERAL("… ") : STR_EMPTY);
    append_marked(out, p->text, p->marks, p->n_marks, !p->cut_before);
    buf_append_str(out, p->cut_after ? STR_LITERAL(" …\n") : STR_LITERAL("\n"));
}

static void append_field(struct buf *out, const struct field_match *f)
{
    buf_append_format(out, "\n%*s", INDENT, "");
    escape_append_markdown(out, f->name, true);
    buf_append_str(out, f->cut_before ? STR_LITERAL(": … ") : STR_LITERAL(": "));
    append_marked(out, f->value, f->marks, f->n_marks, false);
    buf_append_str(out, f->cut_after ? STR_LITERAL(" …\n") : STR_LITERAL("\n"));
}

static void print_markdown_begin(const struct print_settings *s, const struct answer *a, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    (void)s;
    if (!a->topic.p)
        return;
    buf_append_str(&text, a->is_continued ? STR_LITERAL("\n## ") : STR_LITERAL("## "));
    escape_append_markdown(&text, a->topic, false);
    buf_append_str(&text, STR_LITERAL(": "));
    escape_append_markdown(&text, a->query, false);
    buf_append_str(&text, STR_LITERAL("\n\n"));
    fwrite(text.p, 1, text.n, out);
}

static void print_markdown_hit(const struct print_settings *s, const struct answer *a,
                               const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    (void)s;
    if (h->rank != a->first + 1)
        buf_append_char(&text, '\n');
    AUTO(buf_done) struct buf number = BUF_INIT;
    buf_append_format(&number, "%u.", h->rank);
    buf_append_format(&text, "%-*s", INDENT, buf_c_string(&number));
    if (number.n >= INDENT)
        buf_append_char(&text, ' ');
    append_link(&text, h);
    buf_append_format(&text, "  \n%*s", INDENT, "");
    append_place(&text, h);
    buf_append_char(&text, '\n');
    for (size_t i = 0; i < h->n_passages; i++)
        append_passage(&text, &h->passages[i]);
    for (size_t i = 0; i < h->n_field_matches; i++)
        append_field(&text, &h->field_matches[i]);
    fwrite(text.p, 1, text.n, out);
}

static void print_markdown_end(const struct print_settings *s, const struct answer *a, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    (void)s;
    if (!print_append_omitted(&text, a))
        return;
    fprintf(out, "\n*%s*\n", buf_c_string(&text));
}

const struct printer print_markdown_form = {print_markdown_begin, print_markdown_hit,
                                            print_markdown_end};
