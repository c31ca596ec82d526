/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_SPANS_H
#define PRESSMARK_SEARCH_PASSAGE_SPANS_H

/* Where phrases and words near each other stand, of all the places of their words. */

#include "search/passage/match.h"

/* Whether every span of the plan stands among what was found. */
bool spans_all_stand(const struct plan *plan, const struct found_list *found);

/* Leaves of the words that were asked for in spans only those that stand in one; all of them where
 * no span of theirs stands, unless is_strict. */
void spans_choose(const struct plan *plan, struct found_list *found, bool is_strict);

#endif
