/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_RANKING_H
#define PRESSMARK_MATCH_RANKING_H

/* The best hits of a search, as far as it has come. For this folder alone. */

#include "match/match.h"
#include "match/screen.h"

/* A value that was looked up, or not yet: p is NULL. */
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
    struct candidate *heap; /* the worst on top */
    size_t n, capacity, max;
    uint32_t n_matches;   /* that were seen */
    double n_estimated;   /* matches that there may be in all */
    uint32_t least, most; /* and that there are for sure, and at most */
    bool is_counted;      /* all were seen */
    uint64_t steps_left;
    double n_unseen;                   /* documents that were not looked at */
    struct value_reader *sort, *order; /* a list for each shard */
    struct err *err;
};

/* The value of a document in a slot, empty where it has none; lists has one for each shard, opened
 * when it is needed. Valid until the next is looked for. */
struct str ranking_find_value(struct ranking *k, struct value_reader *lists, uint32_t slot,
                              uint32_t docid);
/* Puts a match among the best, if it is one of them. */
void ranking_offer(struct ranking *k, uint32_t docid, double score);
/* The best first. */
void ranking_sort(struct ranking *k);
/* What a document must weigh, whichever comes first: documents of the same score are compared. */
static inline double ranking_least(const struct ranking *k)
{
    return k->n == k->max ? k->heap[0].score : 0;
}
/* Notes what of a shard was not looked at, for want of steps. */
void ranking_count_unseen(struct ranking *k, const struct match *m);
/* The next candidate of m, or of its screen where that is not NULL, from docid on that may get
 * least; GLASS_END: there is none. */
uint32_t ranking_next(struct match *m, struct screen *screen, uint32_t docid, double least);
void ranking_done(struct ranking *k);

/* Whether the matches of a query are best found with ranking_confirm_later(): nobody asks how many
 * there are, and what a document weighs at most is what it weighs if it is a match. */
bool ranking_may_confirm_later(const struct ranking *k, const struct match_node *root);
/* Ranks the matches of a shard where candidates have to be confirmed by the places of words. */
void ranking_confirm_later(struct ranking *k, const struct query_tree *q, struct match *m);

#endif
