/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_FORMS_H
#define PRESSMARK_SEARCH_PRINT_FORMS_H

/* What the files of this folder share: the forms themselves and the parts that several of them use.
 */

#include "search/print/printer.h"

enum { PRINT_JSON_VERSION = 1 }; /* of what --json and --jsonl print: see search/schema/ */

extern const struct printer print_text_form;
extern const struct printer print_json_form;
extern const struct printer print_jsonl_form;
extern const struct printer print_table_form; /* --csv, --tsv */
extern const struct printer print_template_form;
extern const struct printer print_markdown_form;
extern const struct printer print_html_form;
extern const struct printer print_vimgrep_form;
extern const struct printer print_grep_form;
extern const struct printer print_counts_form;
extern const struct printer print_paths_form;

/* Styles on a terminal. */
#define PRINT_BOLD "\033[1m"
#define PRINT_DIM "\033[2m"
#define PRINT_MATCH "\033[1;31m"
#define PRINT_PATH "\033[35m"
#define PRINT_LINE "\033[32m"
#define PRINT_PLAIN "\033[0m"
void print_append_style(struct buf *out, bool color, const char *style);

/* For the ends of a form that have nothing to say. */
void print_nothing(const struct print_settings *s, const struct answer *a, FILE *out);

/* The member of an archive, or the attachment, that a document is or is in; else empty. */
struct str print_member(const struct record *r);

/* What a document without a title goes by: its record's id, or the last part of its path. */
struct str print_name(const struct hit *h);

/* Appends, as a sentence, what the limits of an answer left out; false where it is nothing. */
bool print_append_omitted(struct buf *out, const struct answer *a);

/* Appends the member "error" of a JSON object, without a comma. */
void print_append_error(struct buf *out, const struct err *err);
/* Appends an object that says what went wrong, where answers would be JSON. */
void print_append_error_object(struct buf *out, const struct err *err);

/* Whether the lines of a document are the pages of its file. */
bool print_has_pages(const struct record *r);

/* A text in parts, for a loop: those between its marks and, by turns, those that are marked. */
struct print_parts {
    struct str text;
    const struct passage_mark *marks;
    size_t n; /* of marks */
    size_t next, at;
};
bool print_next_part(struct print_parts *p, struct str *ret_part, bool *ret_is_marked);

/* Appends "path#member:line" of a hit, or ", page N" for the line: the place of its best passage.
 */
void print_append_place(struct buf *out, const struct hit *h);

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
