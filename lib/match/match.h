/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_MATCH_H
#define PRESSMARK_MATCH_MATCH_H

/* A query over one shard: a tree whose leaves are posting lists, which moves from match to match in
 * the order of the documents.
 *
 * A document that cannot get the required weight is skipped as soon as that is known: each node has
 * an upper bound of what it can give (MaxScore; Turtle and Flood, 1995). Whether words are next to
 * each other is checked last, since that takes the document's record. */

#include "base/arena.h"
#include "match/alternatives.h"
#include "match/bound.h"
#include "match/places.h"

struct match_node {
    enum store_op op; /* STORE_PHRASE and STORE_NEAR also act as an AND; STORE_FILTER becomes one */
    uint32_t docid;   /* of the current candidate; 0 before the first, GLASS_END after the last */
    uint32_t refuted; /* the last candidate whose positions showed that it is no match */
    bool is_certain;  /* candidates are matches without a check of positions */
    double max;       /* an upper bound of the weight of any document */
    uint32_t least, estimate, most; /* bounds and estimate of the shard's matches */
    struct db_facts facts; /* of a list of terms; other nodes only have an estimated termfreq */
    struct match_node **children;
    uint32_t n_children;
    double *others_max; /* STORE_AND: the sum of max over all children but this one */

    struct postlist_reader *postings; /* STORE_TERM; for STORE_ALL the lengths */
    struct weight weight;             /* STORE_TERM and STORE_SYNONYM, if max > 0 */
    struct bound_weights *bounds;     /* for the same nodes */
    /* for a STORE_SYNONYM that is not a word of a phrase, and for the lists that screen.c reads */
    struct alternatives *alternatives;
    uint32_t weighed; /* the document that last_weight is for */
    double last_weight;
    struct value_reader *values; /* STORE_VALUE_RANGE */
    struct str lower, upper;
    struct match_word *words; /* STORE_PHRASE and STORE_NEAR: one for each child */
    struct positions_list *lists;
    size_t *places;
    uint32_t window;
};

/* Returns true if a node is at a document that may match. */
static inline bool match_node_is_at(const struct match_node *n, uint32_t docid)
{
    return n->docid == docid && n->refuted != docid;
}

/* The terms that a word of a phrase may be. */
struct match_word {
    struct match_node **terms;
    struct str *names;
    uint64_t *hashes;
    size_t n;
    uint32_t like;    /* the first word with these terms, whose positions are read once */
    uint32_t n_alike; /* words with these terms, up to and including this one */
};

struct match {
    struct shard *shard;
    struct match_node *root;
    struct match_node **holders; /* the nodes that own something to be freed */
    size_t n_holders, holders_capacity;
    const struct lengths_window *lengths; /* the window that was used last */
    struct bound_lengths length_bounds;
    struct places places;
    struct positions_list scratch; /* for the positions of a word of a phrase */
    uint64_t n_steps, max_steps;
    uint32_t stopped_at; /* the document that was sought when the steps ran out */
    uint32_t n_given_up; /* documents whose check took too long */
    struct arena arena;
    struct err *err; /* says why a tree ended early */
};

/* The structure of a query. */
struct query_tree {
    const struct store_search *search;
    size_t *first_child; /* the index in children of node i's first child */
    size_t *children;    /* indexes of nodes */
    struct db_collection collection;
    struct db_facts *facts; /* of node i if it is a STORE_TERM; NULL if there is only one shard */
};

/* ERR_USAGE if the nodes of search are malformed. */
enum err_code query_tree_init(struct query_tree *q, struct db_reader *r,
                              const struct store_search *search, struct err *err);
void query_tree_done(struct query_tree *q);

/* Opens the lists of a query. q, the shard and err must outlive m. If a list cannot be read, sets
 * err, and no candidate is found. max_steps is as in struct store_search, except that 0 means no
 * steps at all. m must be closed in either case. */
void match_open(struct match *m, struct shard *shard, const struct query_tree *q,
                uint64_t max_steps, struct err *err);
void match_close(struct match *m);

/* Goes to the first candidate at or after docid that may get a weight of least or more. Returns its
 * number, or GLASS_END if there is none, the steps are used up, or err is set. */
uint32_t match_seek(struct match *m, uint32_t docid, double least);
/* Returns true if the candidate is a match. */
bool match_confirm(struct match *m);
/* Returns true if the steps are used up. Then the candidate found last does not count, and there
 * may be more matches. */
static inline bool match_is_exhausted(const struct match *m)
{
    return m->n_steps > m->max_steps;
}
/* Returns the length of a document, which must exist. */
static inline uint32_t match_length(struct match *m, uint32_t docid)
{
    if (m->lengths->number != docid / LENGTHS_WINDOW + 1)
        m->lengths = db_lengths_window(m->shard, docid, m->err);
    return m->lengths->lengths[docid % LENGTHS_WINDOW];
}
/* Returns true if the search may continue after docid was sought: steps are left and err is not
 * set. */
bool match_goes_on(struct match *m, uint32_t docid);
/* At least the result of match_weigh(), apart from rounding, and faster. */
double match_bound(struct match *m);
/* Moves a node below the root to the first candidate from docid on and returns that. */
uint32_t match_node_seek(struct match *m, struct match_node *n, uint32_t docid);
/* Returns how often the term, or the terms of a STORE_SYNONYM or STORE_OR, occur in the document; 0
 * unless the node is at it. */
uint32_t match_node_wdf(struct match *m, const struct match_node *n, uint32_t docid);
/* For screen.c: moves a list of an OR back to a candidate that it has already passed. */
void match_node_go_to(struct match *m, struct match_node *n, uint32_t docid);
/* For screen.c: returns an upper bound of the node's weight for its current document. */
double match_node_bound(struct match *m, struct match_node *n, uint32_t docid);
/* For screen.c: moves the root to a document to which some of its lists have been moved. */
void match_arrive(struct match *m, uint32_t docid);

/* For an OR at the root: in how many of its lists the candidate is, before any was skipped because
 * of its weight (0 if there is no OR), and the estimated number of documents in all its lists
 * together. */
uint32_t match_count_lists(const struct match *m);
double match_sum_lists(const struct match *m);
/* Returns the weight of the candidate; before match_confirm(), the weight it would have as a
 * match. */
double match_weigh(struct match *m);

#endif
