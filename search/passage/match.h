/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_MATCH_H
#define PRESSMARK_SEARCH_PASSAGE_MATCH_H

/* Finds the words of a query in a text: the part of making passages that examines every token. */

#include "base/arena.h"
#include "search/passage/found.h"

/* A plan that is prepared for texts in one language. It may be used by one thread at a time. */
struct matcher;

/* Makes a matcher on arena; plan and analyser must outlive it. */
struct matcher *matcher_new(const struct plan *plan, struct analyser *analyser,
                            language_id language, struct arena *arena);

/* Must be called before another text of the same language. */
void matcher_restart(struct matcher *m);

/* Adds the matches in the bytes [start, end) of text, both of which must be word boundaries.
 * start is 0 or the end of the previous call, from which positions continue. Between neighbouring
 * matches with more than MATCHER_NEAR_WORDS other words between them, which are also too far apart
 * for any span of the plan, fewer positions may be counted, but never so few that they seem near.
 */
enum { MATCHER_NEAR_WORDS = 8 };
void matcher_scan(struct matcher *m, struct str text, size_t start, size_t end,
                  struct found_list *found);

#endif
