/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_QUERY_H
#define PRESSMARK_STORE_QUERY_H

/* What an engine is asked and what it answers. A query is a flat array of nodes; results are copied
 * out and outlive their reader. This level knows terms only: it has no prefixes, no stemming and no
 * policy. */

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
    STORE_FILTER,    /* 2 children; the second must match but adds no weight */
    /* The children are terms, or STORE_OR of terms; window >= n_children. Positions are read from
     * Xapian's position table or, if the database has none, from the documents' records. */
    STORE_PHRASE,
    STORE_NEAR,
    STORE_SYNONYM,     /* terms, or operators over terms, that count as one term: wdfs are added */
    STORE_MAX,         /* has the greatest weight among those of its children */
    STORE_SCALE,       /* 1 child, whose weight is multiplied by factor >= 0 */
    STORE_VALUE_RANGE, /* the value of slot is in [name, upper]; an empty bound is open */
    STORE_ALL,         /* matches every document, without weight */
    STORE_NONE,
};

/* A node of a query. A query is an array of nodes in post-order: children come before their parent,
 * and the last node is the root. */
struct store_node {
    enum store_op op;
    uint32_t n_children;
    struct str name;
    uint32_t wqf;    /* STORE_TERM: how often the query has it; 0 is taken as 1 */
    uint32_t window; /* STORE_PHRASE, STORE_NEAR */
    uint32_t slot;   /* STORE_VALUE_RANGE */
    struct str upper;
    double factor; /* STORE_SCALE */
};

bool store_is_leaf(enum store_op op); /* true if such a node has no children */
/* Returns how many children a node has: 0 for a leaf and 1 for STORE_SCALE, whatever n_children is.
 */
uint32_t store_count_children(const struct store_node *node);

enum store_weighting {
    STORE_BURST,
    STORE_BM25,
    STORE_BOOLEAN,
    STORE_SCHEME, /* one of Xapian's weighting schemes, chosen by name */
};

/* The parameters of STORE_BURST, which weighs a term by how often it occurs in the documents that
 * contain it. match/weight.h has the formula. */
struct store_burst {
    double c;             /* length normalisation, > 0: the smaller, the more long documents lose */
    double power;         /* exponent of the burst, 0 .. 1: the smaller, the less it counts */
    double max;           /* upper limit of the burst */
    double log_share;     /* weight of the log-logistic part; that of the burst part is 1 */
    double wqf_power;     /* a term that the query has n times counts n to this power */
    uint32_t n_documents; /* collection size for a term's rarity; 0 means the database's own */
};

struct store_hit {
    uint32_t docid;
    double score;
    struct str data;
    struct str value; /* of choose_slot, if the search has a choose function */
    bool needs_data;  /* set by the choose function */
};

/* One of the best hits, as the second look sees it. */
struct store_seen {
    uint32_t docid;
    uint32_t length;    /* the document length that the weighting uses */
    double score, best; /* the hit's score, and that of the first hit */
    /* The document's wdf for each of store_second_look.names, 0 for a term that it does not
     * contain, and its positions for the first n_placed of them. */
    const uint32_t *wdfs;
    const struct positions_list *positions;
    /* The beginning of the document's record (record.h), up to record_positions_end(). */
    struct str data;
    bool has_record; /* false if the record was not read; positions and data are empty then */
};

/* A second look at the best hits, in which the caller scores them anew. */
struct store_second_look {
    uint32_t depth;           /* how many of the best hits are scored anew */
    uint32_t n_records;       /* how many of these are scored by their records, too */
    const struct str *names;  /* the terms whose wdfs the caller needs */
    size_t n_names, n_placed; /* positions are needed for the first n_placed names */
    /* Returns the new score of a hit, which must not be below its old one, because all further hits
     * stay behind these. It is called for each hit without its record, then for the n_records that
     * got the best scores with their records; of equal ones, those that were better before. The
     * hits are then sorted by their new scores; equal ones keep their order. Called during the
     * search, in any order, and again if the database changes meanwhile. */
    double (*score)(void *ctx, const struct store_seen *seen);
    void *ctx;
};

struct store_search {
    const struct store_node *nodes;
    size_t n_nodes;
    enum store_weighting weighting;
    double k1, k3, b, min_length; /* STORE_BM25: see match/weight.h */
    struct store_burst burst;     /* STORE_BURST */
    const char *scheme;           /* STORE_SCHEME: its name and parameters, as in "ineb2 1" */
    uint32_t first, max;          /* return the hits [first, first + max) of the ranking */
    uint32_t check_at_least;      /* count matches exactly up to this number, for a better total */
    /* Whether a document matches a phrase or NEAR is checked in its positions, which takes long. If
     * more documents than this would have to be checked, only those are that may be among the best
     * hits, and some of the others, by which the total is estimated. 0 means no limit. An engine
     * may check more. */
    uint32_t max_checked;
    int sort_slot; /* -1 sorts by relevance, else by this value; documents without it come last */
    bool sort_ascending;
    /* The most steps that the search may take, where a step is about the work of reading a few
     * postings or positions. A search that reaches this limit returns what it has found until then,
     * which is the same on every machine. 0 means no limit. */
    uint64_t max_steps;
    int order_slot;    /* ties are broken by this value, ascending; -1 breaks them by docid */
    bool without_data; /* hits are returned without data */
    const struct store_second_look *second_look; /* or NULL; only when sorting by relevance */
    /* If not NULL, it gets all hits, with their values of choose_slot, and sets needs_data of those
     * whose data the caller wants. It is called during the search because hits, values and data
     * must come from the same state of the database; if that changes meanwhile all three are read
     * again and it is called again. */
    void (*choose)(void *ctx, struct store_hit *hits, size_t n);
    void *choose_ctx;
    uint32_t choose_slot;
};

struct store_results {
    struct store_hit *hits;
    size_t n;
    uint32_t total_lower, total_estimate, total_upper; /* the number of matches */
    uint32_t n_unseen; /* about how many documents were not examined because of max_steps */
    void (*free)(struct store_results *); /* set by the engine that made the results */
};
void store_results_free(struct store_results *rs); /* accepts NULL */

/* Sets ret_chosen[i] to whether the second look reads the record of hit i, of n hits in the order
 * of the search, which got these scores without their records. */
void store_choose_records(const struct store_second_look *look, const double *scores, size_t n,
                          bool *ret_chosen);

#endif
