/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H
#define PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H

/* --like and --not-like: documents that say what one of the index says. */

#include "search/retrieve/searcher.h"

/* Makes the plan one for documents like docid, without itself. What the plan asked for before, if
 * anything, becomes a filter. */
enum err_code more_like_this_plan(const struct plan_index *index, uint32_t docid,
                                  struct arena *arena, struct plan *plan, struct err *err);

/* Takes out of the plan what is like docid, and itself: documents that score
 * MORE_LIKE_THIS_SHARE of what it does itself for what it says most, and the MORE_LIKE_THIS_MAX
 * best of them at most. search: how they are weighed. */
#define MORE_LIKE_THIS_SHARE 0.25 /* a page on the same thing has .25 to .6, others .2 and less */
enum { MORE_LIKE_THIS_MAX = 1000 };
enum err_code more_like_this_exclude(const struct plan_index *index,
                                     const struct store_search *search, uint32_t docid,
                                     struct arena *arena, struct plan *plan, struct err *err);

#endif
