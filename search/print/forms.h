/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_FORMS_H
#define PRESSMARK_SEARCH_PRINT_FORMS_H

/* What the files of print.h share: the forms themselves and the parts that several of them use. */

#include "search/print/print.h"

extern const struct printer print_text_form;
extern const struct printer print_json_form;
extern const struct printer print_jsonl_form;
extern const struct printer print_csv_form;
extern const struct printer print_vimgrep_form;
extern const struct printer print_paths_form;

/* For the ends of a form that have nothing to say. */
void print_nothing(const struct print_settings *s, const struct answer *a, FILE *out);

/* Appends a path as print_append_safe() does, with all that is part of the name made visible: line
 * breaks, tabs, what shows nothing. */
void print_append_path(struct buf *out, struct str path);

/* The shortest decimal that reads back as value. */
void print_append_number(struct buf *out, double value);

#endif
