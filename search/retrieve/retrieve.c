/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One query from its text to its hits: parsed, planned, searched, copies collapsed. */
#include "search/retrieve/retrieve.h"

#include "search/plan/name.h"
#include "search/plan/rank.h"
#include "search/query/parse.h"
#include "search/retrieve/feedback.h"
#include "search/retrieve/more_like_this.h"
#include "store/schema.h"

#include <time.h>

/* The total that is printed is exact up to this many matches. */
enum { COUNT_AT_LEAST = 1000 };
/* Otherwise it is estimated from the search for so many hits. */
enum { COUNT_HITS = 10 + COLLAPSE_EXTRA };

struct plan_index retrieve_index(const struct searcher *searcher, struct hints *hints)
{
    return (struct plan_index){
        .reader = searcher->reader,
        .analyser = searcher->analyser,
        .languages = searcher->languages,
        .n_languages = searcher->n_languages,
        .has_links = searcher->has_links,
        .now = time(NULL),
        .hints = hints,
    };
}

static struct store_search search_of(const struct searcher *searcher,
                                     const struct retrieve_settings *settings,
                                     const struct plan *plan, bool without_data)
{
    struct store_search search;
    rank_defaults(&search, searcher->length_skew, plan->n_documents);
    search.first = (uint32_t)settings->first;
    search.max = (uint32_t)settings->max;
    search.check_at_least = without_data ? 0 : COUNT_AT_LEAST;
    search.without_data = without_data;
    search.order_slot = searcher_order_slot(searcher);
    if (settings->is_any)
        search.weighting = STORE_BOOLEAN;
    if (settings->sort != SORT_RELEVANCE) {
        search.sort_slot = SLOT_INSTANT;
        search.sort_ascending = settings->sort == SORT_OLDEST;
    }
    return search;
}

/* Whether any word may match and none need. */
static bool is_words_only(const struct query_node *node)
{
    bool is_list = node->kind == QUERY_LIST && node->field.n == 0;
    if (node->occur != QUERY_SHOULD)
        return false;
    if (!is_list)
        return node->kind == QUERY_WORDS && node->field.n == 0;
    for (uint32_t i = 0; i < node->n_children; i++)
        if (!is_words_only(node->children[i]))
            return false;
    return true;
}

static enum err_code make_plan(const struct searcher *searcher,
                               const struct retrieve_settings *settings, struct str query,
                               struct arena *arena, struct retrieved *ret, struct err *err)
{
    struct plan_index index = retrieve_index(searcher, &ret->hints);
    uint32_t like = 0;
    if (settings->is_plain ? parse_plain(query, arena, &ret->tree, err)
                           : parse_query(query, arena, &ret->tree, err))
        return err->code;
    if (!ret->tree && !settings->like)
        return err_set(err, ERR_USAGE, "the query has no words");
    if (!settings->is_plain && ret->tree && plan_resolve_fields(ret->tree, &index, arena, err))
        return err->code;
    if (plan_query(ret->tree, &index, arena, &ret->plan, err) ||
        plan_name(&index, query, arena, &ret->plan, err))
        return err->code;
    bool is_nothing = ret->tree && ret->plan.n_nodes == 0;
    if (settings->like &&
        !more_like_this_find(searcher, str_of(settings->like), arena, &like, err) && !is_nothing)
        more_like_this_plan(&index, like, arena, &ret->plan, err);
    if (!err->code && settings->feedback && !is_nothing) {
        struct store_search search = search_of(searcher, settings, &ret->plan, true);
        feedback_plan(&index, &search, is_words_only(ret->tree), arena, &ret->plan, err);
    }
    return err->code;
}

/* A search that looks at more hits knows more of the total. Where it is not exact up to
 * COUNT_AT_LEAST, it is what the search for the first page says, whichever page is wanted. */
static enum err_code find_total(const struct searcher *searcher, uint32_t n_ranked,
                                struct retrieved *ret, struct err *err)
{
    const struct store_results *seen = ret->results;
    bool is_exact = seen->total_lower == seen->total_upper;
    bool is_first_page = n_ranked == COUNT_HITS;
    struct store_results *first = NULL;
    bool is_same = (is_exact &&
                    (seen->total_lower <= COUNT_AT_LEAST || ret->search.sort_slot >= 0)) ||
                   (!is_exact && is_first_page) || seen->n_unseen;
    if (!is_same) {
        struct store_search search = ret->search;
        search.first = 0;
        search.max = COUNT_HITS;
        search.without_data = true;
        if (store_reader_search(searcher->reader, &search, &first, err))
            return err->code;
        seen = first;
    }
    ret->total_lower = seen->total_lower;
    ret->total = seen->total_estimate;
    ret->total_upper = seen->total_upper;
    store_results_free(first);
    return ERR_OK;
}

static void say_what_was_not_seen(const struct searcher *searcher, struct retrieved *ret)
{
    if (ret->results && ret->results->n_unseen)
        hints_add(&ret->hints,
                  "The query is too much work for this index: about %u of %u documents were not "
                  "searched",
                  ret->results->n_unseen, store_reader_stats(searcher->reader).n_documents);
}

static enum err_code search_plan(const struct searcher *searcher,
                                 const struct retrieve_settings *settings, bool without_data,
                                 struct arena *arena, struct retrieved *ret, struct err *err)
{
    ret->search = search_of(searcher, settings, &ret->plan, without_data);
    ret->search.nodes = ret->plan.nodes;
    ret->search.n_nodes = ret->plan.n_nodes;
    if (without_data)
        return store_reader_search(searcher->reader, &ret->search, &ret->results, err);
    ret->search.choose_slot = SLOT_FINGERPRINT;
    uint32_t n_ranked = ret->search.first + ret->search.max;
    if (settings->collapse == COLLAPSE_NO)
        store_reader_search(searcher->reader, &ret->search, &ret->results, err);
    else
        collapse_search(searcher->reader, &ret->search,
                        settings->collapse == COLLAPSE_SIMILAR ? FINGERPRINT_SIMILAR
                                                               : FINGERPRINT_COPY,
                        arena, &ret->results, &ret->copies, &n_ranked, err);
    if (!err->code && settings->wants_total)
        find_total(searcher, n_ranked, ret, err);
    return err->code;
}

enum err_code retrieve(const struct searcher *searcher, const struct retrieve_settings *settings,
                       struct str query, bool without_data, struct arena *arena,
                       struct retrieved *ret, struct err *err)
{
    *ret = (struct retrieved){.hints = {.arena = arena}};
    if (make_plan(searcher, settings, query, arena, ret, err) || ret->plan.n_nodes == 0)
        return err->code;
    if (search_plan(searcher, settings, without_data, arena, ret, err) == ERR_OK)
        say_what_was_not_seen(searcher, ret);
    return err->code;
}

enum err_code retrieve_count(const struct searcher *searcher,
                             const struct retrieve_settings *settings, struct str query,
                             struct arena *arena, struct retrieved *ret, struct err *err)
{
    *ret = (struct retrieved){.hints = {.arena = arena}};
    if (make_plan(searcher, settings, query, arena, ret, err) || ret->plan.n_nodes == 0)
        return err->code;
    struct store_search search = search_of(searcher, settings, &ret->plan, true);
    search.nodes = ret->plan.nodes;
    search.n_nodes = ret->plan.n_nodes;
    search.weighting = STORE_BOOLEAN;
    search.first = 0;
    search.max = 1; /* and all are looked at */
    search.check_at_least = UINT32_MAX;
    search.sort_slot = search.order_slot = -1;
    if (store_reader_search(searcher->reader, &search, &ret->results, err))
        return err->code;
    ret->total_lower = ret->results->total_lower;
    ret->total = ret->results->total_estimate;
    ret->total_upper = ret->results->total_upper;
    say_what_was_not_seen(searcher, ret);
    return ERR_OK;
}
