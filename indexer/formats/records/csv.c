/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV and TSV (RFC 4180, and what programs make of it): a row is a document, its cells are fields
 * by the names in the first row. */
#include "indexer/formats/records/columns.h"
#include "indexer/formats/records/csv_syntax.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum {
    MAX_COLUMNS = 1000,
    MAX_TITLE_BYTES = 200,
};

struct cell {
    struct str text;
    uint32_t line;   /* where the text begins */
    uint32_t column; /* 0: not as it stands in the file */
};

struct row {
    struct cell cells[MAX_COLUMNS]; /* further cells are left out */
    size_t n;
    uint32_t line;
};

struct reader {
    const struct reader_input *input;
    struct str text;
    size_t at; /* of the next row */
    uint32_t line;
    size_t no_end_before; /* where a quoted cell could end */
    char delimiter;
    struct arena names; /* of the columns */
    struct str columns[MAX_COLUMNS];
    size_t n_columns;
    size_t role_columns[COLUMN_LIMIT]; /* MAX_COLUMNS: there is none */
    struct row row;
};

/* "" in a quoted cell is a quote. */
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

/* The cell at r->at, which is moved to what ends it. */
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

/* Reads the row at r->at; false at the end. */
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

static bool is_header(const struct row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (is_number(row->cells[i].text))
            return false;
    return !is_empty(row);
}

static void name_columns(struct reader *r, const struct row *row)
{
    r->n_columns = row->n;
    for (size_t i = 0; i < row->n; i++)
        r->columns[i] = arena_copy(&r->names, str_trim(row->cells[i].text));
}

/* The column that a role's names say. */
static size_t find_role(const struct reader *r, enum column role)
{
    const char *name;
    for (size_t i = 0; (name = column_name(r->input, role, i)); i++)
        for (size_t k = 0; k < r->n_columns; k++)
            if (str_equal_ignoring_case(r->columns[k], str_of(name)))
                return k;
    return MAX_COLUMNS;
}

/* Lines that begin with "#" stand above some tables; the last may name the columns. Leaves r->at at
 * the first row of data. */
static void read_head(struct reader *r, struct arena *arena)
{
    size_t comment_at = 0, n_comment = 0;
    while (r->at < r->text.n && r->text.p[r->at] == '#') {
        comment_at = r->at + 1;
        n_comment++;
        size_t newline = str_find_char(r->text, '\n', r->at);
        r->at = newline < r->text.n ? newline + 1 : newline;
        r->line++;
    }
    r->delimiter = csv_delimiter(str_slice(r->text, r->at, r->text.n), r->input->path);
    size_t at = r->at;
    uint32_t line = r->line;
    size_t n_cells = read_row(r, arena) ? r->row.n : 0;
    bool has_header = n_comment == 0 && n_cells && is_header(&r->row);
    if (has_header)
        name_columns(r, &r->row);
    else
        r->at = at, r->line = line;
    if (n_comment && n_cells > 1) {
        r->at = comment_at;
        /* The first row may lack a remark at its end. */
        if (read_row(r, arena) && (r->row.n == n_cells || r->row.n == n_cells + 1))
            name_columns(r, &r->row);
        r->at = at, r->line = line;
    }
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

/* A row without a text: "name: value", line by line. */
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

/* What names a row that has no title: its first cell with a letter. */
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

static void read_document(struct reader *r, struct document *d, struct buf *text)
{
    const struct cell *body = role_cell(r, COLUMN_TEXT);
    d->first_line = r->row.line;
    d->id = str_trim(role_cell(r, COLUMN_ID)->text);
    d->title = str_trim(role_cell(r, COLUMN_TITLE)->text);
    d->language = str_trim(role_cell(r, COLUMN_LANGUAGE)->text);
    if (d->id.n == 0)
        d->id = arena_format(d->arena, "%u", d->first_line);
    if (str_trim(body->text).n) {
        d->text = body->text;
        document_add_line(d, 0, body->line, body->column);
    } else {
        write_cells(r, d, text);
        d->title = d->title.n ? d->title : title_of(r);
    }
    for (size_t i = 0; i < r->row.n; i++) {
        bool is_role = false;
        for (enum column role = 0; role < COLUMN_LIMIT; role++)
            is_role = is_role || i == r->role_columns[role];
        /* A URL that served as the id is looked for as a URL all the same. */
        if (!is_role || (i == r->role_columns[COLUMN_ID] && i < r->n_columns &&
                         str_equal_ignoring_case(r->columns[i], STR_LITERAL("url"))))
            document_add_values(d, column_of(r, i, d->arena), r->row.cells[i].text);
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
    r->text = reader_unix_lines(input->opening.n ? input->opening : input->text, &unix_lines);
    r->line = 1;
    read_head(r, scratch);
    r->no_end_before = 0;
    r->text = reader_unix_lines(input->text, &unix_lines);
    if (input->first_line > 1) {
        r->at = 0;
        r->line = input->first_line;
    }
    for (;;) {
        arena_clear(scratch);
        buf_clear(&text);
        if (!read_row(r, scratch))
            return ERR_OK;
        if (is_empty(&r->row))
            continue;
        reader_begin(&d, input, scratch, "csv");
        read_document(r, &d, &text);
        if (output->add(output->ctx, &d, err))
            return err->code;
    }
}
