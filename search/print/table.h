/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_TABLE_H
#define PRESSMARK_SEARCH_PRINT_TABLE_H

/* Values of a table, for what reads --csv and --tsv. */

#include "search/print/printer.h"

/* ',' for PRINT_CSV, else a tab. */
char table_separator(const struct print_settings *s);

/* Appends text that has no tab and no line break: quoted where it has to be, and with an apostrophe
 * in front where a spreadsheet would take it for a formula, since the files that are searched may
 * be anybody's. A formula begins with = + - or @, also in full width. */
void table_append_text(struct buf *row, const struct print_settings *s, struct str text);

#endif
