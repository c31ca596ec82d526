/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_SYNTAX_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_CSV_SYNTAX_H

/* How CSV is cut into rows and cells. */

#include "base/str.h"

/* The sign that a first line "sep=;" names, as Excel writes it; 0: there is none. *ret_end is where
 * the next line begins. */
char csv_separator_line(struct str text, size_t *ret_end);

/* The sign between the cells, as the rows at the beginning of text ("\n" line ends) have it; path
 * decides between several. */
char csv_delimiter(struct str text, struct str path);

/* Whether head, the beginning of a text, is one of a table and of nothing else: rows of as many
 * cells under a row of names. */
bool csv_is_table(struct str head);

/* Where the cell that is quoted at start ends: its last quote, which the end of the cell follows.
 * 0: nowhere, the quote is text; *no_end_before (0 at first) then says how far there is none, so
 * that the same is not searched again. */
size_t csv_quoted_end(struct str s, size_t start, char delimiter, size_t *no_end_before);

/* Where the last row ends that is complete in bytes, a piece of a file that may go on behind it,
 * and not behind limit; 0: there is none. bytes may hold any line ends and, is_first, lines with
 * "#" at the top. */
size_t csv_last_row_end(struct str bytes, size_t limit, char delimiter, bool is_first);

#endif
