/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_SPANS_H
#define PRESSMARK_SEARCH_PASSAGE_SPANS_H

/* Finds the occurrences of phrases and NEAR groups among the matches of their words. */

#include "search/passage/match.h"

/* Returns true if every span of the plan occurs among the matches. */
bool spans_all_stand(const struct plan *plan, const struct found_list *found);

/* Removes matches of words that the query has only in spans, except those that are part of an
 * occurrence of a span. If no span of a word occurs, its matches stay unless is_strict is true. */
void spans_choose(const struct plan *plan, struct found_list *found, bool is_strict);

#endif
