/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_QUERY_H
#define PRESSMARK_XAPIAN_ENGINE_QUERY_H

/* A query as libxapian is asked it, while it is written (rewrite.h). */

#include "base/arena.h"
#include "match/weight.h"
#include "xapian_engine/engine.h"

/* Whether the words of a phrase or a NEAR stand in a document as they should. */
enum standing { STANDS_UNKNOWN, STANDS, STANDS_NOT };

struct query {
    struct xapian_reader *reader;
    struct db_collection collection;
    const struct store_search *search;
    struct xap_node *nodes;
    size_t n, capacity;
    unsigned n_alternatives; /* OR and MAX, of which what is written is a part */
    bool is_excluded;        /* what is written is part of what must not be there */
    size_t *sizes;           /* of the subtree of each node of search */
    /* Of each node of search an enum standing, which is STANDS_UNKNOWN but for STORE_PHRASE and
     * STORE_NEAR. standing is what is known in the documents that are asked for (NULL: nothing),
     * taken what another machine takes for granted. */
    const unsigned char *standing;
    unsigned char *taken;
    bool needs_verifying; /* another machine takes something for granted */
    struct err problem;   /* that a list of our own met */
    /* What the search takes, counted by the lists of our own, which search->max_steps limits:
     * libxapian goes through one shard after the other, each with what is left for it. */
    uint64_t n_steps, end_of_shard;
    size_t shard;
    uint32_t *stopped_at; /* of each shard, 0: it was not; NULL: there is no limit */
    uint32_t n_given_up;  /* documents whose words took too long to compare */
    struct xap_source limit;
    struct arena arena;
};

/* Takes the nodes of search apart. ERR_USAGE: they are not well-formed. reader, search and standing
 * must outlive q, which is to be closed in either case. */
enum err_code query_init(struct query *q, struct xapian_reader *reader,
                         const struct store_search *search, const unsigned char *standing,
                         struct err *err);
void query_done(struct query *q);

/* Appends a node; valid until the next. */
struct xap_node *query_push(struct query *q, enum xap_op op, uint32_t n_children);

/* A part of a query in which something goes wrong while it is searched says so here. */
void query_check(struct query *q, const struct xap_error *error);

/* Ends the search, once it is written, where it takes more steps than it may. */
void query_limit(struct query *q);
/* Counts steps to a document of a shard, or from there on. False: they are too many, and nothing is
 * found in this shard any more. */
bool query_step(struct query *q, size_t shard, uint32_t docid, uint64_t n);
/* How many documents were not looked at. */
uint32_t query_count_unseen(const struct query *q);

/* The child number k of node i, counted from the last. */
size_t query_child(const struct query *q, size_t i, size_t k);

#endif
