/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the rows of CSV one after the other. */
#include "indexer/formats/records/csv_rows.h"

#include "indexer/formats/records/csv_syntax.h"

/* Replaces "" in a quoted cell by a single quotation mark. */
static struct str unquote(struct str s, struct arena *arena)
{
    char *p = arena_alloc_bytes(arena, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        p[n++] = s.p[i];
        i += s.p[i] == '"' && i + 1 < s.n && s.p[i + 1] == '"';
    }
    return (struct str){p, n};
}

/* Reads the cell at r->at and moves r->at to the delimiter or line end after it. */
static struct csv_cell read_cell(struct csv_rows *r, size_t line_start, struct arena *arena)
{
    struct str s = r->text;
    size_t start = r->at;
    size_t quote = start < s.n && s.p[start] == '"'
                       ? csv_quoted_end(s, start, r->delimiter, &r->no_end_before)
                       : 0;
    if (quote) {
        struct csv_cell cell = {str_slice(s, start + 1, quote), 0,
                                (uint32_t)(start - line_start) + 2};
        r->at = quote + 1;
        if (str_find_char(cell.text, '"', 0) < cell.text.n) {
            cell.text = unquote(cell.text, arena);
            cell.column = 0;
        }
        return cell;
    }
    size_t end = start;
    while (end < s.n && s.p[end] != r->delimiter && s.p[end] != '\n')
        end++;
    r->at = end;
    return (struct csv_cell){str_slice(s, start, end), 0, (uint32_t)(start - line_start) + 1};
}

/* Adds a cell, which is at [start, end) of the text. */
static void add_cell(struct csv_row *row, struct csv_cell cell, struct str text, size_t start,
                     size_t end)
{
    if (row->n < CSV_MAX_COLUMNS) {
        row->cells[row->n++] = cell;
        row->last_start = start;
        return;
    }
    row->cells[row->n - 1].text = str_slice(text, row->last_start, end);
}

bool csv_rows_next(struct csv_rows *r, struct arena *arena)
{
    struct csv_row *row = &r->row;
    if (r->at >= r->text.n)
        return false;
    size_t line_start = r->at;
    row->line = r->line;
    row->n = 0;
    for (;;) {
        size_t start = r->at;
        struct csv_cell cell = read_cell(r, line_start, arena);
        cell.line = r->line;
        add_cell(row, cell, r->text, start, r->at);
        for (size_t i = str_find_char(str_slice(r->text, 0, r->at), '\n', start); i < r->at;
             i = str_find_char(str_slice(r->text, 0, r->at), '\n', i + 1)) {
            r->line++;
            line_start = i + 1;
        }
        if (r->at == r->text.n || r->text.p[r->at] == '\n')
            break;
        r->at++;
    }
    r->at++;
    r->line++;
    return true;
}

bool csv_row_is_empty(const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cells[i].text).n)
            return false;
    return true;
}

size_t csv_rows_skip_comments(struct csv_rows *r, size_t *ret_last)
{
    size_t n = 0;
    for (; r->at < r->text.n && r->text.p[r->at] == '#'; n++) {
        *ret_last = r->at + 1;
        size_t newline = str_find_char(r->text, '\n', r->at);
        r->at = newline < r->text.n ? newline + 1 : newline;
        r->line++;
    }
    return n;
}

void csv_rows_go_to(struct csv_rows *r, size_t at, uint32_t line)
{
    r->at = at;
    r->line = line;
    r->no_end_before = 0;
}

uint32_t csv_rows_next_line(struct csv_rows *r, struct arena *arena)
{
    size_t at = r->at;
    uint32_t line = r->line, found = 0;
    while (!found && csv_rows_next(r, arena))
        found = csv_row_is_empty(&r->row) ? 0 : r->row.line;
    csv_rows_go_to(r, at, line);
    return found;
}
