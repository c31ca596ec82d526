/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_SCORE_H
#define PRESSMARK_SEARCH_PASSAGE_SCORE_H

/* Which matches of a document belong together, and what they are worth. */

#include "search/passage/match.h"

/* The matches found[first .. end); first == end: none. */
struct score_window {
    size_t first, end;
    double score;
};

/* One document's matches. All memory is on an arena. */
struct scorer {
    const struct plan *plan;
    const struct found *found;
    size_t n_found;
    struct str text, title;
    uint32_t max_bytes;         /* of a window */
    struct score_place *places; /* of each found */
    int64_t *weights;           /* of each word of the query */
    uint32_t *counts;           /* of each word in the window at hand */
    bool *is_shown;             /* each word: scorer_use() was told of it */
};

/* found, of which text is the source, and plan must stay. title: of the document. */
void scorer_init(struct scorer *s, const struct plan *plan, const struct found_list *found,
                 struct str text, struct str title, uint32_t max_bytes, struct arena *arena);

/* The best window of matches that are not used yet, within a paragraph and max_bytes: the sum over
 * its words of their weights, repeats ever less, and of what closeness and whole phrases add; times
 * how well its paragraph reads. */
struct score_window scorer_best(struct scorer *s);

/* The sum alone, of any run of matches. */
double scorer_sum(struct scorer *s, size_t first, size_t end);

/* What bytes [start, end) show is not to be shown again, and their words tell less from now on. */
void scorer_use(struct scorer *s, size_t start, size_t end);

#endif
