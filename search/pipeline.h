/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PIPELINE_H
#define PRESSMARK_SEARCH_PIPELINE_H

/* The whole search: query text -> tree -> plan -> hits -> passages -> output. */

#include "search/options.h"
#include "search/print/printer.h"

#include <stdio.h>

struct pipeline_query {
    struct str text;
    struct str topic;  /* its identifier, where it is one of several; p is NULL: it is not */
    bool is_continued; /* another one was answered on the same stream */
};

/* Opens what o names, and says on standard error what is missing. */
enum err_code pipeline_open(const struct options *o, struct searcher *source, struct err *err);

/* After an error of that: whether it can be answered again, without an index that broke off and is
 * missing from now on. What was known by numbers of documents no longer holds. */
bool pipeline_go_on(const struct options *o, struct searcher *source, struct err *err);

/* A query with those of the configuration that it names written out, unless it is plain; on arena.
 * ERR_USAGE: one of them cannot be read. */
enum err_code pipeline_write_out(const struct options *o, struct str query, struct arena *arena,
                                 struct str *ret, struct err *err);

/* Answers one query on out, in the form that o asks for. */
enum err_code pipeline_answer(const struct options *o, struct searcher *source,
                              const struct pipeline_query *asked, FILE *out, struct arena *arena,
                              size_t *ret_n_hits, struct err *err);

/* Prints the hints of an answer on standard error, unless they are not wanted. */
void pipeline_print_hints(const struct options *o, const struct answer *answer);

/* Answers the query of o->words on out. *ret_n_hits: how many hits were printed. */
enum err_code pipeline_search(const struct options *o, FILE *out, size_t *ret_n_hits,
                              struct err *err);

#endif
