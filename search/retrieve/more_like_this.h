/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H
#define PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H

/* --like: documents that say what one of the index says. */

#include "search/retrieve/searcher.h"

/* Makes the plan one for documents like docid, without itself. What the plan asked for before, if
 * anything, becomes a filter. */
enum err_code more_like_this_plan(const struct plan_index *index, uint32_t docid,
                                  struct arena *arena, struct plan *plan, struct err *err);

#endif
