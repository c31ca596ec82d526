/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RERANK_RERANK_H
#define PRESSMARK_SEARCH_RERANK_RERANK_H

/* The second look: scores the best hits anew by evidence in their records that postings do not
 * have. It needs only records and wdfs, so that all engines rank alike. */

#include "base/arena.h"
#include "search/plan/query_plan.h"
#include "store/query.h"

/* What the second look adds to a document's score, as parts of the best hit's score in the first
 * look. rank.h has the weight of each. */
struct rerank_gain {
    double label;    /* a heading or defined term agrees with the query */
    double title;    /* the title agrees with the query */
    double links;    /* the words of links that lead to the document agree with the query */
    double exact;    /* the title or a defined term equals the query */
    double nearness; /* words that are neighbours in the query are neighbours in the text */
    double whole;    /* the text contains the whole query as a phrase */
    double part;     /* a part of a long document outweighs the whole */
    double prose;    /* the document is neither data nor a change log */
};

struct rerank;

/* Prepares a second look on arena for a plan, which must live as long. Returns NULL if the plan has
 * no words. mean_length is the mean document length that the weighting uses. */
struct rerank *rerank_new(const struct plan *plan, double mean_length, struct arena *arena);
/* Returns what to put in store_search.second_look; it is valid as long as r. */
const struct store_second_look *rerank_look(const struct rerank *r);

/* Returns what the second look added to a document, as parts of its score. Returns false if it did
 * not examine the document. */
bool rerank_gain_of(const struct rerank *r, uint32_t docid, struct rerank_gain *ret);

#endif
