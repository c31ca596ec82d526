/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RERANK_EVIDENCE_H
#define PRESSMARK_SEARCH_RERANK_EVIDENCE_H

/* Measures the evidence of relevance in the positions of a query's words in a document. All
 * measures are between 0 and about 2 and do not depend on the length of the document. */

#include "positions/positions.h"
#include "store/labels.h"

struct evidence_terms {
    const struct positions_list *positions; /* of each term, ascending */
    const double *shares; /* each term's weight, as a share of the weights of all: the sum is 1 */
    size_t n;
};

/* The best label of each kind. The value of a title is the sum of the shares of the terms that it
 * has, times the square root of the fraction of its words that are terms. For a heading or a
 * defined term it is the square of that sum, times the same root: a document with hundreds of them
 * has some words of nearly any query in one. */
struct evidence_labels {
    double best[LABEL_TITLE + 1];
    bool has_all_in_title;
    bool is_term;         /* a defined term has all of the query's terms and no other words */
    uint32_t title_words; /* the number of words of the first title */
};
/* Working memory that grows as needed and that the caller reuses. Zero-initialise it. */
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

/* Returns 1 if the second term directly follows the first somewhere, near if they are within
 * near_words of each other in any order, and 0 otherwise. */
double evidence_pair(const struct positions_list *first, const struct positions_list *second,
                     uint32_t near_words, double near);

/* Returns by how much the best part of part_words words outweighs the whole document of n_words
 * words. Both are weighed by BM25's saturation of a wdf that is normalised by DFR's second
 * hypothesis (Amati and van Rijsbergen, 2002). Positions beyond n_words belong to parts too.
 * Returns 0 if the document is not longer than a part. */
double evidence_part(const struct evidence_terms *terms, uint32_t n_words, uint32_t part_words,
                     struct evidence_scratch *scratch);

#endif
