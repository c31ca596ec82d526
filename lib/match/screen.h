/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_SCREEN_H
#define PRESSMARK_MATCH_SCREEN_H

/* Finds the documents that an OR may lift over a threshold, in one loop over its lists: MaxScore
 * (Turtle and Flood, 1995), with bounds for what a list gives this very document (match/bound.h).
 * What it lets through is weighed by the tree. */

#include "match/match.h"

struct screen_list {
    struct match_node *node;
    struct postlist_reader *postings;  /* NULL: it is no term's */
    struct alternatives *alternatives; /* NULL: it is no synonym's */
    double max;
};

struct screen {
    struct match *m;
    struct screen_list *lists; /* by what they give at most, ascending */
    uint32_t *docids;          /* where those are that decide */
    double *sums;              /* what the first i lists give at most */
    uint32_t n, first;         /* from the first on they decide; the others are probed */
};

/* Whether the root of m is such a query; else s is not to be used. Its memory is m's. */
bool screen_open(struct screen *s, struct match *m);
/* The first document from docid on that may get least, which never falls; GLASS_END: none. Where
 * the match has used up its steps it may be any. */
uint32_t screen_next(struct screen *s, uint32_t docid, double least);

#endif
