/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_SUGGEST_H
#define PRESSMARK_SEARCH_RETRIEVE_SUGGEST_H

/* "Did you mean": suggests a query in which words that the index does not have are replaced by
 * words that it has. */

#include "search/plan/plan.h"

/* Examines the words of text and title, but not those of other fields or after a minus. A word that
 * no document has in any form is replaced by the one with the most similar spelling, split
 * ("securecommunities") or joined with its neighbour ("sher iff"). A word that the index has stays,
 * and no word is replaced by a part of itself. *ret_query is the corrected query, on arena, or
 * empty if there is nothing to correct. */
enum err_code suggest_query(const struct plan_index *index, const struct query_node *root,
                            struct str query, struct arena *arena, struct str *ret_query,
                            struct err *err);

#endif
