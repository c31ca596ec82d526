/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_MATCH_H
#define PRESSMARK_SEARCH_PASSAGE_MATCH_H

/* Where the query's words stand in a text: the part of passage.c that looks at every token. */

#include "base/arena.h"
#include "search/plan/plan.h"

/* A token that stands for a word of the query; one that stands for several occurs once for each. */
struct found {
    uint32_t start, end; /* bytes of the text */
    uint32_t position;
    uint32_t word;
};

struct found_list {
    struct found *items; /* by start; of one token by order of the plan */
    size_t n, capacity;
};
void found_list_done(struct found_list *l);

/* A plan made ready for a language. One thread at a time. */
struct matcher;

/* On arena; plan and analyser must stay. */
struct matcher *matcher_new(const struct plan *plan, struct analyser *analyser,
                            language_id language, struct arena *arena);

/* Before another text of the same language. */
void matcher_restart(struct matcher *m);

/* Adds what stands in bytes [start, end) of text, both on word boundaries. Positions go on from
 * those of the call before. */
void matcher_scan(struct matcher *m, struct str text, size_t start, size_t end,
                  struct found_list *found);

#endif
