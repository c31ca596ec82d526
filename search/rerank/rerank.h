/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RERANK_RERANK_H
#define PRESSMARK_SEARCH_RERANK_RERANK_H

/* The second look at the best hits: what their records show, and postings do not. It needs records
 * and counts of terms only, so that all engines rank alike. */

#include "base/arena.h"
#include "search/plan/query_plan.h"
#include "store/query.h"

/* What a document gets for it, as parts of the best hit's score of the first look; rank.h has what
 * each is worth. */
struct rerank_gain {
    double label;    /* the heading or the defined term that says best what was asked for */
    double title;    /* the title, likewise */
    double links;    /* the words of links that lead to it are what was asked for */
    double exact;    /* the title is what was asked for */
    double nearness; /* words that are neighbours in the query are so in the text */
    double whole;    /* all of the query stands in the text */
    double part;     /* what a part of a long document says more than the whole */
};

struct rerank;

/* On arena, for a plan that stays as long; NULL where the plan has no words. mean_length: of the
 * documents, as the weighting counts it. */
struct rerank *rerank_new(const struct plan *plan, double mean_length, struct arena *arena);
/* What a search is to be given; valid as long as it is. */
const struct store_second_look *rerank_look(const struct rerank *r);

/* What a document was given when it was looked at last, as parts of its score, and their sum.
 * false: it was not. */
bool rerank_gain_of(const struct rerank *r, uint32_t docid, struct rerank_gain *ret);

#endif
