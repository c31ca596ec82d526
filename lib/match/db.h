/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_DB_H
#define PRESSMARK_MATCH_DB_H

/* Reads glass databases and searches them, without libxapian: loading that takes more time than
 * most searches do. What wrote them does not matter, nor does it when they change meanwhile. No
 * prefixes, no stemming, no policy.
 *
 * Queries cross as flat arrays, results are copied out and outlive their reader. A handle belongs
 * to one thread at a time. All _close and _free functions accept NULL. */

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

struct db_reader;

/* ERR_NOT_FOUND, ERR_CORRUPT, ERR_VERSION as they say. Needs no lock and no right to write. Several
 * paths are searched as one: document d of path number i of n has docid (d - 1) * n + i + 1. */
enum err_code db_reader_open(const char *const *paths, size_t n_paths,
                             struct db_reader **ret_reader, struct err *err);
void db_reader_close(struct db_reader *r);
void db_reader_close_pointer(struct db_reader **r); /* for AUTO() */

struct db_stats {
    uint32_t n_documents, last_docid;
    uint64_t total_length;
};
struct db_stats db_reader_stats(const struct db_reader *r);

/* Metadata of one of the paths; empty when the key is not there. ret_value is the caller's. */
enum err_code db_reader_metadata(struct db_reader *r, size_t path, const char *key,
                                 struct buf *ret_value, struct err *err);
/* ERR_NOT_FOUND when there is no such document. ret_data is the caller's. */
enum err_code db_reader_data(struct db_reader *r, uint32_t docid, struct buf *ret_data,
                             struct err *err);

/* A list of terms, names end to end in one block. */
struct db_vocabulary {
    struct db_vocabulary_term {
        struct str name;
        uint32_t termfreq;
        uint32_t wdf; /* in the document, where the list is one document's; else 0 */
    } * terms;
    size_t n;
    bool is_cut; /* there were more than max */
};
void db_vocabulary_free(struct db_vocabulary *v);

/* The terms that start with prefix, in bytewise order, at most max. */
enum err_code db_reader_terms(struct db_reader *r, struct str prefix, size_t max,
                              struct db_vocabulary **ret_terms, struct err *err);
/* The terms of one document, in bytewise order. */
enum err_code db_reader_document_terms(struct db_reader *r, uint32_t docid,
                                       struct db_vocabulary **ret_terms, struct err *err);

/* A place in the list of all terms, for a reader that skips most of them. To be closed before r;
 * stays where it is in a database that changes. */
struct db_cursor;
struct db_cursor *db_cursor_open(struct db_reader *r);
/* Goes to the first term that is not before name; to the next one, after a seek. *ret_name is valid
 * until the cursor moves; its p is NULL at the end. */
enum err_code db_cursor_seek(struct db_cursor *c, struct str name, struct str *ret_name,
                             struct err *err);
enum err_code db_cursor_next(struct db_cursor *c, struct str *ret_name, struct err *err);
void db_cursor_close(struct db_cursor *c);

/* Fills in name's termfreq (documents that have it) and collection frequency; 0 where unknown. */
struct db_frequency {
    struct str name;
    uint32_t termfreq;
    uint64_t collection_frequency;
};
enum err_code db_reader_frequencies(struct db_reader *r, struct db_frequency *frequencies, size_t n,
                                    struct err *err);

/* Fills in a document's length and, for each of n names, its wdf there (0: not in it). */
enum err_code db_reader_wdfs(struct db_reader *r, uint32_t docid, const struct str *names, size_t n,
                             uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err);

/* ---- searching ---- */

enum db_op {
    DB_TERM, /* name, wqf */
    DB_AND,  /* n_children */
    DB_OR,
    DB_AND_NOT,   /* 2 children */
    DB_AND_MAYBE, /* 2 children */
    DB_FILTER,    /* 2 children: the second gives no weight */
    /* Children are terms, or DB_OR of terms; window >= n_children. Positions are those of Xapian's
     * table, or of the records where a database has none. */
    DB_PHRASE,
    DB_NEAR,
    DB_SYNONYM, /* of terms, or lists of such: as one term, their wdfs are added */
    DB_MAX,
    DB_SCALE,       /* 1 child, factor >= 0 */
    DB_VALUE_RANGE, /* slot; name is the lower bound, upper the upper, both inclusive; empty: open
                     */
    DB_ALL,         /* every document, no weight */
    DB_NONE,
};

/* A query is an array in post-order: children before their parent, the last node is the root. */
struct db_node {
    enum db_op op;
    uint32_t n_children;
    struct str name;
    uint32_t wqf;    /* DB_TERM: 0 is taken as 1 */
    uint32_t window; /* DB_PHRASE, DB_NEAR */
    uint32_t slot;   /* DB_VALUE_RANGE */
    struct str upper;
    double factor; /* DB_SCALE */
};

/* Leaves have none, whatever n_children says, and DB_SCALE has one. */
uint32_t db_count_children(const struct db_node *node);

enum db_weighting { DB_BURST, DB_BM25, DB_BOOLEAN };

/* DB_BURST weighs a word by how often it comes in the documents that have it, as weight.h says.
 */
struct db_burst {
    double c;             /* how much wdf a long document keeps: less is less */
    double log_share;     /* of the log-logistic part, beside the burst part at 1 */
    double wqf_power;     /* a word given n times counts n to this power */
    uint32_t n_documents; /* that a word's rarity is measured against; 0: all there are */
};

struct db_hit {
    uint32_t docid;
    double score;
    struct str data;
    struct str value; /* with db_search.choose */
    bool needs_data;  /* likewise */
};

struct db_search {
    const struct db_node *nodes;
    size_t n_nodes;
    enum db_weighting weighting;
    double k1, k3, b, min_length; /* DB_BM25 */
    struct db_burst burst;        /* DB_BURST */
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
    /* NULL: none; else it is shown all hits, with their values of choose_slot, and sets needs_data
     * of those that shall carry data. It is called within the search and not after it, because
     * hits, values and data have to come from one state of a database that may change meanwhile:
     * where it does, all three are taken again, and it is called again. */
    void (*choose)(void *ctx, struct db_hit *hits, size_t n);
    void *choose_ctx;
    uint32_t choose_slot;
};

struct db_results {
    struct db_hit *hits;
    size_t n;
    uint32_t total_lower, total_estimate, total_upper; /* matches in all */
    uint32_t n_unseen; /* about how many documents were not looked at, for want of steps */
};

/* A database that changes under the reader is opened anew and searched again, up to 5 times, then
 * ERR_CHANGED. ERR_USAGE: nodes are not a well-formed query. */
enum err_code db_reader_search(struct db_reader *r, const struct db_search *search,
                               struct db_results **ret_results, struct err *err);
void db_results_free(struct db_results *rs);

/* What one document scores for the search's nodes and weighting, all its other members aside, with
 * the statistics of the whole database. *ret_matches: false where it does not match. */
enum err_code db_reader_score(struct db_reader *r, const struct db_search *search, uint32_t docid,
                              bool *ret_matches, double *ret_score, struct err *err);

#endif
