/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_TOPICS_H
#define PRESSMARK_SEARCH_TOPICS_H

#include "search/options.h"

/* Answers every query of the file o->topics, whose lines are "id TAB query", and writes a TREC run
 * to out: a line for each hit, "id Q0 document rank score tag", in strictly descending order of
 * scores. A query that cannot be parsed is reported on standard error with its line and counted in
 * *ret_n_bad; the others are answered. */
enum err_code topics_run(const struct options *o, FILE *out, size_t *ret_n_hits, size_t *ret_n_bad,
                         struct err *err);

#endif
