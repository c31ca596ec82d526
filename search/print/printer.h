/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_PRINTER_H
#define PRESSMARK_SEARCH_PRINT_PRINTER_H

/* The data that are printed, and the interface that each output form implements. */

#include "base/stamp.h"
#include "search/passage/field_match.h"
#include "search/retrieve/explain.h"
#include "search/retrieve/searcher.h"
#include "store/document_name.h"

#include <stdio.h>

struct hit_copy {
    struct str path; /* as shown */
    struct str id;
    uint32_t line; /* the line that it begins on */
    bool is_near;  /* a near copy: title and text are not quite the same */
};

struct hit {
    uint32_t rank; /* from 1 */
    uint32_t docid;
    double score;
    struct str path; /* as shown: relative to the working directory if the file is below that */
    char ref[DOCUMENT_REF_BYTES];
    const struct record *record;
    struct passage_mark *title_marks;
    uint32_t n_title_marks;
    struct passage *passages;
    size_t n_passages;
    struct field_match field_matches[FIELD_MATCHES];
    size_t n_field_matches;
    const struct hit_copy *copies; /* the documents that are folded into it */
    size_t n_copies;
    const struct explanation *explanation; /* NULL without --explain */
    bool is_stale;                         /* the file has changed or is gone since indexing */
    bool is_gone;                          /* the file is gone */
    char mtime[STAMP_BYTES]; /* when the file was last modified, in UTC; empty if that is unknown */
    bool is_repeat; /* an earlier hit is from the same file, so that -l leaves this one out */
};

/* What --max-bytes or --max-words left out of an answer. */
struct omitted {
    size_t n_hits, n_passages;
    bool is_shortened; /* some passages were shortened */
};

struct answer {
    struct str query;
    struct str topic;  /* its identifier if it is one of several queries, otherwise p is NULL */
    bool is_continued; /* the answer to another query precedes it */
    uint32_t total_lower, total, total_upper;
    uint32_t first; /* how many hits were skipped (--offset) */
    double elapsed_s;
    struct str did_you_mean; /* a corrected query, or empty */
    const struct str *hints; /* sentences about how the query was understood */
    size_t n_hints;
    const struct facet *facets; /* for --json */
    size_t n_facets;
    const struct searcher_missing *missing; /* indexes that were not searched */
    size_t n_missing;
    struct omitted omitted;
    const struct err *error; /* the error that ended the hits early, or NULL */
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
    const char *hyperlink_format; /* (hyperlink.h) of PRINT_TEXT and PRINT_GREP, or NULL */
    char path_separator;          /* '\n', or '\0' for -0 */
    const char *page_link_format; /* for links in PRINT_HTML */
    bool heading;     /* PRINT_GREP: print the path on a line of its own above the file's lines */
    bool has_context; /* PRINT_GREP: mark gaps between lines */
    const struct columns *columns;   /* --fields; NULL for the form's own columns */
    const struct template *template; /* for PRINT_TEMPLATE */
    uint32_t width; /* wrap passages to so many terminal columns; 0 means no wrapping */
};

/* An output form. begin is called once, then hit for each hit in ascending order of its rank, of
 * which the first is a->first + 1, and then end. The caller detects write errors by ferror() and
 * fclose(). */
struct printer {
    void (*begin)(const struct print_settings *s, const struct answer *a, FILE *out);
    void (*hit)(const struct print_settings *s, const struct answer *a, const struct hit *h,
                FILE *out);
    void (*end)(const struct print_settings *s, const struct answer *a, FILE *out);
};

#endif
