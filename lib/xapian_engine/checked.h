/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_CHECKED_H
#define PRESSMARK_XAPIAN_ENGINE_CHECKED_H

/* Hits of servers that take phrases for granted (query.needs_verifying). */

#include "xapian_engine/question.h"

/* Asks for more hits than are wanted, since some will turn out to be none, and for no more of them
 * than their numbers and scores. */
void checked_ask_for_more(struct question *q);

/* Of the hits that came, which are the best by what they weigh at most, leaves those [first, first
 * + max) of q's search that do match, by the scores that they have. Looks at no more than it takes
 * to be sure of these, and at no more than 1,000 and the best of those without any phrase; what is not looked at counts as a match, and the
 * totals are bounds. Data and values of the hits are on arena. */
enum err_code checked_take(struct question *q, struct arena *arena, struct store_results *rs,
                           struct err *err);

#endif
