/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_PATTERN_H
#define PRESSMARK_SEARCH_PLAN_PATTERN_H

#include "base/arena.h"
#include "store/engine.h"

/* Zero-initialise. */
struct pattern_terms {
    struct store_frequency *items; /* names include the prefix */
    size_t n, capacity;
    bool is_cut; /* a limit was reached, and there may be more terms */
};

struct pattern_limits {
    size_t max_terms;  /* find no more terms than so many */
    size_t max_walked; /* examine no more terms than so many */
};

/* Finds the terms under prefix that match all of a pattern, in which "*" stands for any characters
 * and "?" for one, with the number of documents of each, in bytewise order. Names are allocated on
 * arena; the caller frees items. */
enum err_code pattern_find(struct store_reader *reader, struct str prefix, struct str pattern,
                           const struct pattern_limits *limits, struct arena *arena,
                           struct pattern_terms *ret, struct err *err);

#endif
