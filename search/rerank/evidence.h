/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RERANK_EVIDENCE_H
#define PRESSMARK_SEARCH_RERANK_EVIDENCE_H

/* What the places of a query's words in a document say. Everything is between 0 and about 2, and
 * does not depend on how long the document is. */

#include "positions/positions.h"
#include "store/labels.h"

struct evidence_terms {
    const struct positions_list *positions; /* of each term, ascending */
    const double *shares;                   /* what each tells, of all together: their sum is 1 */
    size_t n;
};

/* For each kind of label the one that says best what was asked for: the share of the terms that it
 * has, times the root of the share of its words that are terms. */
struct evidence_labels {
    double best[LABEL_TITLE + 1];
    bool has_all_in_title;
    uint32_t title_words; /* of the first title */
};
/* scratch: room that grows, for the caller to keep. */
struct evidence_scratch {
    double *shares;
    uint32_t *counts;
    uint32_t *terms;
    size_t capacity;
};
void evidence_scratch_done(struct evidence_scratch *s);
struct evidence_labels evidence_labels(const struct evidence_terms *terms,
                                       const struct label_list *labels,
                                       struct evidence_scratch *scratch);

/* 1: two terms stand side by side in their order; near: within near_words of each other, in any
 * order; 0: nowhere. */
double evidence_pair(const struct positions_list *first, const struct positions_list *second,
                     uint32_t near_words, double near);

/* How much more the best stretch of part_words says than all of a document with so many words, by
 * BM25's saturation over the wdf as it is normalised by DFR's second hypothesis (Amati and van
 * Rijsbergen, 2002). Words behind its end are in parts, too. 0 where it is not longer than a part.
 */
double evidence_part(const struct evidence_terms *terms, uint32_t n_words, uint32_t part_words,
                     struct evidence_scratch *scratch);

#endif
