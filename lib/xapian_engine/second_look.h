/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_SECOND_LOOK_H
#define PRESSMARK_XAPIAN_ENGINE_SECOND_LOOK_H

/* The second look at the best hits of a search (store/query.h). */

#include "xapian_engine/engine.h"

/* How many of the best hits a search looks at again; 0: it does not. */
uint32_t second_look_depth(const struct store_search *s);
/* Scores the first hits of n, the best first, which have their data, and puts them in the order of
 * these scores. */
enum err_code second_look_take(struct xapian_reader *r, const struct store_search *s,
                               struct store_hit *hits, size_t n, struct err *err);

#endif
