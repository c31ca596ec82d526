/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_QUERY_H
#define PRESSMARK_STORE_QUERY_H

/* What an engine is asked, and what it answers. Queries cross as flat arrays, results are copied
 * out and outlive their reader. No prefixes, no stemming, no policy. */

#include "positions/positions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum store_op {
    STORE_TERM, /* name, wqf */
    STORE_AND,  /* n_children */
    STORE_OR,
    STORE_AND_NOT,   /* 2 children */
    STORE_AND_MAYBE, /* 2 children */
    STORE_FILTER,    /* 2 children: the second gives no weight */
    /* Children are terms, or STORE_OR of terms; window >= n_children. Positions are those of
     * Xapian's table, or of the records where a database has none. */
    STORE_PHRASE,
    STORE_NEAR,
    STORE_SYNONYM,     /* of terms, or lists of such: as one term, their wdfs are added */
    STORE_MAX,         /* weighs what the best of the children does */
    STORE_SCALE,       /* 1 child, factor >= 0 */
    STORE_VALUE_RANGE, /* slot; name is the lower bound, upper the upper, inclusive; empty: open */
    STORE_ALL,         /* every document, no weight */
    STORE_NONE,
};

/* A query is an array in post-order: children before their parent, the last node is the root. */
struct store_node {
    enum store_op op;
    uint32_t n_children;
    struct str name;
    uint32_t wqf;    /* STORE_TERM: 0 is taken as 1 */
    uint32_t window; /* STORE_PHRASE, STORE_NEAR */
    uint32_t slot;   /* STORE_VALUE_RANGE */
    struct str upper;
    double factor; /* STORE_SCALE */
};

bool store_is_leaf(enum store_op op); /* a node without children */
/* Leaves have none, whatever n_children says, and STORE_SCALE has one. */
uint32_t store_count_children(const struct store_node *node);

enum store_weighting {
    STORE_BURST,
    STORE_BM25,
    STORE_BOOLEAN,
    STORE_SCHEME, /* one of Xapian's, by name */
};

/* STORE_BURST weighs a word by how often it comes in the documents that have it, as
 * match/weight.h says. */
struct store_burst {
    double c;             /* how much wdf a long document keeps: less is less; > 0 */
    double power;         /* of the burst, 0 .. 1: less is less of it */
    double max;           /* a burst of more counts as this */
    double log_share;     /* of the log-logistic part, beside the burst part at 1 */
    double wqf_power;     /* a word given n times counts n to this power */
    uint32_t n_documents; /* that a word's rarity is measured against; 0: all there are */
};

struct store_hit {
    uint32_t docid;
    double score;
    struct str data;
    struct str value; /* with store_search.choose */
    bool needs_data;  /* likewise */
};

/* What a document has of the terms that a second look is taken at. */
struct store_seen {
    uint32_t docid;
    uint32_t length;    /* as the weighting counts it */
    double score, best; /* of the search: its own, and that of the first hit */
    /* Of each term that is in the document its wdf (0: it is not), and of the first
     * store_second_look.n_placed where it stands. */
    const uint32_t *wdfs;
    const struct positions_list *positions;
    /* The beginning of its data: a record (record.h) as far as record_positions_end(). */
    struct str data;
};

/* A second look at the best hits, which the caller weighs himself. */
struct store_second_look {
    uint32_t depth;          /* how many hits there may be to look at */
    const struct str *names; /* of terms */
    size_t n_names, n_placed;
    /* Returns the score of one of the best hits, which are put in the order of these; equal ones
     * stay in their order. It must not be below the score it had: what follows the best hits stays
     * behind them. Called for each of them, in no order, within the search, and again where the
     * database changes meanwhile. */
    double (*score)(void *ctx, const struct store_seen *seen);
    void *ctx;
};

struct store_search {
    const struct store_node *nodes;
    size_t n_nodes;
    enum store_weighting weighting;
    double k1, k3, b, min_length; /* STORE_BM25 */
    struct store_burst burst;     /* STORE_BURST */
    const char *scheme;           /* STORE_SCHEME: its name and parameters, as "ineb2 1" */
    uint32_t first, max;          /* hits [first, first + max) of the ranking */
    uint32_t check_at_least;      /* count all matches up to so many, for a better total */
    int sort_slot; /* -1: by relevance; else by this value; documents without one come last */
    bool sort_ascending;
    /* What a search may take: steps from node to node of the query, each about as much work as a
     * few postings or positions that are read. It ends with what it has found by then, the same on
     * every machine. 0: as many as it takes. */
    uint64_t max_steps;
    int order_slot;    /* of equal hits: by this value ascending; -1: by docid */
    bool without_data; /* hits carry no data */
    const struct store_second_look *second_look; /* by relevance only; NULL: none */
    /* NULL: none; else it is shown all hits, with their values of choose_slot, and sets needs_data
     * of those that shall carry data. It is called within the search and not after it, because
     * hits, values and data have to come from one state of a database that may change meanwhile:
     * where it does, all three are taken again, and it is called again. */
    void (*choose)(void *ctx, struct store_hit *hits, size_t n);
    void *choose_ctx;
    uint32_t choose_slot;
};

struct store_results {
    struct store_hit *hits;
    size_t n;
    uint32_t total_lower, total_estimate, total_upper; /* matches in all */
    uint32_t n_unseen; /* about how many documents were not looked at, for want of steps */
    void (*free)(struct store_results *); /* of the engine that made them */
};
void store_results_free(struct store_results *rs); /* NULL is fine */

#endif
