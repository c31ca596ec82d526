/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_LEFT_OUT_H
#define PRESSMARK_SEARCH_RETRIEVE_LEFT_OUT_H

/* Checks whether a "-" or NOT in a query, which may have been pasted, excludes the very document
 * that the user is looking for. */

#include "search/retrieve/retrieve.h"

/* Finds the best document that contains every word of the query, including those after a "-" or
 * NOT, and that the query as it was understood excludes. *ret_docid is 0 if there is none, or if
 * the query excludes nothing by a bare word. */
enum err_code left_out_find(const struct searcher *source, const struct retrieved *asked,
                            struct str query, struct arena *arena, uint32_t *ret_docid,
                            struct err *err);

#endif
