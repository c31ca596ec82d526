/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H
#define PRESSMARK_SEARCH_RETRIEVE_MORE_LIKE_THIS_H

/* --like: documents that say what one of the index says. */

#include "search/retrieve/searcher.h"

/* The document that is meant: a path as it is shown or stored, path "#" id, or the id of a record.
 * It is the first of the records of one file. ERR_NOT_FOUND: it is not in the index. */
enum err_code more_like_this_find(const struct searcher *source, struct str name,
                                  struct arena *arena, uint32_t *ret_docid, struct err *err);

/* Makes the plan one for documents like docid, without itself. What the plan asked for before, if
 * anything, becomes a filter. */
enum err_code more_like_this_plan(const struct plan_index *index, uint32_t docid,
                                  struct arena *arena, struct plan *plan, struct err *err);

#endif
