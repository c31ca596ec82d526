/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --csv: RFC 4180 with a header line and "\n" between lines; a line a hit, with its best passage.
 * Of several queries the first column is the topic's identifier.
 *
 * A field that a spreadsheet would take for a formula (it begins with = + - or @) gets an
 * apostrophe in front, since the files that are searched may be anybody's. --jsonl gives the bytes
 * unchanged. */

#include "base/stamp.h"
#include "search/print/forms.h"

static void append_field(struct buf *row, struct str s)
{
    bool is_quoted = memchr(s.p, ',', s.n) || memchr(s.p, '"', s.n);
    bool is_formula = s.n && memchr("=+-@", s.p[0], 4);

    if (is_quoted)
        buf_append_char(row, '"');
    if (is_formula)
        buf_append_char(row, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_append_char(row, '"');
        buf_append_char(row, s.p[i]);
    }
    if (is_quoted)
        buf_append_char(row, '"');
}

/* Text of a document: on one line, without blanks at its ends. */
static void append_text_field(struct buf *row, struct str s)
{
    struct buf safe = BUF_INIT;
    print_append_safe(&safe, s, true);
    append_field(row, str_trim(buf_str(&safe)));
    buf_done(&safe);
}

static void append_path_field(struct buf *row, struct str path)
{
    struct buf safe = BUF_INIT;
    print_append_path(&safe, path);
    append_field(row, buf_str(&safe));
    buf_done(&safe);
}

static void print_csv_begin(const struct print_settings *s, const struct answer *a, FILE *out)
{
    (void)s;
    if (a->is_continued)
        return;
    if (a->topic.p)
        fputs("topic,", out);
    fputs("rank,score,path,line,date,title,passage,id,page\n", out);
}

static void print_csv_hit(const struct print_settings *s, const struct answer *a,
                          const struct hit *h, FILE *out)
{
    struct buf row = BUF_INIT;
    const struct passage *p = h->n_passages ? &h->passages[0] : NULL;
    (void)s;

    if (a->topic.p) {
        append_text_field(&row, a->topic);
        buf_append_char(&row, ',');
    }
    buf_append_format(&row, "%u,", h->rank);
    print_append_number(&row, h->score);
    buf_append_char(&row, ',');
    append_path_field(&row, h->path);
    buf_append_char(&row, ',');
    if (p && p->match_line && !print_has_pages(h->record))
        buf_append_format(&row, "%u", p->match_line);
    buf_append_char(&row, ',');
    stamp_append_iso(&row, h->record->date, false);
    buf_append_char(&row, ',');
    append_text_field(&row, h->record->title);
    buf_append_char(&row, ',');
    append_text_field(&row, p ? p->text : STR_EMPTY);
    buf_append_char(&row, ',');
    append_path_field(&row, h->record->id);
    buf_append_char(&row, ',');
    if (p && print_has_pages(h->record))
        buf_append_format(&row, "%u", p->match_line);
    buf_append_char(&row, '\n');
    fwrite(row.p, 1, row.n, out);
    buf_done(&row);
}

const struct printer print_csv_form = {print_csv_begin, print_csv_hit, print_nothing};
