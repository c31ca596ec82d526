/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_SCREEN_H
#define PRESSMARK_MATCH_SCREEN_H

/* Finds the documents that an OR of lists, or an AND of lists that are not sparse, may lift over a
 * threshold. Like Lucene's BooleanScorer it handles one window of documents at a time: each list is
 * decoded into arrays, and upper bounds of what it gives to each document (match/bound.h) are
 * summed up, beginning with the list that can give most. A document that the remaining lists cannot
 * lift over the threshold drops out, and lists are not read once no document is left (MaxScore;
 * Turtle and Flood, 1995). The tree then weighs the documents that are left. */

#include "match/match.h"

struct screen_list {
    struct match_node *node;
    struct alternatives *postings; /* NULL if the node is none; then these are used: */
    uint64_t *bits;                /* the documents of the window that the node is at */
    double *bounds;                /* the upper bounds of what it gives to each of them */
    double max;
};

struct screen {
    struct match *m;
    struct screen_list *lists;          /* in ascending order of max */
    double *sums;                       /* sums[i] is the sum of max over the first i lists */
    bool needs_all;                     /* an AND: a document must be in each list */
    uint32_t n, first;                  /* from the first on they yield candidates */
    uint32_t start, end;                /* of the window; end is 0 before the first window */
    uint64_t left[POSTING_WINDOW / 64]; /* documents that may still reach the threshold */
    double bounds[POSTING_WINDOW];      /* of each document in left */
};

/* Returns true if s can be used for the root of m. s uses memory of m. */
bool screen_open(struct screen *s, struct match *m);
/* Returns the first document from docid on that may get a weight of least, and moves the tree to
 * it, or GLASS_END if there is none. least must not decrease between calls. If the match has used
 * up its steps, the result can be any document. */
uint32_t screen_next(struct screen *s, uint32_t docid, double least);
/* Returns the upper bound for the document returned last. */
static inline double screen_bound(const struct screen *s, uint32_t docid)
{
    return s->bounds[docid - s->start];
}

#endif
