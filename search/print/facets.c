/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints how many matches have each value of a field. */
#include "search/print/facets.h"

#include "base/mem.h"
#include "search/print/forms.h"
#include "search/print/table.h"
#include "text/json_text.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    INDENT = 2,
    MAX_NAME_COLUMNS = 40,
    MIN_BAR_COLUMNS = 8,
    MAX_BAR_COLUMNS = 60,
    EIGHTHS = 8,
    TIMELINE_ROWS = 4,
    MAX_COLUMNS_EACH = 6, /* for a year, month or day of a timeline */
};

/* ---- data ---- */

static void append_table(struct buf *out, const struct print_settings *s, const struct facet *f)
{
    for (size_t i = 0; i < f->n; i++) {
        AUTO(buf_done) struct buf value = BUF_INIT;
        print_append_safe(&value, f->values[i].value, true);
        table_append_text(out, s, f->field);
        buf_append_char(out, table_separator(s));
        table_append_text(out, s, buf_str(&value));
        buf_append_format(out, "%c%u\n", table_separator(s), f->values[i].n);
    }
}

void print_put_facets(struct json *j, const struct facet *facets, size_t n)
{
    json_put_key(j, "facets");
    json_put_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        const struct facet *f = &facets[i];
        json_put_open(j, '{');
        json_put_member_repaired(j, "field", f->field);
        json_put_member_integer(j, "matches", f->n_matches);
        json_put_member_integer(j, "with", f->n_with);
        json_put_key(j, "is_whole");
        json_put_bool(j, f->is_whole);
        json_put_key(j, "values");
        json_put_open(j, '[');
        for (size_t k = 0; k < f->n; k++) {
            json_put_open(j, '{');
            json_put_member_repaired(j, "value", f->values[k].value);
            json_put_member_integer(j, "count", f->values[k].n);
            json_put_close(j, '}');
        }
        json_put_close(j, ']');
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

/* ---- bars ---- */

/* Appends a bar of U+2588 blocks and, for the remaining eighths, one of U+258F to U+2589. */
static void append_bar(struct buf *out, uint64_t eighths)
{
    for (; eighths >= EIGHTHS; eighths -= EIGHTHS)
        buf_append_str(out, STR_LITERAL("█"));
    if (eighths) {
        char bytes[4];
        buf_append(out, bytes, utf8_put((uint32_t)(0x2590 - eighths), bytes));
    }
}

static struct str fitted(struct str name, struct buf *safe)
{
    print_append_safe(safe, name, true);
    size_t end = 0, next, columns = 0;
    while (end < safe->n) {
        utf8_decode(buf_str(safe), end, &next);
        columns += utf8_columns(str_slice(buf_str(safe), end, next));
        if (columns > MAX_NAME_COLUMNS - 1 && next < safe->n) {
            safe->n = end;
            buf_append_str(safe, STR_LITERAL("…"));
            break;
        }
        end = next;
    }
    return buf_str(safe);
}

static size_t name_columns(const struct facet *f, size_t n)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        AUTO(buf_done) struct buf safe = BUF_INIT;
        size_t columns = utf8_columns(fitted(f->values[i].value, &safe));
        most = columns > most ? columns : most;
    }
    return most;
}

static int count_digits(uint32_t n)
{
    int digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

static void append_bars(struct buf *out, const struct print_settings *s, const struct facet *f)
{
    size_t n = f->n < PRINT_MAX_FACET_VALUES ? f->n : PRINT_MAX_FACET_VALUES;
    size_t columns = name_columns(f, n);
    int digits = n ? count_digits(f->values[0].n) : 1;
    size_t taken = INDENT + columns + 2 + (size_t)digits + 2;
    uint64_t room = s->width > taken + MIN_BAR_COLUMNS ? s->width - taken : MIN_BAR_COLUMNS;
    room = room < MAX_BAR_COLUMNS ? room : MAX_BAR_COLUMNS;
    for (size_t i = 0; i < n; i++) {
        AUTO(buf_done) struct buf safe = BUF_INIT;
        struct str name = fitted(f->values[i].value, &safe);
        buf_append_format(out, "%*s", INDENT, "");
        buf_append_str(out, name);
        buf_append_format(out, "%*s", (int)(columns - utf8_columns(name)) + 2, "");
        buf_append_format(out, "%*u  ", digits, f->values[i].n);
        uint64_t eighths = room * EIGHTHS * f->values[i].n / f->values[0].n;
        print_append_style(out, s->color, PRINT_PATH);
        append_bar(out, eighths ? eighths : 1);
        print_append_style(out, s->color, PRINT_PLAIN);
        buf_append_char(out, '\n');
    }
    if (n < f->n)
        buf_append_format(out, "%*s… and %zu more\n", INDENT, "", f->n - n);
}

/* ---- a timeline ---- */

/* Returns a number for a day, month or year so that neighbours differ by one. Days: Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms". */
static int64_t number_of(struct str date)
{
    int64_t year = strtol(date.p, NULL, 10);
    if (date.n == 4)
        return year;
    int64_t month = strtol(date.p + 5, NULL, 10);
    if (date.n == 7)
        return 12 * year + month;
    int64_t day = strtol(date.p + 8, NULL, 10), shifted = year - (month <= 2);
    int64_t era = shifted / 400, of_era = shifted - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

struct print_timeline print_timeline_of(const struct facet *facet, struct arena *arena)
{
    struct print_timeline t = {0};
    if (facet->n == 0)
        return t;
    int64_t first = number_of(facet->values[0].value);
    t.n = (size_t)(number_of(facet->values[facet->n - 1].value) - first) + 1;
    t.n_of_each = arena_alloc(arena, t.n * sizeof *t.n_of_each);
    memset(t.n_of_each, 0, t.n * sizeof *t.n_of_each);
    for (size_t i = 0; i < facet->n; i++) {
        t.n_of_each[number_of(facet->values[i].value) - first] = facet->values[i].n;
        t.most = facet->values[i].n > t.most ? facet->values[i].n : t.most;
    }
    return t;
}

/* Joins neighbours so that there is a column for each group. */
static void join_neighbours(struct print_timeline *t, size_t columns)
{
    size_t each = (t->n + columns - 1) / columns, n = 0;
    t->most = 0;
    for (size_t i = 0; i < t->n; i += each, n++) {
        uint32_t sum = 0;
        for (size_t k = i; k < t->n && k < i + each; k++)
            sum += t->n_of_each[k];
        t->n_of_each[n] = sum;
        t->most = sum > t->most ? sum : t->most;
    }
    t->n = n;
}

/* Appends one cell of a column: the part of its height that reaches into row, of which 0 is the
 * lowest, as one of U+2581 to U+2588. */
static void append_cell(struct buf *out, const struct print_timeline *t, size_t i, uint64_t row)
{
    char bytes[4];
    uint64_t height = ((uint64_t)t->n_of_each[i] * TIMELINE_ROWS * EIGHTHS + t->most - 1) / t->most;
    uint64_t below = row * EIGHTHS;
    if (height <= below) {
        buf_append_char(out, ' ');
        return;
    }
    uint64_t eighths = height - below < EIGHTHS ? height - below : EIGHTHS;
    buf_append(out, bytes, utf8_put((uint32_t)(0x2580 + eighths), bytes));
}

static void append_timeline(struct buf *out, const struct print_settings *s, const struct facet *f)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct print_timeline t = print_timeline_of(f, &arena);
    size_t columns = s->width - INDENT;
    if (t.n == 0)
        return;
    if (t.n > columns)
        join_neighbours(&t, columns);
    size_t each = columns / t.n < MAX_COLUMNS_EACH ? columns / t.n : MAX_COLUMNS_EACH;
    for (uint64_t row = TIMELINE_ROWS; row-- > 0;) {
        buf_append_format(out, "%*s", INDENT, "");
        print_append_style(out, s->color, PRINT_PATH);
        for (size_t i = 0; i < t.n * each; i++)
            append_cell(out, &t, i / each, row);
        print_append_style(out, s->color, PRINT_PLAIN);
        buf_append_char(out, '\n');
    }
    struct str first = f->values[0].value, last = f->values[f->n - 1].value;
    size_t width = t.n * each;
    buf_append_format(out, "%*s%.*s", INDENT, "", STR_PRINT(first));
    if (f->n > 1)
        buf_append_format(out, "%*s%.*s",
                          width > first.n + last.n ? (int)(width - first.n - last.n) : 1, "",
                          STR_PRINT(last));
    buf_append_char(out, '\n');
}

const char *print_unit_of(const struct facet *f)
{
    size_t n = f->values[0].value.n;
    return n == 4 ? "year" : n == 7 ? "month" : "day";
}

static void append_heading(struct buf *out, const struct print_settings *s, const struct facet *f)
{
    print_append_style(out, s->color, PRINT_BOLD);
    print_append_safe(out, f->field, true);
    print_append_style(out, s->color, PRINT_PLAIN);
    if (f->is_date && f->n)
        buf_append_format(out, " by %s", print_unit_of(f));
    buf_append_format(out, ": %u of %u matches have it", f->n_with, f->n_matches);
    if (!f->is_date && f->n)
        buf_append_format(out, ", %zu %s", f->n, f->n == 1 ? "value" : "values");
    buf_append_str(out, f->is_whole ? STR_LITERAL("\n") : STR_LITERAL(", and there may be more\n"));
}

void print_facets(const struct print_settings *s, const struct facet *facets, size_t n, FILE *out)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    bool is_drawn = s->form == PRINT_TEXT && s->width;
    if (s->form != PRINT_TEXT)
        buf_append_format(&text, "field%cvalue%ccount\n", table_separator(s), table_separator(s));
    for (size_t i = 0; i < n; i++) {
        if (!is_drawn) {
            append_table(&text, s, &facets[i]);
            continue;
        }
        buf_append_str(&text, i ? STR_LITERAL("\n") : STR_EMPTY);
        append_heading(&text, s, &facets[i]);
        if (facets[i].is_date)
            append_timeline(&text, s, &facets[i]);
        else
            append_bars(&text, s, &facets[i]);
    }
    fwrite(buf_str(&text).p, 1, text.n, out);
}
