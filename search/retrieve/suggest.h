/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_SUGGEST_H
#define PRESSMARK_SEARCH_RETRIEVE_SUGGEST_H

/* "Did you mean": the query with words of the index in the place of words that it does not have. */

#include "search/plan/plan.h"

/* Looks at the words of text and title, not at those of other fields or after a minus. A word that
 * no document has in any form is replaced by the one spelt most alike, taken apart
 * ("securecommunities") or joined with its neighbour ("sher iff"); a word that the index has stays,
 * and no word becomes a part of itself. *ret_query is the corrected query, empty when there is
 * nothing to correct. Everything is on arena. */
enum err_code suggest_query(const struct plan_index *index, const struct query_node *root,
                            struct str query, struct arena *arena, struct str *ret_query,
                            struct err *err);

#endif
