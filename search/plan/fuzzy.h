/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_FUZZY_H
#define PRESSMARK_SEARCH_PLAN_FUZZY_H

/* Finds the words of the index that are spelt almost like a given one.
 *
 * Adding, dropping or changing a letter, or swapping two neighbours, is a distance of 1 (optimal
 * string alignment). The sorted vocabulary is walked like a tree: all words that share a beginning
 * which is already too far away are skipped, so that a million words take a few milliseconds. */

#include "base/arena.h"
#include "store/engine.h"

enum { FUZZY_MAX_CHARACTERS = 64 }; /* longer words have no neighbours */

struct fuzzy_term {
    struct str term; /* without the prefix */
    uint32_t distance, termfreq;
};

struct fuzzy_terms {
    struct fuzzy_term
        *items; /* by ascending distance, then descending frequency; includes word itself */
    size_t n;
    size_t n_walked; /* terms that were examined */
};

struct fuzzy_limits {
    size_t max_terms;  /* return no more than so many, the best */
    size_t max_walked; /* examine no more terms than so many */
};

/* Finds the terms under prefix that start with the first character of word and are at most
 * max_distance away. They are on arena. */
enum err_code fuzzy_find(struct store_reader *reader, struct str prefix, struct str word,
                         uint32_t max_distance, const struct fuzzy_limits *limits,
                         struct arena *arena, struct fuzzy_terms *ret, struct err *err);

#endif
