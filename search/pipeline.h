/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PIPELINE_H
#define PRESSMARK_SEARCH_PIPELINE_H

/* The whole search: query text -> tree -> plan -> hits -> passages -> output. */

#include "search/options.h"

#include <stdio.h>

/* Answers the query of o->words on out. *ret_n_hits: how many hits were printed. */
enum err_code pipeline_search(const struct options *o, FILE *out, size_t *ret_n_hits,
                              struct err *err);

#endif
