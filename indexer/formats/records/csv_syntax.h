/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_SYNTAX_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_SYNTAX_H

/* Splits CSV into rows and cells. */

#include "base/str.h"

/* Returns the delimiter that a first line "sep=;", as Excel writes it, declares; 0 if there is
 * none. *ret_end is the start of the next line. */
char csv_separator_line(struct str text, size_t *ret_end);

/* Returns the delimiter of the rows at the start of text, which has "\n" line ends. If several fit,
 * path decides. */
char csv_delimiter(struct str text, struct str path);

/* Returns whether head, the start of a text, can only be a table: a header row, and rows with as
 * many cells. */
bool csv_is_table(struct str head);

/* Returns the offset of the closing quotation mark of the cell quoted at start, which must be
 * followed by the end of the cell; 0 if there is none, so that the quotation mark is text.
 * *no_end_before, initially 0, records up to where none was found, so that the search is not
 * repeated. */
size_t csv_quoted_end(struct str s, size_t start, char delimiter, size_t *no_end_before);

/* Returns the end of the last row that is complete within bytes and ends at or before limit; 0 if
 * there is none. bytes is a piece of a file that may continue after it, with any kind of line ends.
 * is_first: it is the start of the file, where comments with "#" may occur. */
size_t csv_last_row_end(struct str bytes, size_t limit, char delimiter, bool is_first);

#endif
