/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_FEEDBACK_H
#define PRESSMARK_SEARCH_RETRIEVE_FEEDBACK_H

/* --expand: pseudo relevance feedback. What the best hits of a query say besides its words is asked
 * for too (the relevance model RM3 of Abdul-Jaleel and others, TREC 2004). */

#include "search/plan/plan.h"

/* Adds to the plan the words that are most probable in its best hits, ranked as search says (whose
 * nodes are not looked at). may_find_more: documents with these words alone become hits too; else
 * they only rank. A plan without hits stays as it is. */
enum err_code feedback_plan(const struct plan_index *index, const struct store_search *search,
                            bool may_find_more, struct arena *arena, struct plan *plan,
                            struct err *err);

#endif
