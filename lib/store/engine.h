/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_ENGINE_H
#define PRESSMARK_STORE_ENGINE_H

/* What databases are read and searched by, whichever engine does it.
 *
 * A call is dispatched once, and the loops over postings, positions and values stay inside the
 * engine. What wrote a database does not matter, nor does it when it changes meanwhile. A handle
 * belongs to one thread at a time. All _close and _free functions accept NULL. */

#include "base/buf.h"
#include "base/err.h"
#include "store/query.h"
#include "store/vocabulary.h"

/* Where a database is. */
struct store_place {
    enum store_place_kind {
        STORE_FOLDER,  /* of a local database: where */
        STORE_TCP,     /* a server of Xapian's protocol: host where, port */
        STORE_PROGRAM, /* a program that speaks it on its standard input and output: where, which
                          is run with arguments, divided by blanks */
    } kind;
    const char *where;
    const char *arguments;
    uint16_t port;
};

struct store_opening {
    const struct store_place *places;
    size_t n;
    uint32_t time_limit_ms; /* that another machine may take to answer; 0: as long as it likes */
    /* NULL: a place that cannot be opened is an error. Else why each of the n could not; the reader
     * is then of the others, in their order, and there is an error only where there are none. */
    struct err *ret_problems;
};

/* What not all readers can do. */
enum store_feature {
    STORE_HAS_BURST = 1,  /* weighs by STORE_BURST */
    STORE_HAS_SCHEME = 2, /* weighs by STORE_SCHEME */
};

/* The first member of each engine's own. */
struct store_reader {
    const struct store_engine *engine;
    unsigned features; /* enum store_feature */
    size_t broken;     /* after ERR_UNREACHABLE: which of its places; SIZE_MAX: that is not known */
};

/* A place in the list of all terms, for a reader that skips most of them. To be closed before its
 * reader; stays where it is in a database that changes. The first member of each engine's own. */
struct store_cursor {
    const struct store_engine *engine;
};

struct store_stats {
    uint32_t n_documents, last_docid;
    uint64_t total_length;
};

/* What is counted of a term: documents that have it, and how often they have it; 0 where it is
 * unknown. */
struct store_frequency {
    struct str name;
    uint32_t termfreq;
    uint64_t collection_frequency;
};

/* How many of the documents that match have a term. */
struct store_count {
    struct str name;
    uint32_t n;
};

struct store_matched {
    uint32_t n;    /* documents that match */
    bool is_whole; /* all were looked at: the steps were enough */
};

/* One function for each of those below that dispatch. */
struct store_engine {
    const char *name;
    enum err_code (*open)(const struct store_opening *how, struct store_reader **ret_reader,
                          struct err *err);
    void (*close)(struct store_reader *r);
    struct store_stats (*stats)(const struct store_reader *r);
    enum err_code (*metadata)(struct store_reader *r, size_t place, const char *key,
                              struct buf *ret_value, struct err *err);
    enum err_code (*data)(struct store_reader *r, uint32_t docid, struct buf *ret_data,
                          struct err *err);
    enum err_code (*terms)(struct store_reader *r, struct str prefix, size_t max,
                           struct store_vocabulary **ret_terms, struct err *err);
    enum err_code (*document_terms)(struct store_reader *r, uint32_t docid,
                                    struct store_vocabulary **ret_terms, struct err *err);
    enum err_code (*frequencies)(struct store_reader *r, struct store_frequency *frequencies,
                                 size_t n, struct err *err);
    enum err_code (*wdfs)(struct store_reader *r, uint32_t docid, const struct str *names, size_t n,
                          uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err);
    enum err_code (*search)(struct store_reader *r, const struct store_search *search,
                            struct store_results **ret_results, struct err *err);
    enum err_code (*score)(struct store_reader *r, const struct store_search *search,
                           uint32_t docid, bool *ret_matches, double *ret_score, struct err *err);
    enum err_code (*count)(struct store_reader *r, const struct store_search *search,
                           struct store_count *counts, size_t n, struct store_matched *ret,
                           struct err *err);
    enum err_code (*show_values)(struct store_reader *r, const struct store_search *search,
                                 uint32_t slot,
                                 void (*show)(void *ctx, uint32_t docid, struct str value),
                                 void *ctx, struct store_matched *ret, struct err *err);
    struct store_cursor *(*cursor_open)(struct store_reader *r);
    enum err_code (*cursor_seek)(struct store_cursor *c, struct str name, struct str *ret_name,
                                 struct err *err);
    enum err_code (*cursor_next)(struct store_cursor *c, struct str *ret_name, struct err *err);
    void (*cursor_close)(struct store_cursor *c);
};

/* Reads the glass format by itself (lib/match, lib/glass), without libxapian: loading that takes
 * more time than most searches do. */
extern const struct store_engine store_glass;
/* Reads whatever libxapian does, wherever it is (lib/xapian_engine). Programs that are not linked
 * with libxapian do not have it. */
extern const struct store_engine store_xapian;

/* ---- reading ---- */

/* ERR_NOT_FOUND, ERR_CORRUPT as they say; ERR_VERSION: a format that the engine does not know;
 * ERR_USAGE: a kind of place that it does not reach; ERR_UNREACHABLE: of another machine. Needs no
 * lock and no right to write. Several places are searched as one: document d of place number i of n
 * has docid (d - 1) * n + i + 1. */
enum err_code store_reader_open(const struct store_engine *engine, const struct store_opening *how,
                                struct store_reader **ret_reader, struct err *err);
/* The same for local databases. */
enum err_code store_reader_open_folders(const struct store_engine *engine, const char *const *paths,
                                        size_t n, struct store_reader **ret_reader,
                                        struct err *err);
void store_reader_close(struct store_reader *r);
void store_reader_close_pointer(struct store_reader **r); /* for AUTO() */

struct store_stats store_reader_stats(const struct store_reader *r);

/* Metadata of one of the places; empty when the key is not there. ret_value is the caller's. */
enum err_code store_reader_metadata(struct store_reader *r, size_t place, const char *key,
                                    struct buf *ret_value, struct err *err);
/* ERR_NOT_FOUND when there is no such document. ret_data is the caller's. */
enum err_code store_reader_data(struct store_reader *r, uint32_t docid, struct buf *ret_data,
                                struct err *err);

/* The terms that start with prefix, in bytewise order, at most max. */
enum err_code store_reader_terms(struct store_reader *r, struct str prefix, size_t max,
                                 struct store_vocabulary **ret_terms, struct err *err);
/* The terms of one document, in bytewise order. */
enum err_code store_reader_document_terms(struct store_reader *r, uint32_t docid,
                                          struct store_vocabulary **ret_terms, struct err *err);

struct store_cursor *store_cursor_open(struct store_reader *r);
/* Goes to the first term that is not before name; to the next one, after a seek. *ret_name is valid
 * until the cursor moves; its p is NULL at the end. */
enum err_code store_cursor_seek(struct store_cursor *c, struct str name, struct str *ret_name,
                                struct err *err);
enum err_code store_cursor_next(struct store_cursor *c, struct str *ret_name, struct err *err);
void store_cursor_close(struct store_cursor *c);

/* Fills in what is counted of each name. */
enum err_code store_reader_frequencies(struct store_reader *r, struct store_frequency *frequencies,
                                       size_t n, struct err *err);

/* Fills in a document's length and, for each of n names, its wdf there (0: not in it). */
enum err_code store_reader_wdfs(struct store_reader *r, uint32_t docid, const struct str *names,
                                size_t n, uint32_t *ret_wdfs, uint32_t *ret_length,
                                struct err *err);

/* ---- searching ---- */

/* A database that changes under the reader is opened anew and searched again, up to 5 times, then
 * ERR_CHANGED. ERR_USAGE: nodes are not a well-formed query, or the weighting is none that the
 * reader has. ERR_UNREACHABLE names the place. */
enum err_code store_reader_search(struct store_reader *r, const struct store_search *search,
                                  struct store_results **ret_results, struct err *err);

/* Fills in how many of the documents that match the search's nodes have each of n terms, all other
 * members but max_steps aside. An engine without such a call of its own asks once for each. */
enum err_code store_reader_count(struct store_reader *r, const struct store_search *search,
                                 struct store_count *counts, size_t n, struct store_matched *ret,
                                 struct err *err);

/* Shows the values of a slot of all documents that match, one by one, in no order, each with the
 * number of its document or, where another machine has that, of some document of the same place.
 * The docid 0 says that what was shown before does not count: it begins, or begins again since the
 * database has changed. */
enum err_code store_reader_show_values(struct store_reader *r, const struct store_search *search,
                                       uint32_t slot,
                                       void (*show)(void *ctx, uint32_t docid, struct str value),
                                       void *ctx, struct store_matched *ret, struct err *err);

/* What one document scores for the search's nodes and weighting, all its other members aside, with
 * the statistics of the whole database. *ret_matches: false where it does not match. */
enum err_code store_reader_score(struct store_reader *r, const struct store_search *search,
                                 uint32_t docid, bool *ret_matches, double *ret_score,
                                 struct err *err);

#endif
