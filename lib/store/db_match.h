/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_DB_MATCH_H
#define PRESSMARK_STORE_DB_MATCH_H

/* A query over one shard: a tree whose leaves are posting lists, which goes from match to match in
 * the order of the documents.
 *
 * A document that cannot get the weight that is asked for is passed over as early as that is known:
 * every node says what it can give at most (MaxScore; Turtle and Flood, 1995). Whether words stand
 * beside each other is looked at last, since that takes the document's record. */

#include "base/arena.h"
#include "store/db_shard.h"
#include "store/db_weight.h"
#include "store/positions.h"

struct db_match_node {
    enum db_op op;    /* DB_PHRASE and DB_NEAR are an AND, too; DB_FILTER is one only */
    uint32_t docid;   /* of the current candidate; 0: before the first; GLASS_END: behind all */
    uint32_t refuted; /* the last candidate that is none, as its words' places show */
    bool is_certain;  /* candidates are matches: there are no places to look at */
    double max;       /* weight of any document */
    uint32_t least, estimate, most; /* documents of the shard that match */
    struct db_facts facts; /* of a list of terms; of others only a termfreq, as an estimate */
    struct db_match_node **children;
    uint32_t n_children;
    double *others_max; /* DB_AND: what all children but this one give at most */

    struct glass_postings *postings; /* DB_TERM; DB_ALL: the lengths */
    struct db_weight weight;         /* DB_TERM, DB_SYNONYM, where max > 0 */
    uint32_t weighed;                /* the document that has last_weight */
    double last_weight;
    struct glass_values *values; /* DB_VALUE_RANGE */
    struct str lower, upper;
    struct db_match_word *words; /* DB_PHRASE, DB_NEAR: a child is a word */
    struct positions_list *lists;
    size_t *places;
    uint32_t window;
};

/* What a word of a phrase may be. */
struct db_match_word {
    struct db_match_node **terms;
    struct str *names;
    uint64_t *hashes;
    size_t n;
};

struct db_match {
    struct db_shard *shard;
    struct db_match_node *root;
    struct db_match_node **holders; /* of what is to be given back: leaves and places of words */
    size_t n_holders, holders_capacity;
    struct glass_postings lengths;
    struct glass_cursor docdata, position;
    struct str record; /* of the document record_docid: its beginning */
    uint32_t record_docid;
    struct arena arena;
    struct err *err; /* says why a tree ended before its time */
};

/* A query, taken apart. */
struct db_query {
    const struct db_search *search;
    size_t *first_child; /* of node i, in children */
    size_t *children;    /* nodes */
    struct db_collection collection;
    struct db_facts *facts; /* of node i where it is a DB_TERM; NULL: there is but one shard */
};

/* ERR_USAGE: the nodes of search are not well-formed. */
enum err_code db_query_init(struct db_query *q, struct db_reader *r, const struct db_search *search,
                            struct err *err);
void db_query_done(struct db_query *q);

/* Opens the lists of a query; q, the shard and err must outlive m. Where a list cannot be read err
 * says so, and no candidate is found. To be closed in either case. */
void db_match_open(struct db_match *m, struct db_shard *shard, const struct db_query *q,
                   struct err *err);
void db_match_close(struct db_match *m);

/* Goes to the first candidate that is not before docid and may get least or more. Returns its
 * number; GLASS_END: there is none, or err says why not. */
uint32_t db_match_seek(struct db_match *m, uint32_t docid, double least);
/* Whether the candidate is a match. */
bool db_match_confirm(struct db_match *m);
/* How many lists of an OR at the root the candidate is in, before any was passed over for its
 * weight; 0: there is no OR. And the documents of all lists together. */
uint32_t db_match_count_lists(const struct db_match *m);
double db_match_sum_lists(const struct db_match *m);
/* What it weighs; before db_match_confirm(), what it would if it was. */
double db_match_weigh(struct db_match *m);

#endif
