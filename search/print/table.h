/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_TABLE_H
#define PRESSMARK_SEARCH_PRINT_TABLE_H

/* Writes the values of --csv and --tsv. */

#include "search/print/printer.h"

/* Returns ',' for PRINT_CSV and a tab for PRINT_TSV. */
char table_separator(const struct print_settings *s);

/* Appends text, which must have no tab and no line break, in quotes if necessary. It is preceded by
 * an apostrophe if a spreadsheet would take it for a formula, that is, if it begins with = + - or
 * @, also in full width: the documents may come from anybody. */
void table_append_text(struct buf *row, const struct print_settings *s, struct str text);

#endif
