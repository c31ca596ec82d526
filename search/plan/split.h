/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_SPLIT_H
#define PRESSMARK_SEARCH_PLAN_SPLIT_H

/* One word as several, by what the index has. */

#include "store/engine.h"

enum { SPLIT_MAX_PARTS = 6 };

struct split {
    struct str parts[2];
    uint32_t frequency; /* the number of documents that have the rarer part */
};

/* Finds the most promising ways to split a term into two terms of the index, the best first.
 * Returns how many there are, at most max. */
size_t split_find(struct store_reader *reader, struct str term, struct split *ret, size_t max,
                  struct err *err);

/* Returns true if a word may be split there: no part is a single letter, unless it is one beside a
 * digit. */
bool split_is_likely(const struct split *split);

/* Returns the number of documents that have terms next to each other, counted up to up_to, or less
 * if that takes more than max_steps (store/query.h). */
uint32_t split_count(struct store_reader *reader, const struct str *parts, uint32_t n_parts,
                     uint32_t up_to, uint64_t max_steps, struct err *err);

#endif
