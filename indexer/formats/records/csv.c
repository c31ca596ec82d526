/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads CSV and TSV (RFC 4180 and common deviations). Each row becomes a document, whose fields are
 * named by the header row. Text above the header becomes a field of the first row of data. */
#include "indexer/formats/records/columns.h"
#include "indexer/formats/records/csv_date_order.h"
#include "indexer/formats/records/csv_rows.h"
#include "indexer/formats/records/csv_syntax.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum {
    MAX_TITLE_BYTES = 200,
    HEAD_ROWS = 30, /* among which the header is searched for */
};

struct reader {
    const struct reader_input *input;
    struct csv_rows rows;
    enum date_order date_order;
    struct arena names; /* of the columns */
    struct str columns[CSV_MAX_COLUMNS];
    size_t n_columns;
    size_t role_columns[COLUMN_LIMIT]; /* CSV_MAX_COLUMNS: none */
    struct str above;                  /* the text above the header, on the arena `names` */
    uint32_t line_of_above;            /* of the row that gets it; 0: there is no row */
};

static bool is_number(struct str s)
{
    bool has_digit = false;
    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        has_digit = has_digit || ascii_is_digit(s.p[i]);
        if (!ascii_is_digit(s.p[i]) && !memchr("+-.,:/ eE%", s.p[i], 10))
            return false;
    }
    return has_digit;
}

/* Years are common names of columns. */
static bool is_year(struct str s)
{
    s = str_trim(s);
    return s.n == 4 && (s.p[0] == '1' || s.p[0] == '2') && ascii_is_digit(s.p[1]) &&
           ascii_is_digit(s.p[2]) && ascii_is_digit(s.p[3]);
}

static bool is_header(const struct csv_row *row)
{
    bool has_word = false;
    for (size_t i = 0; i < row->n; i++) {
        bool is_figure = is_number(row->cells[i].text);
        if (is_figure && !is_year(row->cells[i].text))
            return false;
        has_word = has_word || (!is_figure && str_trim(row->cells[i].text).n);
    }
    return has_word;
}

static void name_columns(struct reader *r, const struct csv_row *row)
{
    r->n_columns = row->n;
    for (size_t i = 0; i < row->n; i++)
        r->columns[i] = arena_copy(&r->names, str_trim(row->cells[i].text));
}

/* Returns the column that has a role by its name; CSV_MAX_COLUMNS if none has. */
static size_t find_role(const struct reader *r, enum column role)
{
    size_t best = CSV_MAX_COLUMNS;
    unsigned best_rank = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        struct column_role found;
        if (!column_of_name(r->input, r->columns[i], &found) || found.column != role)
            continue;
        if (best == CSV_MAX_COLUMNS || found.rank < best_rank) {
            best = i;
            best_rank = found.rank;
        }
    }
    return best;
}

/* Returns the column "Summary" if there is another one for the text, as in tables of issues and
 * events, where it is the title; CSV_MAX_COLUMNS if there is none. */
static size_t find_summary(const struct reader *r)
{
    for (size_t i = 0; i < r->n_columns && r->role_columns[COLUMN_TEXT] != CSV_MAX_COLUMNS; i++)
        if (str_equal_ignoring_case(r->columns[i], STR_LITERAL("summary")))
            return i;
    return CSV_MAX_COLUMNS;
}

struct head_row {
    size_t at, n, n_filled;
    uint32_t line;
    bool is_header;
};

static size_t read_head_rows(struct reader *r, struct arena *arena, struct head_row rows[HEAD_ROWS])
{
    size_t n = 0;
    for (; n < HEAD_ROWS; n++) {
        struct head_row row = {.at = r->rows.at, .line = r->rows.line};
        if (!csv_rows_next(&r->rows, arena))
            break;
        row.n = r->rows.row.n;
        row.is_header = is_header(&r->rows.row);
        for (size_t i = 0; i < r->rows.row.n; i++)
            row.n_filled += str_trim(r->rows.row.cells[i].text).n > 0;
        rows[n] = row;
    }
    return n;
}

/* Returns the number of cells that most rows have. */
static size_t width_of(const struct head_row *rows, size_t n_rows)
{
    size_t width = 0, most = 0;
    for (size_t i = 0; i < n_rows; i++) {
        size_t n_same = 0;
        for (size_t k = 0; k < n_rows; k++)
            n_same += rows[k].n == rows[i].n && rows[k].n_filled > 1;
        if (n_same > most || (n_same == most && n_same && rows[i].n > width)) {
            most = n_same;
            width = rows[i].n;
        }
    }
    return width;
}

/* Returns whether rows with other numbers of cells than the table come before row i, with an empty
 * row between: "Account;12", "", "Date;Text;Amount". */
static bool is_below_block(const struct head_row *rows, size_t i, size_t width)
{
    bool has_gap = false;
    for (size_t k = 0; k < i; k++) {
        if (rows[k].n_filled == 0)
            has_gap = true;
        else if (rows[k].n == width || has_gap)
            return false;
    }
    return has_gap && rows[i].n == width && rows[i].is_header && rows[i].n_filled * 2 > width;
}

/* Returns the index of the row that may be the header: the first one with the width of the table
 * that is mostly filled. A title and empty rows may precede it, and a block of shorter rows before
 * an empty one; if another filled row does, or the row is not a header, the table begins with row
 * 0. */
static size_t find_header(const struct head_row *rows, size_t n_rows)
{
    size_t width = width_of(rows, n_rows);
    for (size_t i = 1; i < n_rows && width > 2; i++)
        if (is_below_block(rows, i, width))
            return i;
    for (size_t i = 0; i < n_rows && width > 1; i++) {
        bool is_filled = rows[i].n_filled * 2 > width;
        if (is_filled && rows[i].n == width && rows[i].n_filled > 1)
            return rows[i].is_header ? i : 0;
        if (is_filled && rows[i].n_filled > 1)
            return 0;
    }
    return 0;
}

/* Finds the start of the table, the names of its columns and the text above them, which is
 * everything if no row follows. Leaves r->rows.at at the first row of data. */
static void read_head(struct reader *r, struct arena *arena)
{
    struct head_row rows[HEAD_ROWS];
    size_t comment_at = 0, start;
    r->rows.delimiter = csv_delimiter(r->rows.text, r->input->path);
    (void)csv_separator_line(r->rows.text, &r->rows.at);
    r->rows.line += r->rows.at > 0;
    start = r->rows.at;
    size_t n_comment = csv_rows_skip_comments(&r->rows, &comment_at),
           n_rows = read_head_rows(r, arena, rows);
    size_t header = find_header(rows, n_rows), end = n_rows ? rows[header].at : r->rows.at;
    bool is_named = n_rows && rows[header].is_header;
    csv_rows_go_to(&r->rows, end, n_rows ? rows[header].line : r->rows.line);
    if (n_comment && n_rows && header == 0 && rows[0].n > 1) {
        uint32_t line = r->rows.line;
        size_t at = r->rows.at;
        csv_rows_go_to(&r->rows, comment_at, line);
        /* A last column of remarks may be empty in the first row. */
        if (csv_rows_next(&r->rows, arena) &&
            (r->rows.row.n == rows[0].n || r->rows.row.n == rows[0].n + 1)) {
            name_columns(r, &r->rows.row);
            is_named = false;
            end = comment_at - 1;
        }
        csv_rows_go_to(&r->rows, at, line);
    }
    if (is_named && csv_rows_next(&r->rows, arena))
        name_columns(r, &r->rows.row);
    r->line_of_above = csv_rows_next_line(&r->rows, arena);
    struct str above = str_slice(r->rows.text, start, r->line_of_above ? end : r->rows.text.n);
    r->above = arena_copy(&r->names, str_trim(above));
    for (enum column role = 0; role < COLUMN_LIMIT; role++)
        r->role_columns[role] = find_role(r, role);
    if (r->role_columns[COLUMN_TITLE] == CSV_MAX_COLUMNS)
        r->role_columns[COLUMN_TITLE] = find_summary(r);
}

static struct str column_of(const struct reader *r, size_t i, struct arena *arena)
{
    return i < r->n_columns && r->columns[i].n ? r->columns[i]
                                               : arena_format(arena, "col%zu", i + 1);
}

static const struct csv_cell *role_cell(const struct reader *r, enum column role)
{
    static const struct csv_cell none = {{"", 0}, 0, 0};
    size_t i = r->role_columns[role];
    return i < r->rows.row.n ? &r->rows.row.cells[i] : &none;
}

/* Writes a row without a text column as lines "name: value". */
static void write_cells(const struct reader *r, struct document *d, struct buf *text)
{
    for (size_t i = 0; i < r->rows.row.n; i++) {
        const struct csv_cell *cell = &r->rows.row.cells[i];
        struct str value = str_trim(cell->text);
        if (value.n == 0 || i == r->role_columns[COLUMN_ID])
            continue;
        if (text->n)
            buf_append_str(text, STR_LITERAL("\t\n")); /* as GAP_ITEM (flow.h) */
        size_t start = text->n;
        buf_append_str(text, column_of(r, i, d->arena));
        buf_append(text, ": ", 2);
        document_add_line(d, start, cell->line, 0);
        if (str_find_char(value, '\n', 0) < value.n) {
            struct str before = str_slice(cell->text, 0, (size_t)(value.p - cell->text.p));
            document_add_line(d, text->n, cell->line + str_count_breaks(before), 0);
        }
        buf_append_str(text, value);
    }
    d->text = buf_str(text);
}

/* Returns the title of a row without a title column: its first cell with a letter. */
static struct str title_of(const struct reader *r)
{
    for (size_t i = 0; i < r->rows.row.n; i++) {
        struct str value = str_trim(r->rows.row.cells[i].text);
        bool has_letter = false;
        for (size_t k = 0; k < value.n && !has_letter; k++)
            has_letter = ascii_is_alpha(value.p[k]) || (unsigned char)value.p[k] >= 0x80;
        if (has_letter && value.n <= MAX_TITLE_BYTES)
            return value;
    }
    return STR_EMPTY;
}

/* Takes the cell with the text, as it is or without its HTML. */
static void read_body(const struct csv_cell *body, struct document *d, struct buf *text)
{
    if (html_is_in(body->text)) {
        d->text = html_text_of(body->text, text);
        document_mark_line(d, body->line);
        return;
    }
    buf_append_str(text, body->text);
    d->text = buf_str(text);
    document_add_line(d, 0, body->line, body->column);
}

/* Makes a cell a field. If that fails, or does not make all of it searchable, appends it to the
 * text as well. */
static void read_field(const struct reader *r, size_t i, struct document *d, struct buf *text)
{
    const struct csv_cell *cell = &r->rows.row.cells[i];
    if (document_has_room(d, cell->text) &&
        document_add_values(d, column_of(r, i, d->arena), cell->text) &&
        cell->text.n <= DOCUMENT_PLAIN_FIELD_BYTES)
        return;
    buf_append(text, "\n\n", 2);
    document_add_line(d, text->n, cell->line, 0);
    buf_append_str(text, cell->text);
    d->text = buf_str(text);
}

static void read_document(struct reader *r, struct document *d, struct buf *text)
{
    const struct csv_cell *body = role_cell(r, COLUMN_TEXT);
    bool has_body = str_trim(body->text).n > 0;
    d->first_line = r->rows.row.line;
    d->id = str_trim(role_cell(r, COLUMN_ID)->text);
    d->title = str_trim(role_cell(r, COLUMN_TITLE)->text);
    d->language = str_trim(role_cell(r, COLUMN_LANGUAGE)->text);
    if (columns_is_id_searched(d->id))
        document_add_field(d, column_of(r, r->role_columns[COLUMN_ID], d->arena), d->id);
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%u", d->first_line);
    if (r->rows.row.line == r->line_of_above)
        document_add_field(d, STR_LITERAL("above"), r->above);
    if (has_body) {
        read_body(body, d, text);
    } else {
        write_cells(r, d, text);
        d->title = d->title.n ? d->title : title_of(r);
    }
    for (size_t i = 0; i < r->rows.row.n; i++) {
        bool is_role = false;
        for (enum column role = 0; role < COLUMN_LIMIT; role++)
            is_role = is_role || i == r->role_columns[role];
        if (is_role)
            continue;
        if (has_body)
            read_field(r, i, d, text);
        else
            document_add_values(d, column_of(r, i, d->arena), r->rows.row.cells[i].text);
    }
}

/* Adds a document for a table without rows, with everything above them as its text. */
static enum err_code add_rowless(const struct reader *r, struct arena *scratch,
                                 const struct reader_output *output, struct err *err)
{
    struct document d;
    if (r->above.n == 0)
        return ERR_OK;
    arena_clear(scratch);
    reader_begin(&d, r->input, scratch, "csv");
    d.text = r->above;
    document_add_line(&d, 0, 1, 0);
    return output->add(output->ctx, &d, err);
}

/* Moves to the first row of data in text, which is the whole file or a part of it. */
static void skip_head(struct reader *r, struct str text)
{
    uint32_t first_line = r->rows.line;
    r->rows.text = text;
    csv_rows_go_to(&r->rows, 0, r->input->first_line);
    while (r->rows.line < first_line && r->rows.at < text.n) {
        size_t newline = str_find_char(text, '\n', r->rows.at);
        r->rows.at = newline < text.n ? newline + 1 : newline;
        r->rows.line++;
    }
}

static void reader_free(struct reader **r)
{
    arena_done(&(*r)->names);
    mem_free(*r);
}

enum err_code csv_read(const struct reader_input *input, struct arena *scratch,
                       const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    AUTO(reader_free) struct reader *r = mem_alloc_zeroed(1, sizeof *r);
    struct document d;

    r->input = input;
    arena_clear(scratch);
    r->rows.text = reader_unix_lines(input->opening.n ? input->opening : input->text, &unix_lines);
    r->rows.line = 1;
    r->date_order = csv_date_order(r->rows.text);
    read_head(r, scratch);
    if (input->first_line <= 1 && r->line_of_above == 0)
        return add_rowless(r, scratch, output, err);
    skip_head(r, reader_unix_lines(input->text, &unix_lines));
    for (;;) {
        arena_clear(scratch);
        buf_clear(&text);
        if (!csv_rows_next(&r->rows, scratch))
            return ERR_OK;
        if (csv_row_is_empty(&r->rows.row))
            continue;
        reader_begin(&d, input, scratch, "csv");
        d.date_order = r->date_order;
        read_document(r, &d, &text);
        if (output->add(output->ctx, &d, err))
            return err->code;
    }
}
