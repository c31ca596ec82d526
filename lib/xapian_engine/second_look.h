/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_SECOND_LOOK_H
#define PRESSMARK_XAPIAN_ENGINE_SECOND_LOOK_H

/* The second look at the best hits of a search (store/query.h). */

#include "xapian_engine/engine.h"

/* Returns how many of the best hits get a second look, 0 if the search has none. */
uint32_t second_look_depth(const struct store_search *s);
/* Takes the second look at the first of n hits, which are sorted and have their data, and sorts
 * them by their new scores. */
enum err_code second_look_take(struct xapian_reader *r, const struct store_search *s,
                               struct store_hit *hits, size_t n, struct err *err);

#endif
