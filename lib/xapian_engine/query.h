/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_QUERY_H
#define PRESSMARK_XAPIAN_ENGINE_QUERY_H

/* A query for libxapian in the making (rewrite.h). */

#include "base/arena.h"
#include "match/weight.h"
#include "xapian_engine/engine.h"

/* Whether the words of a phrase or a NEAR occur together in a document as required. */
enum standing { STANDS_UNKNOWN, STANDS, STANDS_NOT };

struct query {
    struct xapian_reader *reader;
    struct db_collection collection;
    const struct store_search *search;
    struct xap_node *nodes;
    size_t n, capacity;
    unsigned n_alternatives; /* how many OR and MAX the current node is below */
    bool is_excluded;        /* the current node is a part of an exclusion */
    size_t *sizes;           /* the size of the subtree of each node of search */
    /* For each node of search an enum standing, which is STANDS_UNKNOWN except for STORE_PHRASE and
     * STORE_NEAR. standing is what is known about the documents that are asked for, or NULL; taken
     * is what a server will assume. */
    const unsigned char *standing;
    unsigned char *taken;
    bool needs_verifying; /* a server assumes something that must be verified */
    struct err problem;   /* the first error in one of our own lists */
    /* The steps of the search so far, as counted by our own lists and limited by search->max_steps.
     * libxapian searches one shard after the other, and each gets its part of what is left. */
    uint64_t n_steps, end_of_shard;
    size_t shard;
    uint32_t *stopped_at; /* where each shard was stopped, 0 if it was not; NULL without a limit */
    uint32_t n_given_up;  /* documents whose positions took too long to compare */
    struct xap_source limit;
    struct arena arena;
};

/* Initialises q for the nodes of search. reader, search and standing must outlive q, and
 * query_done() must be called even on failure. ERR_USAGE if the nodes are not well-formed. */
enum err_code query_init(struct query *q, struct xapian_reader *reader,
                         const struct store_search *search, const unsigned char *standing,
                         struct err *err);
void query_done(struct query *q);

/* Appends a node and returns it; the pointer is valid until the next call. */
struct xap_node *query_push(struct query *q, enum xap_op op, uint32_t n_children);

/* Records an error of one of our own lists in q->problem. */
void query_check(struct query *q, const struct xap_error *error);

/* Adds the limit on steps to the finished query. */
void query_limit(struct query *q);
/* Counts n steps at a document of a shard. Returns false if they are too many, after which nothing
 * more is found in this shard. */
bool query_step(struct query *q, size_t shard, uint32_t docid, uint64_t n);
/* Returns the number of documents that were not examined. */
uint32_t query_count_unseen(const struct query *q);

/* Returns child number k of node i, where child 0 is the last one. */
size_t query_child(const struct query *q, size_t i, size_t k);

#endif
