/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_RETRIEVE_H
#define PRESSMARK_SEARCH_RETRIEVE_RETRIEVE_H

/* One query against open indexes: what pipeline.c and topics.c share. */

#include "search/options.h"
#include "search/plan/plan.h"
#include "search/retrieve/collapse.h"
#include "search/retrieve/searcher.h"

struct retrieved {
    struct query_node *tree; /* NULL: the query has no words, which only --like allows */
    struct plan plan;
    struct db_search search;        /* as it was run, where there are results */
    struct db_results *results;     /* NULL: nothing can match */
    struct collapse_copies *copies; /* what each hit stands for; NULL: nothing was folded */
};

/* What the plan needs to know of the indexes. */
struct plan_index retrieve_index(const struct searcher *source);

/* Everything but the results is on arena; db_results_free() those. */
enum err_code retrieve(const struct searcher *source, const struct options *o, struct str query,
                       bool without_data, struct arena *arena, struct retrieved *ret,
                       struct err *err);

#endif
