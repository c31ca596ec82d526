/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_FORMS_H
#define PRESSMARK_SEARCH_PRINT_FORMS_H

/* What the files of this folder share: the forms themselves and the parts that several of them use.
 */

#include "search/print/printer.h"

extern const struct printer print_text_form;
extern const struct printer print_json_form;
extern const struct printer print_jsonl_form;
extern const struct printer print_csv_form;
extern const struct printer print_vimgrep_form;
extern const struct printer print_paths_form;

/* For the ends of a form that have nothing to say. */
void print_nothing(const struct print_settings *s, const struct answer *a, FILE *out);

/* The member of an archive, or the attachment, that a document is or is in; else empty. */
struct str print_member(const struct record *r);

/* Whether the lines of a document are the pages of its file. */
bool print_has_pages(const struct record *r);

/* Appends s with everything that could act on a terminal made visible (U+001B as "\u{1b}", a byte
 * that is not UTF-8 as "\x{ff}"). one_line: runs of blanks, tabs and line breaks become one blank;
 * else "\n" and "\t" stay. s need not be valid UTF-8. */
void print_append_safe(struct buf *out, struct str s, bool one_line);

/* Appends a path as print_append_safe() does, with all that is part of the name made visible: line
 * breaks, tabs, what shows nothing. */
void print_append_path(struct buf *out, struct str path);

/* The shortest decimal that reads back as value. */
void print_append_number(struct buf *out, double value);

#endif
