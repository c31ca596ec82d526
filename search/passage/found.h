/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_FOUND_H
#define PRESSMARK_SEARCH_PASSAGE_FOUND_H

/* The matches of a query in a text, and how one is looked up. */

#include "base/arena.h"
#include "search/plan/plan.h"

/* A token that matches a word of the query. A token that matches several words has an entry for
 * each. */
struct found {
    uint32_t start, end; /* bytes of the text */
    uint32_t position;
    uint32_t word;
};

struct found_list {
    struct found *items; /* by ascending start; those of one token in the order of the plan */
    size_t n, capacity;
};
void found_list_done(struct found_list *l);

#endif
