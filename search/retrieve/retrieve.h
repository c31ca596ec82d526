/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_RETRIEVE_H
#define PRESSMARK_SEARCH_RETRIEVE_RETRIEVE_H

/* One query against open indexes: what pipeline.c and topics.c share. */

#include "search/plan/plan.h"
#include "search/rerank/rerank.h"
#include "search/retrieve/collapse.h"
#include "search/retrieve/searcher.h"
#include "search/retrieve/sort.h"

enum retrieve_collapse {
    COLLAPSE_UNSET = -1,
    COLLAPSE_EXACT,
    COLLAPSE_PAGE, /* also one page in several formats */
    COLLAPSE_SIMILAR,
    COLLAPSE_NO
};

struct retrieve_settings {
    bool is_plain;            /* the query has no syntax */
    const char *like;         /* a document that hits are like; NULL: none */
    struct opt_list not_like; /* documents that hits are not like */
    bool feedback;            /* words of the best hits are added to the query */
    uint64_t first, max;      /* of the hits that are wanted */
    bool is_any;              /* these may be any, not the best */
    const char *sort;         /* as sort_understand() has it; by records copies are not collapsed */
    const char *since, *until; /* dates as in a query: hits are not before, not after; NULL: any */
    uint64_t max_per_file;     /* hits; 0: any */
    int collapse;              /* enum retrieve_collapse: which copies are one hit */
    /* Codes of languages with commas between: translations are one hit as well, in the first of
     * these that there is. NULL: they are not. */
    const char *languages;
    bool wants_total; /* it is going to be shown */
};

struct retrieved {
    struct query_node *tree; /* NULL: the query has no words, which only --like allows */
    struct plan plan;
    struct sort_order order;
    struct hints hints;            /* of how the query was understood */
    struct rerank *rerank;         /* the second look at the best hits; NULL: there was none */
    struct store_search search;    /* as it was run, where there are results */
    struct store_results *results; /* NULL: nothing can match */
    /* Documents that match: the same whichever of the hits are wanted. */
    uint32_t total_lower, total, total_upper;
    struct collapse_copies *copies; /* what each hit stands for; NULL: nothing was collapsed */
};

/* What the plan needs to know of the indexes. hints may be NULL. */
struct plan_index retrieve_index(const struct searcher *searcher, struct hints *hints);

/* How many documents match, counted one by one. */
enum err_code retrieve_count(const struct searcher *searcher,
                             const struct retrieve_settings *settings, struct str query,
                             struct arena *arena, struct retrieved *ret, struct err *err);

/* Everything but the results is on arena; store_results_free() those. */
enum err_code retrieve(const struct searcher *searcher, const struct retrieve_settings *settings,
                       struct str query, bool without_data, struct arena *arena,
                       struct retrieved *ret, struct err *err);

#endif
