/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_CHECKED_H
#define PRESSMARK_XAPIAN_ENGINE_CHECKED_H

/* Checks the hits of servers that cannot verify phrases (query.needs_verifying). */

#include "xapian_engine/question.h"

/* Asks for more hits than are wanted, because some will turn out not to match, and for their docids
 * and scores only. */
void checked_ask_for_more(struct question *q);

/* The hits in rs are ranked by upper bounds of their scores. Replaces them by the hits
 * [first, first + max) of q's search that really match, ranked by their own scores. It examines
 * only as many hits as are needed to be sure of these, and at most 1,000 plus the best of those
 * that match without any phrase. Hits that are not examined count as matches, so that the totals
 * are bounds. Data and values of the hits are on arena. */
enum err_code checked_take(struct question *q, struct arena *arena, struct store_results *rs,
                           struct err *err);

#endif
