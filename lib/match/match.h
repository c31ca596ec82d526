/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_MATCH_H
#define PRESSMARK_MATCH_MATCH_H

/* A query over one shard: a tree whose leaves are posting lists, which goes from match to match in
 * the order of the documents.
 *
 * A document that cannot get the weight that is asked for is passed over as early as that is known:
 * every node says what it can give at most (MaxScore; Turtle and Flood, 1995). Whether words stand
 * beside each other is looked at last, since that takes the document's record. */

#include "base/arena.h"
#include "match/alternatives.h"
#include "match/bound.h"
#include "match/places.h"

struct match_node {
    enum store_op op; /* STORE_PHRASE and STORE_NEAR are an AND, too; STORE_FILTER is one only */
    uint32_t docid;   /* of the current candidate; 0: before the first; GLASS_END: behind all */
    uint32_t refuted; /* the last candidate that is none, as its words' places show */
    bool is_certain;  /* candidates are matches: there are no places to look at */
    double max;       /* weight of any document */
    uint32_t least, estimate, most; /* documents of the shard that match */
    struct db_facts facts; /* of a list of terms; of others only a termfreq, as an estimate */
    struct match_node **children;
    uint32_t n_children;
    double *others_max; /* STORE_AND: what all children but this one give at most */

    struct postlist_reader *postings; /* STORE_TERM; STORE_ALL: the lengths */
    struct weight weight;             /* STORE_TERM, STORE_SYNONYM, where max > 0 */
    struct bound_weights *bounds;     /* likewise */
    /* STORE_SYNONYM, where it is not a word of a phrase; a list that screen.c reads */
    struct alternatives *alternatives;
    uint32_t weighed; /* the document that has last_weight */
    double last_weight;
    struct value_reader *values; /* STORE_VALUE_RANGE */
    struct str lower, upper;
    struct match_word *words; /* STORE_PHRASE, STORE_NEAR: a child is a word */
    struct positions_list *lists;
    size_t *places;
    uint32_t window;
};

/* Whether a node is at a document that may match. */
static inline bool match_node_is_at(const struct match_node *n, uint32_t docid)
{
    return n->docid == docid && n->refuted != docid;
}

/* What a word of a phrase may be. */
struct match_word {
    struct match_node **terms;
    struct str *names;
    uint64_t *hashes;
    size_t n;
    uint32_t like; /* the first word of the phrase with the same terms: its places are read once */
    uint32_t n_alike; /* words with these terms, up to this one */
};

struct match {
    struct shard *shard;
    struct match_node *root;
    struct match_node **holders; /* of what is to be given back: leaves and places of words */
    size_t n_holders, holders_capacity;
    const struct lengths_window *lengths; /* that was needed last */
    struct bound_lengths length_bounds;
    struct places places;
    uint64_t n_steps, max_steps;
    uint32_t stopped_at; /* the document that was sought when the steps were used up */
    uint32_t n_given_up; /* documents that were looked at too long */
    struct arena arena;
    struct err *err; /* says why a tree ended before its time */
};

/* A query, taken apart. */
struct query_tree {
    const struct store_search *search;
    size_t *first_child; /* of node i, in children */
    size_t *children;    /* nodes */
    struct db_collection collection;
    struct db_facts *facts; /* of node i where it is a STORE_TERM; NULL: there is but one shard */
};

/* ERR_USAGE: the nodes of search are not well-formed. */
enum err_code query_tree_init(struct query_tree *q, struct db_reader *r,
                              const struct store_search *search, struct err *err);
void query_tree_done(struct query_tree *q);

/* Opens the lists of a query; q, the shard and err must outlive m. Where a list cannot be read err
 * says so, and no candidate is found. max_steps as in struct store_search, but 0 is none. To be
 * closed in either case. */
void match_open(struct match *m, struct shard *shard, const struct query_tree *q,
                uint64_t max_steps, struct err *err);
void match_close(struct match *m);

/* Goes to the first candidate that is not before docid and may get least or more. Returns its
 * number; GLASS_END: there is none, it took more than max_steps, or err says why not. */
uint32_t match_seek(struct match *m, uint32_t docid, double least);
/* Whether the candidate is a match. */
bool match_confirm(struct match *m);
/* Whether the steps are used up: what was found last is none, and there may be more. */
static inline bool match_is_exhausted(const struct match *m)
{
    return m->n_steps > m->max_steps;
}
/* Of a document that is there. */
static inline uint32_t match_length(struct match *m, uint32_t docid)
{
    if (m->lengths->number != docid / LENGTHS_WINDOW + 1)
        m->lengths = db_lengths_window(m->shard, docid, m->err);
    return m->lengths->lengths[docid % LENGTHS_WINDOW];
}
/* Whether it may go on from a document that was sought: it is neither exhausted nor does err say
 * what is the matter. */
bool match_goes_on(struct match *m, uint32_t docid);
/* At least what match_weigh() says, but for rounding, and found sooner. */
double match_bound(struct match *m);
/* Brings a node below the root to the first candidate from docid on, and returns that. */
uint32_t match_node_seek(struct match *m, struct match_node *n, uint32_t docid);
/* For screen.c. Brings a list of an OR back to a candidate that it has been at; */
void match_node_go_to(struct match *m, struct match_node *n, uint32_t docid);
/* says what it gives to the document that it is at, at most; */
double match_node_bound(struct match *m, struct match_node *n, uint32_t docid);
/* and brings the root to a document that some of its lists have been brought to. */
void match_arrive(struct match *m, uint32_t docid);

/* How many lists of an OR at the root the candidate is in, before any was passed over for its
 * weight; 0: there is no OR. And the documents of all lists together. */
uint32_t match_count_lists(const struct match *m);
double match_sum_lists(const struct match *m);
/* What it weighs; before match_confirm(), what it would if it was. */
double match_weigh(struct match *m);

#endif
