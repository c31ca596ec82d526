/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_RANKING_H
#define PRESSMARK_MATCH_RANKING_H

/* The best hits found so far in a search. For this folder only. */

#include "match/match.h"
#include "match/screen.h"

/* A value of a document; p is NULL if it has not been looked up yet. */
struct value {
    char *p;
    size_t n;
};

struct candidate {
    uint32_t docid;
    double score;
    struct value sort, order;
};

struct ranking {
    struct db_reader *reader;
    const struct store_search *search;
    struct candidate *heap; /* with the worst on top */
    size_t n, capacity, max;
    uint32_t n_matches;   /* matches found */
    double n_estimated;   /* an estimate of all matches */
    uint32_t least, most; /* bounds of their number */
    bool is_counted;      /* all matches were found */
    uint64_t steps_left;
    uint64_t checks_left;              /* of search->max_checked */
    double n_unseen;                   /* documents that were not examined */
    struct value_reader *sort, *order; /* one reader for each shard */
    struct err *err;
};

/* Returns the value of a document in a slot, or an empty string. lists has a reader for each shard,
 * opened on first use. The result is valid until the next call. */
struct str ranking_find_value(struct ranking *k, struct value_reader *lists, uint32_t slot,
                              uint32_t docid);
/* Adds a match if it is one of the best. */
void ranking_offer(struct ranking *k, uint32_t docid, double score);
/* Sorts the hits, the best first. */
void ranking_sort(struct ranking *k);
/* Returns the weight that a document must reach, wherever it is in the order: documents with equal
 * scores are still compared. */
static inline double ranking_least(const struct ranking *k)
{
    return k->n == k->max ? k->heap[0].score : 0;
}
/* Records which part of a shard was not examined because the steps ran out. */
void ranking_count_unseen(struct ranking *k, const struct match *m);
/* Returns the next candidate of m, or of its screen if that is not NULL, from docid on that may get
 * a weight of least, or GLASS_END if there is none. */
uint32_t ranking_next(struct match *m, struct screen *screen, uint32_t docid, double least);
void ranking_done(struct ranking *k);

/* Returns true if ranking_confirm_later() is the best way to rank the matches of a query: if nobody
 * asks how many there are or an estimate is enough, and if all that matches does so by positions.
 */
bool ranking_may_confirm_later(const struct ranking *k, const struct match_node *root);
/* Ranks the matches of a shard whose candidates must be confirmed by positions. */
void ranking_confirm_later(struct ranking *k, const struct query_tree *q, struct match *m);

#endif
