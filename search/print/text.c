/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The output form for people:
 *
 *     1  Title of the document
 *        path:line  2011-05-10  en
 *        § Chapter › Section
 *        … the passage, folded to the terminal …
 *
 * If a document has several passages, each names its line. With --explain a table follows: share of
 * the score, term, kind, field, tf, df. */

#include "base/mem.h"
#include "base/stamp.h"
#include "search/print/forms.h"
#include "search/print/hyperlink.h"
#include "text/utf8.h"

#include <inttypes.h>

enum {
    INDENT = 3,
    MAX_COPIES = 5,    /* whose paths are shown */
    SHARE_COLUMNS = 9, /* columns of the table that explains a score */
    TERM_COLUMNS = 20,
    KIND_COLUMNS = 6,
    FIELD_COLUMNS = 6,
    COUNT_COLUMNS = 7,
    MIN_COLUMNS = 20, /* narrower terminals are treated as if they had so many */
};

/* A text with marks that is being folded, safe to print. */
struct fold {
    struct buf *out;
    uint32_t columns; /* 0 means that lines are not folded */
    uint32_t column;
    bool color;
    const char *base; /* style of text that is not marked, "" for none */
    struct str text;
    struct passage_mark *marks; /* of text */
    uint32_t n_marks, next_mark;
    bool is_in_mark;
};

static void append_styled(struct buf *out, bool color, const char *style, struct str s)
{
    print_append_style(out, color, style);
    buf_append_str(out, s);
    print_append_style(out, color, PRINT_PLAIN);
}

static void indent(struct buf *out)
{
    buf_append_format(out, "%*s", INDENT, "");
}

/* ---- folding ---- */

static void begin_base(struct fold *f)
{
    print_append_style(f->out, f->color && f->base[0], f->base);
}

static void end_base(struct fold *f)
{
    print_append_style(f->out, f->color && f->base[0], PRINT_PLAIN);
}

static void toggle_mark(struct fold *f)
{
    if (f->is_in_mark) {
        print_append_style(f->out, f->color, PRINT_PLAIN);
        begin_base(f);
        f->next_mark++;
    } else {
        print_append_style(f->out, f->color, PRINT_MATCH);
    }
    f->is_in_mark = !f->is_in_mark;
}

static void append_slice(struct fold *f, size_t start, size_t end)
{
    while (start < end) {
        size_t change = end;
        if (f->next_mark < f->n_marks)
            change = f->is_in_mark ? f->marks[f->next_mark].end : f->marks[f->next_mark].start;
        if (change <= start) {
            toggle_mark(f);
            continue;
        }
        size_t stop = change < end ? change : end;
        buf_append_str(f->out, str_slice(f->text, start, stop));
        start = stop;
    }
    if (f->is_in_mark && f->marks[f->next_mark].end <= end)
        toggle_mark(f);
}

static void break_line(struct fold *f)
{
    if (f->is_in_mark)
        print_append_style(f->out, f->color, PRINT_PLAIN);
    else
        end_base(f);
    buf_append_char(f->out, '\n');
    indent(f->out);
    f->column = INDENT;
    if (f->is_in_mark)
        print_append_style(f->out, f->color, PRINT_MATCH);
    else
        begin_base(f);
}

/* Returns how many bytes of s fit into columns: whole characters with their combining marks, at
 * least one. */
static size_t fitting_bytes(struct str s, size_t columns)
{
    size_t end = 0, used = 0, next;
    while (end < s.n) {
        utf8_decode(s, end, &next);
        used += utf8_columns(str_slice(s, end, next));
        if (used > columns && end > 0)
            break;
        end = next;
    }
    return end;
}

/* Appends a word with the blank before it, or as much of it as fits on the line. Returns where to
 * continue. */
static size_t fold_word(struct fold *f, size_t start)
{
    size_t word = start + (f->text.p[start] == ' ');
    size_t end = str_find_char(f->text, ' ', word);
    size_t width = utf8_columns(str_slice(f->text, word, end));

    if (f->columns && f->column + (word - start) + width > f->columns) {
        size_t room = f->columns > f->column + (word - start)
                          ? f->columns - f->column - (word - start)
                          : 0;
        bool is_long = width > f->columns - INDENT;
        if (f->column > INDENT && (!is_long || room < 2)) {
            break_line(f);
            return word;
        }
        end = word + fitting_bytes(str_slice(f->text, word, end), room);
        width = utf8_columns(str_slice(f->text, word, end));
    }
    append_slice(f, start, end);
    f->column += (uint32_t)(word - start + width);
    return end;
}

/* Appends the whole text. Lines are broken at blanks, and within a word that is longer than a
 * line. */
static void fold_text(struct fold *f)
{
    begin_base(f);
    for (size_t i = 0; i < f->text.n;)
        i = fold_word(f, i);
    end_base(f);
}

/* Appends text, made safe and folded. column is how much of the line is already taken. */
static void append_marked(struct buf *out, const struct print_settings *s, uint32_t column,
                          const char *base, struct str before, struct str text, struct str behind,
                          const struct passage_mark *marks, uint32_t n_marks)
{
    struct buf safe = BUF_INIT;
    struct passage_mark *safe_marks = mem_alloc(n_marks * sizeof *safe_marks);
    size_t at = 0;

    buf_append_str(&safe, before);
    for (uint32_t i = 0; i < n_marks; i++) {
        print_append_safe(&safe, str_slice(text, at, marks[i].start), true);
        safe_marks[i].start = (uint32_t)safe.n;
        print_append_safe(&safe, str_slice(text, marks[i].start, marks[i].end), true);
        safe_marks[i].end = (uint32_t)safe.n;
        at = marks[i].end;
    }
    print_append_safe(&safe, str_slice(text, at, text.n), true);
    buf_append_str(&safe, behind);

    uint32_t columns = s->width && s->width < MIN_COLUMNS ? MIN_COLUMNS : s->width;
    struct fold fold = {out,        columns, column, s->color, base, buf_str(&safe),
                        safe_marks, n_marks, 0,      false};
    fold_text(&fold);
    mem_free(safe_marks);
    buf_done(&safe);
}

/* ---- the parts of a hit ---- */

static void append_title(struct buf *out, const struct print_settings *s, const struct hit *h)
{
    struct buf rank = BUF_INIT;
    buf_append_format(&rank, "%-*u", INDENT - 1, h->rank);
    buf_append_char(&rank, ' ');
    buf_append_str(out, buf_str(&rank));

    if (h->record->title.n) {
        append_marked(out, s, (uint32_t)rank.n, PRINT_BOLD, STR_EMPTY, h->record->title, STR_EMPTY,
                      h->title_marks, h->n_title_marks);
    } else {
        struct buf name = BUF_INIT;
        print_append_path(&name, print_name(h));
        append_marked(out, s, (uint32_t)rank.n, PRINT_BOLD, STR_EMPTY, buf_str(&name), STR_EMPTY,
                      NULL, 0);
        buf_done(&name);
    }
    buf_append_char(out, '\n');
    buf_done(&rank);
}

static void append_place(struct buf *out, const struct print_settings *s, const struct hit *h)
{
    const struct passage *best = h->n_passages ? &h->passages[0] : NULL;
    indent(out);
    struct hyperlink_place place = {
        .path = h->path,
        .line = best && !print_has_pages(h->record) ? best->match_line : 0,
        .column = best ? best->match_column : 0,
        .anchor = str_equal(h->record->type, STR_LITERAL("html")) ? print_anchor(h) : STR_EMPTY,
    };
    if (s->hyperlink_format)
        hyperlink_append_start(out, s->hyperlink_format, &place);
    print_append_style(out, s->color, PRINT_DIM);
    print_append_place(out, h);
    if (s->hyperlink_format)
        hyperlink_append_end(out);

    struct buf date = BUF_INIT;
    stamp_append_iso(&date, h->record->date, true);
    if (date.n)
        buf_append_format(out, "  %.*s", STR_PRINT(buf_str(&date)));
    buf_done(&date);
    if (h->record->language.n) {
        buf_append(out, "  ", 2);
        print_append_safe(out, h->record->language, true);
    }
    print_append_style(out, s->color, PRINT_PLAIN);
    if (h->is_gone)
        buf_append_str(out, STR_LITERAL("  (file is gone)"));
    else if (h->is_stale)
        buf_append_str(out, STR_LITERAL("  (changed since indexed)"));
    buf_append_char(out, '\n');
}

/* Appends "also: path:line, path:line and 12 more", for copies or near copies. */
static void append_copies(struct buf *out, const struct print_settings *s, const struct hit *h,
                          bool is_near)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n_copies; i++) {
        const struct hit_copy *c = &h->copies[i];
        if (c->is_near != is_near || n++ >= MAX_COPIES)
            continue;
        if (n == 1) {
            indent(out);
            print_append_style(out, s->color, PRINT_DIM);
            buf_append_str(out, is_near ? STR_LITERAL("similar: ") : STR_LITERAL("also: "));
        } else {
            buf_append(out, ", ", 2);
        }
        print_append_path(out, c->path);
        if (c->line > 1)
            buf_append_format(out, ":%u", c->line);
    }
    if (n > MAX_COPIES)
        buf_append_format(out, " and %zu more", n - MAX_COPIES);
    if (n) {
        print_append_style(out, s->color, PRINT_PLAIN);
        buf_append_char(out, '\n');
    }
}

static void append_section(struct buf *out, const struct print_settings *s, const struct hit *h,
                           size_t i)
{
    AUTO(buf_done) struct buf section = BUF_INIT;
    print_append_section(&section, h, i);
    if (section.n == 0)
        return;
    indent(out);
    append_marked(out, s, INDENT, PRINT_DIM, STR_LITERAL("§ "), buf_str(&section), STR_EMPTY, NULL,
                  0);
    buf_append_char(out, '\n');
}

static void append_passage(struct buf *out, const struct print_settings *s, const struct hit *h,
                           size_t i)
{
    const struct passage *p = &h->passages[i];
    uint32_t column = INDENT;

    append_section(out, s, h, i);
    indent(out);
    if (h->n_passages > 1 && p->match_line) {
        struct buf number = BUF_INIT;
        buf_append_format(&number, print_has_pages(h->record) ? "page %u:" : "%u:", p->match_line);
        append_styled(out, s->color, PRINT_DIM, buf_str(&number));
        buf_append_char(out, ' ');
        column += (uint32_t)number.n + 1;
        buf_done(&number);
    }
    append_marked(out, s, column, "", p->cut_before ? STR_LITERAL("… ") : STR_EMPTY, p->text,
                  p->cut_after ? STR_LITERAL(" …") : STR_EMPTY, p->marks, p->n_marks);
    buf_append_char(out, '\n');
}

/* Appends "author: Carla Diaz". */
static void append_field(struct buf *out, const struct print_settings *s,
                         const struct field_match *f)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    indent(out);
    print_append_safe(&name, f->name, true);
    buf_append_str(&name, STR_LITERAL(": "));
    append_styled(out, s->color, PRINT_DIM, buf_str(&name));
    append_marked(out, s, INDENT + (uint32_t)utf8_columns(buf_str(&name)), "",
                  f->cut_before ? STR_LITERAL("… ") : STR_EMPTY, f->value,
                  f->cut_after ? STR_LITERAL(" …") : STR_EMPTY, f->marks, f->n_marks);
    buf_append_char(out, '\n');
}

/* Appends a cell of the table, after two blanks, padded to width. Numbers are right-aligned. */
static void append_cell(struct buf *out, struct str s, size_t width, bool is_number)
{
    struct buf safe = BUF_INIT;
    print_append_safe(&safe, s, true);
    size_t columns = utf8_columns(buf_str(&safe));
    int gap = columns < width ? (int)(width - columns) : 0;
    buf_append_format(out, "  %*s", is_number ? gap : 0, "");
    buf_append_str(out, buf_str(&safe));
    buf_append_format(out, "%*s", is_number ? 0 : gap, "");
    buf_done(&safe);
}

static void append_count(struct buf *out, const char *name, uint32_t count)
{
    struct buf cell = BUF_INIT;
    buf_append_format(&cell, "%s %u", name, count);
    append_cell(out, buf_str(&cell), COUNT_COLUMNS, false);
    buf_done(&cell);
}

/* Appends five digits after the point, whatever the locale is. */
static void append_share(struct buf *out, double share)
{
    uint64_t n = (uint64_t)(share * 1e5 + 0.5);
    struct buf cell = BUF_INIT;
    buf_append_format(&cell, "%" PRIu64 ".%05" PRIu64, n / 100000, n % 100000);
    append_cell(out, buf_str(&cell), SHARE_COLUMNS, true);
    buf_done(&cell);
}

static void append_row(struct buf *out, const struct explain_row *row)
{
    indent(out);
    append_share(out, row->share);
    append_cell(out, row->term, TERM_COLUMNS, false);
    append_cell(out, str_of(row->kind), KIND_COLUMNS, false);
    append_cell(out, row->field, FIELD_COLUMNS, false);
    if (!row->is_look) {
        append_count(out, "tf", row->tf);
        buf_append_format(out, "  df %u", row->df);
    }
    buf_append_char(out, '\n');
}

/* Rows of terms that the document does not contain come last. */
static void append_explanation(struct buf *out, const struct print_settings *s, const struct hit *h)
{
    const struct explanation *e = h->explanation;
    indent(out);
    print_append_style(out, s->color, PRINT_DIM);
    append_share(out, h->score);
    buf_append_format(out, "  score; document of length %u", e->length);
    print_append_style(out, s->color, PRINT_PLAIN);
    buf_append_char(out, '\n');
    size_t n = 0;
    for (; n < e->n && (e->rows[n].tf || e->rows[n].is_look); n++)
        append_row(out, &e->rows[n]);
    if (n == e->n)
        return;
    indent(out);
    append_cell(out, STR_LITERAL("-"), SHARE_COLUMNS, true);
    buf_append_str(out, STR_LITERAL("  not in it:"));
    for (; n < e->n; n++) {
        buf_append_char(out, ' ');
        print_append_safe(out, e->rows[n].term, true);
    }
    buf_append_char(out, '\n');
}

static void print_text_hit(const struct print_settings *s, const struct answer *a,
                           const struct hit *h, FILE *out)
{
    struct buf text = BUF_INIT;

    if (h->rank != a->first + 1)
        buf_append_char(&text, '\n');
    append_title(&text, s, h);
    append_place(&text, s, h);
    append_copies(&text, s, h, false);
    append_copies(&text, s, h, true);
    for (size_t i = 0; i < h->n_passages; i++)
        append_passage(&text, s, h, i);
    for (size_t i = 0; i < h->n_field_matches; i++)
        append_field(&text, s, &h->field_matches[i]);
    if (h->explanation)
        append_explanation(&text, s, h);
    fwrite(text.p, 1, text.n, out);
    buf_done(&text);
}

static void print_text_end(const struct print_settings *s, const struct answer *a, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    (void)s;
    if (print_append_omitted(&text, a))
        fprintf(out, "\n%s\n", buf_c_string(&text));
}

const struct printer print_text_form = {print_nothing, print_text_hit, print_text_end};
