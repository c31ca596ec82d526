/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H
#define PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H

/* --like and --not-like: finds, or leaves out, documents that resemble one of the index. */

#include "search/retrieve/searcher.h"

/* Turns the plan into one that finds documents like docid, but not docid itself. The query that the
 * plan had before, if any, becomes a filter. */
enum err_code more_like_this_plan(const struct plan_index *index, uint32_t docid,
                                  struct arena *arena, struct plan *plan, struct err *err);

/* Excludes docid and the documents like it from the plan. These are documents that score at least
 * MORE_LIKE_THIS_SHARE of docid's own score for the key terms of docid, and at most the best
 * MORE_LIKE_THIS_MAX of them. They are ranked with the parameters of search. */
#define MORE_LIKE_THIS_SHARE 0.25 /* a page on the same subject has .25 to .6, others up to .2 */
enum { MORE_LIKE_THIS_MAX = 1000 };
enum err_code more_like_this_exclude(const struct plan_index *index,
                                     const struct store_search *search, uint32_t docid,
                                     struct arena *arena, struct plan *plan, struct err *err);

#endif
