/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_PRINTER_H
#define PRESSMARK_SEARCH_PRINT_PRINTER_H

/* What is printed, and the interface that each form of output implements. */

#include "search/passage/field_match.h"
#include "search/retrieve/explain.h"
#include "search/retrieve/searcher.h"
#include "store/document_name.h"

#include <stdio.h>

struct hit_copy {
    struct str path; /* as shown */
    struct str id;
    uint32_t line; /* that it begins on */
    bool is_near;  /* not the same title and text, but nearly */
};

struct hit {
    uint32_t rank; /* from 1 */
    uint32_t docid;
    double score;
    struct str path; /* as shown: relative to the working directory where it is below it */
    char ref[DOCUMENT_REF_BYTES];
    const struct record *record;
    struct passage_mark *title_marks;
    uint32_t n_title_marks;
    struct passage *passages;
    size_t n_passages;
    struct field_match field_matches[FIELD_MATCHES];
    size_t n_field_matches;
    const struct hit_copy *copies; /* what it stands for (fold.h) */
    size_t n_copies;
    const struct explanation *explanation; /* NULL: not asked for */
    bool is_stale;                         /* the file changed, or is gone, since it was indexed */
    bool is_gone;                          /* it is gone */
    bool is_repeat; /* an earlier hit has the same path (records of one file): -l leaves it out */
};

/* What --max-bytes or --max-words leave out of an answer. */
struct omitted {
    size_t n_hits, n_passages;
    bool is_shortened; /* passages are shorter than they would have been */
};

struct answer {
    struct str query;
    struct str topic; /* its identifier, where it is one of several queries; p is NULL: it is not */
    bool is_continued; /* the answer to another one stands before it */
    uint32_t total_lower, total, total_upper;
    uint32_t first; /* how many hits were passed over (--offset) */
    double elapsed_s;
    struct str did_you_mean; /* a better query; empty: none */
    const struct str *hints; /* sentences on how the query was understood */
    size_t n_hints;
    const struct facet *facets; /* of --json */
    size_t n_facets;
    const struct searcher_missing *missing; /* what was not searched */
    size_t n_missing;
    struct omitted omitted;
    const struct err *error; /* why hits are missing at the end; NULL: none are */
};

struct columns;
struct facet;
struct template;

struct print_settings {
    enum print_form {
        PRINT_TEXT,
        PRINT_JSON,
        PRINT_JSONL,
        PRINT_CSV,
        PRINT_TSV,
        PRINT_MARKDOWN,
        PRINT_HTML,
        PRINT_TEMPLATE, /* --format */
        PRINT_VIMGREP,
        PRINT_GREP,
        PRINT_COUNTS, /* -c */
        PRINT_PATHS,  /* -l */
    } form;
    bool color;
    const char
        *hyperlink_format; /* of paths in PRINT_TEXT and PRINT_GREP (hyperlink.h); NULL: none */
    char path_separator;   /* '\n', or '\0' for -0 */
    const char *page_link_format; /* of links in PRINT_HTML */
    bool heading;     /* PRINT_GREP: the path stands on a line of its own above those of the file */
    bool has_context; /* PRINT_GREP: gaps are shown */
    const struct columns *columns;   /* --fields; NULL: what the form has by itself */
    const struct template *template; /* of PRINT_TEMPLATE */
    uint32_t width; /* in columns of a terminal, to fold passages to; 0: do not fold */
};

/* How a form is printed: begin once, hit for each in order of its rank, the first having rank
 * a->first + 1, end once. Errors of writing are found by the caller, who checks ferror() and
 * fclose(). */
struct printer {
    void (*begin)(const struct print_settings *s, const struct answer *a, FILE *out);
    void (*hit)(const struct print_settings *s, const struct answer *a, const struct hit *h,
                FILE *out);
    void (*end)(const struct print_settings *s, const struct answer *a, FILE *out);
};

#endif
