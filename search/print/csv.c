/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --csv: RFC 4180 with a header line and "\n" as line break; --tsv: the same with tabs and without
 * quotes, as no value has a tab or a line break. Each hit is a line. If there are several queries,
 * the first column is the topic's identifier.
 *
 * A value that a spreadsheet would take for a formula (it begins with = + - or @, also in full
 * width, and is not a number) is preceded by an apostrophe, because the files may come from
 * anybody. --jsonl gives the bytes unchanged. */

#include "base/mem.h"
#include "search/print/columns.h"
#include "search/print/forms.h"
#include "search/print/table.h"

static const struct column DEFAULT_ITEMS[] = {
    {COLUMN_RANK, {"rank", 4}},       {COLUMN_SCORE, {"score", 5}}, {COLUMN_PATH, {"path", 4}},
    {COLUMN_LINE, {"line", 4}},       {COLUMN_DATE, {"date", 4}},   {COLUMN_TITLE, {"title", 5}},
    {COLUMN_PASSAGE, {"passage", 7}}, {COLUMN_ID, {"id", 2}},       {COLUMN_PAGE, {"page", 4}},
};
enum { N_DEFAULT_ITEMS = sizeof DEFAULT_ITEMS / sizeof *DEFAULT_ITEMS };

static const char *const FORMULA_SIGNS[] = {
    "=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0", NULL};

/* Returns true for "-5" and "+2.75", which a spreadsheet reads as what they are. */
static bool is_plain_number(struct str s)
{
    size_t n_digits = 0, n_points = 0;
    for (size_t i = 1; i < s.n; i++) {
        n_digits += ascii_is_digit(s.p[i]);
        n_points += s.p[i] == '.';
    }
    return n_digits > 0 && n_points <= 1 && n_digits + n_points == s.n - 1 &&
           (s.p[0] == '-' || s.p[0] == '+');
}

static bool looks_like_formula(struct str s)
{
    if (is_plain_number(s))
        return false;
    for (const char *const *sign = FORMULA_SIGNS; *sign; sign++)
        if (str_starts_with(s, str_of(*sign)))
            return true;
    return false;
}

static bool is_number(enum column_kind kind)
{
    return kind == COLUMN_SCORE;
}

static void append_value(struct buf *row, const struct print_settings *s, struct str value)
{
    bool is_csv = s->form == PRINT_CSV;
    bool is_quoted = is_csv && (memchr(value.p, ',', value.n) || memchr(value.p, '"', value.n));

    if (is_quoted)
        buf_append_char(row, '"');
    for (size_t i = 0; i < value.n; i++) {
        if (is_csv && value.p[i] == '"')
            buf_append_char(row, '"');
        buf_append_char(row, value.p[i]);
    }
    if (is_quoted)
        buf_append_char(row, '"');
}

void table_append_text(struct buf *row, const struct print_settings *s, struct str text)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    if (looks_like_formula(text))
        buf_append_char(&value, '\'');
    buf_append_str(&value, text);
    append_value(row, s, buf_str(&value));
}

static void append_column(struct buf *row, const struct print_settings *s, const struct column *c,
                          const struct hit *h)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    column_append_safe(&value, c, h);
    if (is_number(c->kind))
        append_value(row, s, buf_str(&value));
    else
        table_append_text(row, s, buf_str(&value));
}

static void append_topic(struct buf *row, const struct print_settings *s, struct str topic)
{
    AUTO(buf_done) struct buf safe = BUF_INIT;
    print_append_safe(&safe, topic, true);
    table_append_text(row, s, str_trim(buf_str(&safe)));
}

static struct columns columns_of(const struct print_settings *s)
{
    if (s->columns)
        return *s->columns;
    return (struct columns){DEFAULT_ITEMS, N_DEFAULT_ITEMS};
}

char table_separator(const struct print_settings *s)
{
    return s->form == PRINT_CSV ? ',' : '\t';
}

static void write_row(struct buf *row, FILE *out)
{
    buf_append_char(row, '\n');
    fwrite(row->p, 1, row->n, out);
}

static void print_table_begin(const struct print_settings *s, const struct answer *a, FILE *out)
{
    AUTO(buf_done) struct buf row = BUF_INIT;
    struct columns columns = columns_of(s);
    if (a->is_continued)
        return;
    if (a->topic.p)
        buf_append_format(&row, "topic%c", table_separator(s));
    for (size_t i = 0; i < columns.n; i++) {
        AUTO(buf_done) struct buf name = BUF_INIT;
        if (i)
            buf_append_char(&row, table_separator(s));
        print_append_safe(&name, columns.items[i].name, true);
        table_append_text(&row, s, buf_str(&name));
    }
    write_row(&row, out);
}

static void print_table_hit(const struct print_settings *s, const struct answer *a,
                            const struct hit *h, FILE *out)
{
    AUTO(buf_done) struct buf row = BUF_INIT;
    struct columns columns = columns_of(s);
    if (a->topic.p) {
        append_topic(&row, s, a->topic);
        buf_append_char(&row, table_separator(s));
    }
    for (size_t i = 0; i < columns.n; i++) {
        if (i)
            buf_append_char(&row, table_separator(s));
        append_column(&row, s, &columns.items[i], h);
    }
    write_row(&row, out);
}

const struct printer print_table_form = {print_table_begin, print_table_hit, print_nothing};
