/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_PRINT_H
#define PRESSMARK_SEARCH_PRINT_PRINT_H

/* Hits -> bytes. One file a form: text.c (title, path:line, date, passages, for people),
 * json.c (--json: one document; --jsonl: one object a line), grep.c (--vimgrep:
 * path:line:col:text; -l: paths; both with -0), csv.c.
 *
 * No form lets a control character of a document through to the terminal, nor what shows nothing:
 * they become visible escapes or blanks (text/visible.h). With -0 paths are raw bytes. */

#include "search/print/printer.h"

const struct printer *print_form_of(enum print_form form);

#endif
