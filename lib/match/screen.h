/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_SCREEN_H
#define PRESSMARK_MATCH_SCREEN_H

/* Finds the documents that an OR of lists, or an AND of such as are not sparse, may lift over a
 * threshold, a window of documents at a time, as
 * Lucene's BooleanScorer reads its lists: each list is decoded into arrays, and what it gives a
 * document at most (match/bound.h) is added up, the list that can give most first. A document that
 * all that is left cannot lift over the threshold drops out, and a list is not read where none is
 * left (MaxScore; Turtle and Flood, 1995). What is let through is weighed by the tree. */

#include "match/match.h"

struct screen_list {
    struct match_node *node;
    struct alternatives *postings; /* NULL: the node is no list of postings; then, in the window: */
    uint64_t *bits;                /* documents that it is at */
    double *bounds;                /* what it gives each of them at most */
    double max;
};

struct screen {
    struct match *m;
    struct screen_list *lists;          /* by what they give at most, ascending */
    double *sums;                       /* what the first i lists give at most */
    bool needs_all;                     /* it is an AND: a document has to be in each list */
    uint32_t n, first;                  /* from the first on they decide; the others are probed */
    uint32_t start, end;                /* the window; end 0: none yet */
    uint64_t left[POSTING_WINDOW / 64]; /* documents in it that may get what is asked for */
    double bounds[POSTING_WINDOW];      /* of each of them */
};

/* Whether the root of m is such a query; else s is not to be used. Its memory is m's. */
bool screen_open(struct screen *s, struct match *m);
/* The first document from docid on that may get least, which never falls, and brings the tree
 * there; GLASS_END: there is none. Where the match has used up its steps it may be any. */
uint32_t screen_next(struct screen *s, uint32_t docid, double least);
/* What the document that it is at may get. */
static inline double screen_bound(const struct screen *s, uint32_t docid)
{
    return s->bounds[docid - s->start];
}

#endif
