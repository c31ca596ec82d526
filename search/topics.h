/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_TOPICS_H
#define PRESSMARK_SEARCH_TOPICS_H

#include "search/options.h"

/* Answers every query of the file o->topics (id, tab, query) and writes a TREC run to out: a line a
 * hit, "id Q0 document rank score tag", scores strictly descending. A query that cannot be read is
 * reported on standard error by its line and makes *ret_n_bad count; the others are answered. */
enum err_code topics_run(const struct options *o, FILE *out, size_t *ret_n_hits, size_t *ret_n_bad,
                         struct err *err);

#endif
