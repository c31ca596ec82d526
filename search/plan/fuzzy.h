/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_FUZZY_H
#define PRESSMARK_SEARCH_PLAN_FUZZY_H

/* The words of the index that are spelt almost like one.
 *
 * A letter added, left out, changed, or swapped with its neighbour is a distance of 1 (optimal
 * string alignment). The sorted vocabulary is walked like a tree: what starts in a way that cannot
 * come near any more is jumped over, so that a million words cost some milliseconds. */

#include "base/arena.h"
#include "store/engine.h"

enum { FUZZY_MAX_CHARACTERS = 64 }; /* longer words are near to nothing */

struct fuzzy_term {
    struct str term; /* without the prefix */
    uint32_t distance, termfreq;
};

struct fuzzy_terms {
    struct fuzzy_term
        *items; /* the nearest first, of these the most frequent; word itself among them */
    size_t n;
    size_t n_walked; /* terms that were looked at */
};

struct fuzzy_limits {
    size_t max_terms;  /* the best of those that were found */
    size_t max_walked; /* then no more is looked for */
};

/* The terms behind prefix that start with the first character of word and are at most max_distance
 * away, on arena. */
enum err_code fuzzy_find(struct store_reader *reader, struct str prefix, struct str word,
                         uint32_t max_distance, const struct fuzzy_limits *limits,
                         struct arena *arena, struct fuzzy_terms *ret, struct err *err);

#endif
