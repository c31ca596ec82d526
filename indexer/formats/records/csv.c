/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads CSV and TSV (RFC 4180 and common deviations). Each row becomes a document, whose fields are
 * named by the header row. Text above the header becomes a field of the first row of data. */
#include "indexer/formats/records/columns.h"
#include "indexer/formats/records/csv_syntax.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum {
    MAX_COLUMNS = 1000,
    MAX_TITLE_BYTES = 200,
    HEAD_ROWS = 30, /* among which the header is searched for */
};

struct cell {
    struct str text;
    uint32_t line;   /* where the text begins */
    uint32_t column; /* where the text begins; 0 if it differs from the file, or is unknown */
};

struct row {
    struct cell cells[MAX_COLUMNS]; /* the last one holds all further cells */
    size_t n;
    uint32_t line;
};

struct reader {
    const struct reader_input *input;
    struct str text;
    size_t at; /* of the next row */
    uint32_t line;
    size_t no_end_before; /* no quoted cell ends before this offset, see csv_quoted_end() */
    char delimiter;
    enum date_order date_order;
    struct arena names; /* of the columns */
    struct str columns[MAX_COLUMNS];
    size_t n_columns;
    size_t role_columns[COLUMN_LIMIT]; /* MAX_COLUMNS: none */
    struct row row;
    struct str above;       /* the text above the header, on the arena `names` */
    uint32_t line_of_above; /* of the row that gets it; 0: there is no row */
};

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
static struct cell read_cell(struct reader *r, size_t line_start, struct arena *arena)
{
    struct str s = r->text;
    size_t start = r->at;
    size_t quote = start < s.n && s.p[start] == '"'
                       ? csv_quoted_end(s, start, r->delimiter, &r->no_end_before)
                       : 0;
    if (quote) {
        struct cell cell = {str_slice(s, start + 1, quote), 0, (uint32_t)(start - line_start) + 2};
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
    return (struct cell){str_slice(s, start, end), 0, (uint32_t)(start - line_start) + 1};
}

/* Reads the row at r->at. Returns false at the end. */
static bool read_row(struct reader *r, struct arena *arena)
{
    struct row *row = &r->row;
    if (r->at >= r->text.n)
        return false;
    size_t line_start = r->at;
    row->line = r->line;
    row->n = 0;
    for (;;) {
        size_t start = r->at;
        struct cell cell = read_cell(r, line_start, arena);
        cell.line = r->line;
        if (row->n < MAX_COLUMNS)
            row->cells[row->n++] = cell;
        else
            row->cells[row->n - 1].text.n = (size_t)(r->text.p + r->at -
                                                     row->cells[row->n - 1].text.p);
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

static bool is_empty(const struct row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cells[i].text).n)
            return false;
    return true;
}

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

static bool is_header(const struct row *row)
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

static void name_columns(struct reader *r, const struct row *row)
{
    r->n_columns = row->n;
    for (size_t i = 0; i < row->n; i++)
        r->columns[i] = arena_copy(&r->names, str_trim(row->cells[i].text));
}

/* Returns the column that has a role by its name; MAX_COLUMNS if none has. */
static size_t find_role(const struct reader *r, enum column role)
{
    size_t best = MAX_COLUMNS;
    unsigned best_rank = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        struct column_role found;
        if (!column_of_name(r->input, r->columns[i], &found) || found.column != role)
            continue;
        if (best == MAX_COLUMNS || found.rank < best_rank) {
            best = i;
            best_rank = found.rank;
        }
    }
    return best;
}

/* Skips lines that begin with "#" and returns their number. *ret_last is the offset after the "#"
 * of the last one. */
static size_t skip_comments(struct reader *r, size_t *ret_last)
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

/* Continues reading at an offset, which may be before r->at. */
static void go_to(struct reader *r, size_t at, uint32_t line)
{
    r->at = at;
    r->line = line;
    r->no_end_before = 0;
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
        struct head_row row = {.at = r->at, .line = r->line};
        if (!read_row(r, arena))
            break;
        row.n = r->row.n;
        row.is_header = is_header(&r->row);
        for (size_t i = 0; i < r->row.n; i++)
            row.n_filled += str_trim(r->row.cells[i].text).n > 0;
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

/* Returns the index of the row that may be the header: the first one with the width of the table
 * that is mostly filled. A title and empty rows may precede it; if another filled row does, or the
 * row is not a header, the table begins with row 0. */
static size_t find_header(const struct head_row *rows, size_t n_rows)
{
    size_t width = width_of(rows, n_rows);
    for (size_t i = 0; i < n_rows && width > 1; i++) {
        bool is_filled = rows[i].n_filled * 2 > width;
        if (is_filled && rows[i].n == width && rows[i].n_filled > 1)
            return rows[i].is_header ? i : 0;
        if (is_filled && rows[i].n_filled > 1)
            return 0;
    }
    return 0;
}

/* Returns the line of the next row that is not empty, from r->at on; 0 if there is none. */
static uint32_t line_of_next_row(struct reader *r, struct arena *arena)
{
    size_t at = r->at;
    uint32_t line = r->line, found = 0;
    while (!found && read_row(r, arena))
        found = is_empty(&r->row) ? 0 : r->row.line;
    go_to(r, at, line);
    return found;
}

/* Finds the start of the table, the names of its columns and the text above them, which is
 * everything if no row follows. Leaves r->at at the first row of data. */
static void read_head(struct reader *r, struct arena *arena)
{
    struct head_row rows[HEAD_ROWS];
    size_t comment_at = 0, start;
    r->delimiter = csv_delimiter(r->text, r->input->path);
    (void)csv_separator_line(r->text, &r->at);
    r->line += r->at > 0;
    start = r->at;
    size_t n_comment = skip_comments(r, &comment_at), n_rows = read_head_rows(r, arena, rows);
    size_t header = find_header(rows, n_rows), end = n_rows ? rows[header].at : r->at;
    bool is_named = n_rows && rows[header].is_header;
    go_to(r, end, n_rows ? rows[header].line : r->line);
    if (n_comment && n_rows && header == 0 && rows[0].n > 1) {
        uint32_t line = r->line;
        size_t at = r->at;
        go_to(r, comment_at, line);
        /* A last column of remarks may be empty in the first row. */
        if (read_row(r, arena) && (r->row.n == rows[0].n || r->row.n == rows[0].n + 1)) {
            name_columns(r, &r->row);
            is_named = false;
            end = comment_at - 1;
        }
        go_to(r, at, line);
    }
    if (is_named && read_row(r, arena))
        name_columns(r, &r->row);
    r->line_of_above = line_of_next_row(r, arena);
    struct str above = str_slice(r->text, start, r->line_of_above ? end : r->text.n);
    r->above = arena_copy(&r->names, str_trim(above));
    for (enum column role = 0; role < COLUMN_LIMIT; role++)
        r->role_columns[role] = find_role(r, role);
}

static struct str column_of(const struct reader *r, size_t i, struct arena *arena)
{
    return i < r->n_columns && r->columns[i].n ? r->columns[i]
                                               : arena_format(arena, "col%zu", i + 1);
}

static const struct cell *role_cell(const struct reader *r, enum column role)
{
    static const struct cell none = {{"", 0}, 0, 0};
    size_t i = r->role_columns[role];
    return i < r->row.n ? &r->row.cells[i] : &none;
}

/* Writes a row without a text column as lines "name: value". */
static void write_cells(const struct reader *r, struct document *d, struct buf *text)
{
    for (size_t i = 0; i < r->row.n; i++) {
        const struct cell *cell = &r->row.cells[i];
        struct str value = str_trim(cell->text);
        if (value.n == 0 || i == r->role_columns[COLUMN_ID])
            continue;
        if (text->n)
            buf_append_char(text, '\n');
        size_t start = text->n;
        buf_append_str(text, column_of(r, i, d->arena));
        buf_append(text, ": ", 2);
        document_add_line(d, start, cell->line, 0);
        if (str_find_char(value, '\n', 0) < value.n) {
            uint32_t line = cell->line;
            for (const char *p = cell->text.p; p < value.p; p++)
                line += *p == '\n';
            document_add_line(d, text->n, line, 0);
        }
        buf_append_str(text, value);
    }
    d->text = buf_str(text);
}

/* Returns the title of a row without a title column: its first cell with a letter. */
static struct str title_of(const struct reader *r)
{
    for (size_t i = 0; i < r->row.n; i++) {
        struct str value = str_trim(r->row.cells[i].text);
        bool has_letter = false;
        for (size_t k = 0; k < value.n && !has_letter; k++)
            has_letter = ascii_is_alpha(value.p[k]) || (unsigned char)value.p[k] >= 0x80;
        if (has_letter && value.n <= MAX_TITLE_BYTES)
            return value;
    }
    return STR_EMPTY;
}

/* Takes the cell with the text, as it is or without its HTML. */
static void read_body(const struct cell *body, struct document *d, struct buf *text)
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
    const struct cell *cell = &r->row.cells[i];
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
    const struct cell *body = role_cell(r, COLUMN_TEXT);
    bool has_body = str_trim(body->text).n > 0;
    d->first_line = r->row.line;
    d->id = str_trim(role_cell(r, COLUMN_ID)->text);
    d->title = str_trim(role_cell(r, COLUMN_TITLE)->text);
    d->language = str_trim(role_cell(r, COLUMN_LANGUAGE)->text);
    if (columns_is_id_searched(d->id))
        document_add_field(d, column_of(r, r->role_columns[COLUMN_ID], d->arena), d->id);
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%u", d->first_line);
    if (r->row.line == r->line_of_above)
        document_add_field(d, STR_LITERAL("above"), r->above);
    if (has_body) {
        read_body(body, d, text);
    } else {
        write_cells(r, d, text);
        d->title = d->title.n ? d->title : title_of(r);
    }
    for (size_t i = 0; i < r->row.n; i++) {
        bool is_role = false;
        for (enum column role = 0; role < COLUMN_LIMIT; role++)
            is_role = is_role || i == r->role_columns[role];
        if (is_role)
            continue;
        if (has_body)
            read_field(r, i, d, text);
        else
            document_add_values(d, column_of(r, i, d->arena), r->row.cells[i].text);
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
    uint32_t first_line = r->line;
    r->text = text;
    go_to(r, 0, r->input->first_line);
    while (r->line < first_line && r->at < text.n) {
        size_t newline = str_find_char(text, '\n', r->at);
        r->at = newline < text.n ? newline + 1 : newline;
        r->line++;
    }
}

static void reader_free(struct reader **r)
{
    arena_done(&(*r)->names);
    mem_free(*r);
}

/* Returns the number of one or two digits at i, with no digit next to it; 0 if there is none. */
static unsigned short_number_at(struct str s, size_t i, size_t *ret_end)
{
    unsigned value = 0;
    if (i > 0 && ascii_is_digit(s.p[i - 1]))
        return 0;
    for (*ret_end = i; *ret_end < s.n && ascii_is_digit(s.p[*ret_end]); ++*ret_end)
        value = value < 100 ? value * 10 + (unsigned)(s.p[*ret_end] - '0') : 100;
    return *ret_end - i <= 2 ? value : 0;
}

/* Determines the order of day and month in the dates of a table, such as "02/13/2021": a number
 * above 12 is a day, which decides for all rows. */
static enum date_order order_of_dates(struct str text)
{
    bool has_day_first = false, has_month_first = false;
    for (size_t slash = str_find_char(text, '/', 0); slash < text.n;
         slash = str_find_char(text, '/', slash + 1)) {
        size_t start = slash, end, second_end;
        while (start > 0 && ascii_is_digit(text.p[start - 1]))
            start--;
        unsigned first = short_number_at(text, start, &end);
        unsigned second = slash + 1 < text.n ? short_number_at(text, slash + 1, &second_end) : 0;
        if (first == 0 || second == 0 || end != slash || second_end >= text.n ||
            text.p[second_end] != '/')
            continue;
        has_day_first |= first > 12 && first <= 31 && second <= 12;
        has_month_first |= second > 12 && second <= 31 && first <= 12;
    }
    if (has_day_first == has_month_first)
        return DATE_ORDER_UNKNOWN;
    return has_day_first ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
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
    r->text = reader_unix_lines(input->opening.n ? input->opening : input->text, &unix_lines);
    r->line = 1;
    r->date_order = order_of_dates(r->text);
    read_head(r, scratch);
    if (input->first_line <= 1 && r->line_of_above == 0)
        return add_rowless(r, scratch, output, err);
    skip_head(r, reader_unix_lines(input->text, &unix_lines));
    for (;;) {
        arena_clear(scratch);
        buf_clear(&text);
        if (!read_row(r, scratch))
            return ERR_OK;
        if (is_empty(&r->row))
            continue;
        reader_begin(&d, input, scratch, "csv");
        d.date_order = r->date_order;
        read_document(r, &d, &text);
        if (output->add(output->ctx, &d, err))
            return err->code;
    }
}
