/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_FORMS_H
#define PRESSMARK_SEARCH_PRINT_FORMS_H

/* The output forms and the parts that several of them share. Only search/print uses this. */

#include "search/print/printer.h"

enum { PRINT_JSON_VERSION = 1 }; /* the version of --json and --jsonl: see search/schema/ */

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

/* Terminal escape sequences for styles. */
#define PRINT_BOLD "\033[1m"
#define PRINT_DIM "\033[2m"
#define PRINT_MATCH "\033[1;31m"
#define PRINT_PATH "\033[35m"
#define PRINT_LINE "\033[32m"
#define PRINT_PLAIN "\033[0m"
void print_append_style(struct buf *out, bool color, const char *style);

/* Prints nothing, for forms that need no begin or end. */
void print_nothing(const struct print_settings *s, const struct answer *a, FILE *out);

/* Returns the archive member or attachment that a document is, or is part of; else empty. */
struct str print_member(const struct record *r);

/* Returns what to call a document without a title: the id of its record, or the last part of its
 * path. */
struct str print_name(const struct hit *h);

/* Appends a sentence that says what the limits of an answer left out. Returns false if that is
 * nothing. */
bool print_append_omitted(struct buf *out, const struct answer *a);

/* Appends the member "error" of a JSON object, without a comma. */
void print_append_error(struct buf *out, const struct err *err);
/* Appends a JSON object with the error, for forms whose answers are JSON. */
void print_append_error_object(struct buf *out, const struct err *err);

/* Returns the anchor of a hit's best passage, or the empty string. */
struct str print_anchor(const struct hit *h);

/* Returns true for documents whose anchors a browser knows. */
bool print_is_for_browser(const struct record *r);

/* Appends the headings that passage i is under, "Chapter › Section", without those that the title
 * or the passage shows already; nothing if the passage before it is in the same section. */
void print_append_section(struct buf *out, const struct hit *h, size_t i);

/* Returns true if the lines of a document are the pages of its file. */
bool print_has_pages(const struct record *r);

/* Iterates over the parts of a text, which are marked and not marked by turns. Set text, marks and
 * n; the rest starts at zero. */
struct print_parts {
    struct str text;
    const struct passage_mark *marks;
    size_t n; /* of marks */
    size_t next, at;
};
bool print_next_part(struct print_parts *p, struct str *ret_part, bool *ret_is_marked);

/* Appends the place of a hit's best passage: "path#member:line", or with ", page N" for the line.
 */
void print_append_place(struct buf *out, const struct hit *h);

/* Appends s with everything made visible that a terminal could interpret: U+001B becomes "\u{1b}",
 * and a byte that is not UTF-8 becomes "\x{ff}". If one_line is true, runs of blanks, tabs and line
 * breaks become one blank; otherwise "\n" and "\t" stay. s need not be valid UTF-8. */
void print_append_safe(struct buf *out, struct str s, bool one_line);

/* Does the same for a path, in which line breaks, tabs and invisible characters are made visible
 * too. */
void print_append_path(struct buf *out, struct str path);

/* Appends the shortest decimal number that reads back as value. */
void print_append_number(struct buf *out, double value);

#endif
