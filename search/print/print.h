/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_PRINT_H
#define PRESSMARK_SEARCH_PRINT_PRINT_H

/* Hits -> bytes. One file a form: print_text.c (title, path:line, date, passages, for people),
 * print_json.c (--json: one document; --jsonl: one object a line), print_grep.c (--vimgrep:
 * path:line:col:text; -l: paths; both with -0), print_csv.c.
 *
 * No form lets a control character of a document through to the terminal, nor what shows nothing:
 * they become visible escapes or blanks (text/visible.h). With -0 paths are raw bytes. */

#include "search/print/printer.h"

const struct printer *print_form_of(enum print_form form);

#endif
