/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_XAP_H
#define PRESSMARK_STORE_XAP_H

/* libxapian for C, and no more than that: no prefixes, no stemming, no policy.
 *
 * Documents and queries cross as flat arrays, results are copied out and outlive their reader. No
 * exception leaves xap.cc: each becomes a code and a message. A handle belongs to one thread at a
 * time. All _close and _free functions accept NULL. */

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xap_writer;
struct xap_reader;

/* ---- documents ---- */

/* A term of a document: positions[first_position .. first_position + n_positions), ascending and
 * unique, from 1; wdf may be larger or smaller than n_positions. 1 .. 245 bytes, a NUL counting as
 * two. */
struct xap_term {
    const char *name;
    uint32_t name_length, wdf, first_position, n_positions;
};

struct xap_value {
    uint32_t slot, length;
    const char *data;
};

struct xap_document {
    const struct xap_term *terms; /* bytewise ascending by name, unique */
    size_t n_terms;
    const uint32_t *positions;
    const struct xap_value *values;
    size_t n_values;
    const char *data;
    size_t data_length;
};

/* ---- writing ---- */

enum xap_open {
    XAP_UPDATE = 0,  /* an existing database */
    XAP_CREATE = 1,  /* a new one, in a directory that does not exist yet */
    XAP_NO_SYNC = 2, /* leave syncing to the caller, who syncs before anyone may see it */
};

/* ERR_LOCKED: another writer has it. On success *ret_writer is the caller's to close. All changes
 * until xap_writer_commit() are one transaction. */
enum err_code xap_writer_open(const char *path, unsigned flags, struct xap_writer **ret_writer,
                              struct err *err);

/* Adds a document; *ret_docid (may be NULL) gets its number. The document is checked against
 * Xapian's limits first: ERR_INPUT means that it was refused and that nothing else was touched.
 * After any other error the whole transaction is lost: close the writer. */
enum err_code xap_writer_add(struct xap_writer *w, const struct xap_document *document,
                             uint32_t *ret_docid, struct err *err);

/* Deletes documents [first, first + count); numbers that hold none are passed over. */
enum err_code xap_writer_delete(struct xap_writer *w, uint32_t first, uint32_t count,
                                struct err *err);

/* Gives a document new data and other terms: takes those of remove off, adds those of add with
 * their positions, keeps the rest. values replace those of the same slots. */
enum err_code xap_writer_edit(struct xap_writer *w, uint32_t docid, const struct xap_term *remove,
                              size_t n_remove, const struct xap_document *add, struct err *err);

/* An empty value removes the key. Keys of 1 .. 200 bytes. */
enum err_code xap_writer_set_metadata(struct xap_writer *w, const char *key, const char *value,
                                      size_t value_length, struct err *err);
enum err_code xap_writer_commit(struct xap_writer *w, struct err *err);
/* Drops what was not committed. */
void xap_writer_close(struct xap_writer *w);

/* ---- reading ---- */

/* ERR_NOT_FOUND, ERR_CORRUPT, ERR_VERSION as they say. Needs no lock and no right to write. Several
 * paths are searched as one: document d of path number i of n has docid (d - 1) * n + i + 1. */
enum err_code xap_reader_open(const char *const *paths, size_t n_paths,
                              struct xap_reader **ret_reader, struct err *err);
void xap_reader_close(struct xap_reader *r);

struct xap_stats {
    uint32_t n_documents;
    uint32_t last_docid;
    double average_length;
    uint64_t total_length;
    bool has_positions;
};
enum err_code xap_reader_stats(struct xap_reader *r, struct xap_stats *ret_stats, struct err *err);

/* A blob that libxapian gave: free() it by xap_blob_free(). */
struct xap_blob {
    char *p;
    size_t n;
};
void xap_blob_free(struct xap_blob *b);

/* Empty when the key is not there. With several paths: that of the first. */
enum err_code xap_reader_metadata(struct xap_reader *r, const char *key, struct xap_blob *ret_value,
                                  struct err *err);
/* ERR_NOT_FOUND when there is no such document. */
enum err_code xap_reader_data(struct xap_reader *r, uint32_t docid, struct xap_blob *ret_data,
                              struct err *err);

/* A list of terms, names end to end in one block. */
struct xap_vocabulary {
    struct xap_vocabulary_term {
        const char *name;
        uint32_t name_length;
        uint32_t termfreq;
        uint32_t wdf; /* in the document, where the list is one document's; else 0 */
    } * terms;
    size_t n;
    bool is_cut; /* there were more than max */
};
void xap_vocabulary_free(struct xap_vocabulary *v);

/* The terms that start with prefix, in bytewise order, at most max. */
enum err_code xap_reader_terms(struct xap_reader *r, const char *prefix, size_t prefix_length,
                               size_t max, struct xap_vocabulary **ret_terms, struct err *err);
/* The terms of one document, in bytewise order. */
enum err_code xap_reader_document_terms(struct xap_reader *r, uint32_t docid,
                                        struct xap_vocabulary **ret_terms, struct err *err);

/* A place in the list of all terms, for a reader that skips most of them. Valid as long as r; stays
 * where it is in a database that changes. */
struct xap_cursor;
enum err_code xap_cursor_open(struct xap_reader *r, struct xap_cursor **ret_cursor,
                              struct err *err);
/* Goes forward to the first term that is not before name; to the next one, after a seek. *ret_name
 * is valid until the cursor moves; NULL at the end. */
enum err_code xap_cursor_seek(struct xap_cursor *c, const char *name, size_t name_length,
                              const char **ret_name, size_t *ret_length, struct err *err);
enum err_code xap_cursor_next(struct xap_cursor *c, const char **ret_name, size_t *ret_length,
                              struct err *err);
void xap_cursor_close(struct xap_cursor *c);

/* Fills in name's termfreq (documents that have it) and collection frequency; 0 where unknown. */
struct xap_frequency {
    const char *name;
    uint32_t name_length;
    uint32_t termfreq;
    uint64_t collection_frequency;
};
enum err_code xap_reader_frequencies(struct xap_reader *r, struct xap_frequency *frequencies,
                                     size_t n, struct err *err);

/* Fills in a document's length and, for each of n names, its wdf there (0: not in it). */
enum err_code xap_reader_wdfs(struct xap_reader *r, uint32_t docid, const struct xap_term *names,
                              size_t n, uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err);

/* ---- searching ---- */

enum xap_op {
    XAP_TERM, /* name, wqf */
    XAP_AND,  /* n_children */
    XAP_OR,
    XAP_AND_NOT,   /* 2 children */
    XAP_AND_MAYBE, /* 2 children */
    XAP_FILTER,    /* 2 children: the second gives no weight */
    /* Children are terms, or XAP_OR of terms; window >= n_children. Positions are those of Xapian's
     * table, or of the records where a database has none. */
    XAP_PHRASE,
    XAP_NEAR,
    XAP_SYNONYM, /* as one term: their wdfs are added */
    XAP_MAX,
    XAP_SCALE,       /* 1 child, factor >= 0 */
    XAP_VALUE_RANGE, /* slot, name is the lower bound, upper the upper, both inclusive; empty: open
                      */
    XAP_ALL,         /* every document, no weight */
    XAP_NONE,
};

/* A query is an array in post-order: children before their parent, the last node is the root. */
struct xap_node {
    enum xap_op op;
    uint32_t n_children;
    const char *name;
    uint32_t name_length;
    uint32_t wqf;    /* XAP_TERM: 0 is taken as 1 */
    uint32_t window; /* XAP_PHRASE, XAP_NEAR */
    uint32_t slot;   /* XAP_VALUE_RANGE */
    const char *upper;
    uint32_t upper_length;
    double factor; /* XAP_SCALE */
};

enum xap_weighting { XAP_BURST, XAP_BM25, XAP_BOOLEAN };

/* XAP_BURST weighs a word by how often it comes in the documents that have it, as xap.cc says. */
struct xap_burst {
    double c;             /* how much wdf a long document keeps: less is less */
    double log_share;     /* of the log-logistic part, beside the burst part at 1 */
    double wqf_power;     /* a word given n times counts n to this power */
    uint32_t n_documents; /* that a word's rarity is measured against; 0: all there are */
};

struct xap_hit {
    uint32_t docid;
    double score;
    const char *data;
    size_t data_length;
    const char *value; /* with xap_search.choose */
    size_t value_length;
    bool needs_data; /* likewise */
};

struct xap_search {
    const struct xap_node *nodes;
    size_t n_nodes;
    enum xap_weighting weighting;
    double k1, k2, k3, b, min_length; /* XAP_BM25 */
    struct xap_burst burst;           /* XAP_BURST */
    uint32_t first, max;              /* hits [first, first + max) of the ranking */
    uint32_t check_at_least;          /* look at this many documents, for a better total */
    int sort_slot; /* -1: by relevance; else by this value; documents without one come last */
    bool sort_ascending;
    int order_slot;    /* of equal hits: by this value ascending; -1: by docid */
    bool without_data; /* hits carry no data */
    /* NULL: none; else it is shown all hits, with their values of choose_slot, and sets needs_data
     * of those that shall carry data. It may be called again, from the beginning, where the
     * database changes meanwhile. */
    void (*choose)(void *ctx, struct xap_hit *hits, size_t n);
    void *choose_ctx;
    uint32_t choose_slot;
    double time_limit_s; /* 0: none; past it the hits found so far are returned */
};

struct xap_results {
    struct xap_hit *hits;
    size_t n;
    uint32_t total_lower, total_estimate, total_upper; /* matches in all */
    uint64_t revision; /* of the first path: what the hits were read from */
};

/* A database that changes under the reader is opened anew and searched again, up to 5 times, then
 * ERR_CHANGED. ERR_USAGE: nodes are not a well-formed query. */
enum err_code xap_reader_search(struct xap_reader *r, const struct xap_search *search,
                                struct xap_results **ret_results, struct err *err);
void xap_results_free(struct xap_results *rs);

/* What one document scores for the search's nodes and weighting, all its other members aside, with
 * the statistics of the whole database. *ret_matches: false where it does not match. */
enum err_code xap_reader_score(struct xap_reader *r, const struct xap_search *search,
                               uint32_t docid, bool *ret_matches, double *ret_score,
                               struct err *err);

/* ---- whole databases ---- */

/* Xapian's own check of every table. Opens the tables for writing and may crash on damage: run it
 * in a child process. *ret_n_errors counts what it found; the report goes to stdout when verbose.
 */
enum err_code xap_check(const char *path, bool verbose, size_t *ret_n_errors, struct err *err);
const char *xap_version(void); /* "1.4.22" */

#ifdef __cplusplus
}
#endif
#endif
