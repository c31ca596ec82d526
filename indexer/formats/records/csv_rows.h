/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_ROWS_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_ROWS_H

/* Reads the rows of CSV one after the other, each with the lines and columns of its cells. */

#include "base/arena.h"
#include "base/str.h"

enum { CSV_MAX_COLUMNS = 1000 };

struct csv_cell {
    struct str text;
    uint32_t line;   /* where the text begins */
    uint32_t column; /* where the text begins; 0 if it differs from the file, or is unknown */
};

struct csv_row {
    struct csv_cell cells[CSV_MAX_COLUMNS]; /* the last one holds all further cells, as they are */
    size_t n;
    uint32_t line;
    size_t last_start; /* the offset of the last cell */
};

struct csv_rows {
    struct str text;
    size_t at; /* of the next row */
    uint32_t line;
    size_t no_end_before; /* no quoted cell ends before this offset, see csv_quoted_end() */
    char delimiter;
    struct csv_row row;
};

/* Reads the row at r->at into r->row. Returns false at the end. */
bool csv_rows_next(struct csv_rows *r, struct arena *arena);
bool csv_row_is_empty(const struct csv_row *row);

/* Continues reading at an offset, which may be before r->at. */
void csv_rows_go_to(struct csv_rows *r, size_t at, uint32_t line);
/* Skips lines that begin with "#" and returns their number. *ret_last is the offset after the "#"
 * of the last one. */
size_t csv_rows_skip_comments(struct csv_rows *r, size_t *ret_last);
/* Returns the line of the next row that is not empty, from r->at on; 0 if there is none. Does not
 * move. */
uint32_t csv_rows_next_line(struct csv_rows *r, struct arena *arena);

#endif
