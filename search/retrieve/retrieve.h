/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_RETRIEVE_H
#define PRESSMARK_SEARCH_RETRIEVE_RETRIEVE_H

/* Answers one query from open indexes, for pipeline.c and topics.c. */

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
    bool is_plain;             /* the query consists of words only, without syntax */
    const char *like;          /* find documents like this one; NULL if unused */
    struct opt_list not_like;  /* leave out documents like these */
    bool feedback;             /* add words of the best hits to the query */
    uint64_t first, max;       /* return the hits [first, first + max) */
    bool is_any;               /* any hits will do, not only the best */
    const char *sort;          /* as for sort_understand(); copies are not folded when sorting by
                                  records */
    const char *since, *until; /* dates as in a query, inclusive; NULL if unused */
    uint64_t max_per_file;     /* the most hits from one file; 0 means no limit */
    int collapse;              /* enum retrieve_collapse: which copies are one hit */
    /* Language codes separated by commas. Translations are folded into one hit, in the first of
     * these languages that there is. NULL if translations are not folded. */
    const char *languages;
    bool wants_total; /* the total will be shown */
};

struct retrieved {
    struct query_node *tree; /* NULL if the query has no words, which only --like allows */
    struct plan plan;
    struct sort_order order;
    struct hints hints;            /* about how the query was understood */
    struct rerank *rerank;         /* the second look at the best hits; NULL if none was taken */
    struct store_search search;    /* as it was run, if there are results */
    struct store_results *results; /* NULL if nothing can match */
    /* The number of matching documents, which does not depend on which hits are wanted. */
    uint32_t total_lower, total, total_upper;
    struct collapse_copies *copies; /* of each hit; NULL if nothing was folded */
};

/* Returns what planning a query needs to know about the indexes. hints may be NULL. */
struct plan_index retrieve_index(const struct searcher *searcher, struct hints *hints);

/* Counts the documents that match a query, which is UTF-8, exactly, and returns no hits. */
enum err_code retrieve_count(const struct searcher *searcher,
                             const struct retrieve_settings *settings, struct str query,
                             struct arena *arena, struct retrieved *ret, struct err *err);

/* Answers a query, which is UTF-8. Everything in *ret is on arena except for the results, which the
 * caller frees by store_results_free(). */
enum err_code retrieve(const struct searcher *searcher, const struct retrieve_settings *settings,
                       struct str query, bool without_data, struct arena *arena,
                       struct retrieved *ret, struct err *err);

#endif
