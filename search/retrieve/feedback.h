/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_FEEDBACK_H
#define PRESSMARK_SEARCH_RETRIEVE_FEEDBACK_H

/* --expand: pseudo relevance feedback. The most probable words of a query's best hits are added to
 * it (the relevance model RM3 of Abdul-Jaleel and others, TREC 2004). */

#include "search/plan/plan.h"

/* Adds the most probable words of the plan's best hits to the plan. The hits are ranked with the
 * parameters of search, whose nodes are not used. If may_find_more is true, documents that contain
 * only the added words become hits too; otherwise these words only affect the ranking. A plan
 * without hits does not change. */
enum err_code feedback_plan(const struct plan_index *index, const struct store_search *search,
                            bool may_find_more, struct arena *arena, struct plan *plan,
                            struct err *err);

#endif
