/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_SCORE_H
#define PRESSMARK_SEARCH_PASSAGE_SCORE_H

/* Scores groups of matches in a document, from which passages are made. */

#include "search/passage/match.h"

/* The matches found[first .. end); there is none if first == end. */
struct score_window {
    size_t first, end;
    double score;
};

/* Scores the matches of one document. All memory is on an arena. */
struct scorer {
    const struct plan *plan;
    const struct found *found;
    size_t n_found;
    struct str text, title;
    uint32_t max_bytes;         /* of a window */
    struct score_place *places; /* of each match */
    int64_t *weights;           /* of each word of the query */
    uint32_t *counts;           /* of each word in the current window */
    bool *is_shown;             /* for each word, whether a passage already shows it */
};

/* Initialises a scorer for the matches found in text; title is the document's. found and plan must
 * outlive it. */
void scorer_init(struct scorer *s, const struct plan *plan, const struct found_list *found,
                 struct str text, struct str title, uint32_t max_bytes, struct arena *arena);

/* Returns the best window of matches, within a paragraph and max_bytes, that are not used yet. Its
 * score is the sum of its words' weights, where repetitions count less and less, plus what nearness
 * and complete phrases add, times the quality of its paragraph (cut_quality()). */
struct score_window scorer_best(struct scorer *s);

/* Returns only that sum, for the matches [first, end). */
double scorer_sum(struct scorer *s, size_t first, size_t end);

/* Marks the matches in bytes [start, end) as used, and lowers the weights of their words. */
void scorer_use(struct scorer *s, size_t start, size_t end);

#endif
