/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_ASK_H
#define PRESSMARK_SEARCH_ASK_H

/* One query against open indexes: what pipeline.c and topics.c share. */

#include "search/fold.h"
#include "search/options.h"
#include "search/plan.h"
#include "search/source.h"

struct asked {
    struct query_node *tree; /* NULL: the query has no words, which only --like allows */
    struct plan plan;
    struct db_search search;    /* as it was run, where there are results */
    struct db_results *results; /* NULL: nothing can match */
    struct fold_copies *copies; /* what each hit stands for; NULL: nothing was folded */
};

/* What the plan needs to know of the indexes. */
struct plan_index ask_index(const struct source *source);

/* Everything but the results is on arena; db_results_free() those. */
enum err_code ask(const struct source *source, const struct options *o, struct str query,
                  bool without_data, struct arena *arena, struct asked *ret, struct err *err);

#endif
