/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PIPELINE_H
#define PRESSMARK_SEARCH_PIPELINE_H

/* A whole search, from the text of the query by its tree and its plan to hits, passages and
 * output. */

#include "search/options.h"
#include "search/print/printer.h"

#include <stdio.h>

struct pipeline_query {
    struct str text;
    struct str topic;  /* its identifier if it is one of several queries, otherwise p is NULL */
    bool is_continued; /* true if an earlier query was answered on the same stream */
};

/* Opens the indexes that o names, and reports on standard error those that are missing. */
enum err_code pipeline_open(const struct options *o, struct searcher *source, struct err *err);

/* Is called after an error in answering a query. Returns true if an index became unreachable, is
 * now left out, and the query can be answered again without it. Document numbers that were obtained
 * before are then invalid. */
bool pipeline_go_on(const struct options *o, struct searcher *source, struct err *err);

/* Replaces what is not UTF-8 in a query by U+FFFD and, unless the query is plain, "@NAME" by the
 * query of that name in the configuration. The result is allocated on arena. ERR_USAGE if a named
 * query cannot be parsed. */
enum err_code pipeline_write_out(const struct options *o, struct str query, struct arena *arena,
                                 struct str *ret, struct err *err);

/* Answers one query and prints the answer to out, in the form that o asks for. */
enum err_code pipeline_answer(const struct options *o, struct searcher *source,
                              const struct pipeline_query *asked, FILE *out, struct arena *arena,
                              size_t *ret_n_hits, struct err *err);

/* Counts the documents that match a query and prints their number, after the topic and a tab if it
 * is one of several queries. */
enum err_code pipeline_count(const struct options *o, struct searcher *source,
                             const struct pipeline_query *asked, FILE *out, struct arena *arena,
                             size_t *ret_n_hits, struct err *err);

/* Prints the hints of an answer on standard error, unless o suppresses them. */
void pipeline_print_hints(const struct options *o, const struct answer *answer);

/* Answers the query in o->words and prints the answer to out. *ret_n_hits is the number of hits
 * that were printed. */
enum err_code pipeline_search(const struct options *o, FILE *out, size_t *ret_n_hits,
                              struct err *err);

#endif
