/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/ask.h"

#include "search/parse.h"
#include "search/rank.h"
#include "store/schema.h"

#include <time.h>

/* The total that is printed is exact up to this many matches. */
enum { COUNT_AT_LEAST = 1000 };

enum err_code ask(const struct source *source, const struct options *o, struct str query,
                  bool without_data, struct arena *arena, struct asked *ret, struct err *err)
{
    struct plan_index index = {
        .reader = source->reader,
        .analyser = source->analyser,
        .languages = source->languages,
        .n_languages = source->n_languages,
        .now = time(NULL),
    };
    *ret = (struct asked){0};
    if (o->plain ? parse_plain(query, arena, &ret->tree, err)
                 : parse_query(query, arena, &ret->tree, err))
        return err->code;
    if (!ret->tree)
        return err_set(err, ERR_USAGE, "the query has no words");
    if (plan_query(ret->tree, &index, arena, &ret->plan, err))
        return err->code;
    if (ret->plan.n_nodes == 0)
        return ERR_OK;

    struct xap_search search;
    rank_defaults(&search);
    search.nodes = ret->plan.nodes;
    search.n_nodes = ret->plan.n_nodes;
    search.first = (uint32_t)o->offset;
    search.max = (uint32_t)o->limit;
    search.check_at_least = without_data ? 0 : COUNT_AT_LEAST;
    search.without_data = without_data;
    if (o->sort != SORT_RELEVANCE) {
        search.sort_slot = SLOT_DATE;
        search.sort_ascending = o->sort == SORT_OLDEST;
    }
    return xap_reader_search(source->reader, &search, &ret->results, err);
}
