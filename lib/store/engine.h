/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_ENGINE_H
#define PRESSMARK_STORE_ENGINE_H

/* The interface to the engines that read and search databases.
 *
 * Every call is dispatched once; the loops over postings, positions and values stay inside the
 * engine. A reader does not depend on which program wrote the database, and it notices when the
 * database changes under it. A handle may be used by one thread at a time. All _close and _free
 * functions accept NULL. */

#include "base/buf.h"
#include "base/err.h"
#include "store/query.h"
#include "store/vocabulary.h"
#include "store/words.h"

/* The location of a database. */
struct store_place {
    enum store_place_kind {
        STORE_FOLDER,  /* a local database in the directory `where` */
        STORE_TCP,     /* a server of Xapian's remote protocol on the host `where`, at `port` */
        STORE_PROGRAM, /* the program `where`, which speaks that protocol on its standard input and
                          output and is run with `arguments`, separated by blanks */
    } kind;
    const char *where;
    const char *arguments;
    uint16_t port;
};

struct store_opening {
    const struct store_place *places;
    size_t n;
    uint32_t time_limit_ms; /* for each answer of another machine; 0 means no limit */
    /* If NULL, opening fails when any place cannot be opened. Otherwise an array of n: each place
     * that cannot be opened gets its reason here, the reader consists of the others in their order,
     * and opening fails only when none is left. */
    struct err *ret_problems;
};

/* Abilities that not every reader has. */
enum store_feature {
    STORE_HAS_BURST = 1,  /* supports STORE_BURST */
    STORE_HAS_SCHEME = 2, /* supports STORE_SCHEME */
};

/* An open database, or several that are searched as one. Each engine embeds this as the first
 * member of its own reader. */
struct store_reader {
    const struct store_engine *engine;
    unsigned features; /* enum store_feature */
    size_t broken;     /* after ERR_UNREACHABLE, the number of the place that failed, or SIZE_MAX if
                      that is not known */
};

/* A position in the sorted list of all terms, for callers that skip most of them. It must be closed
 * before its reader, and keeps its position when the database changes. Each engine embeds this as
 * the first member of its own cursor. */
struct store_cursor {
    const struct store_engine *engine;
};

struct store_stats {
    uint32_t n_documents, last_docid;
    uint64_t total_length; /* the sum of all document lengths */
};

/* The statistics of a term; both are 0 for a term that the database does not have. */
struct store_frequency {
    struct str name;
    uint32_t termfreq;             /* the number of documents that contain the term */
    uint64_t collection_frequency; /* the sum of the term's wdf over all documents */
};

/* How many of the matching documents contain a term. */
struct store_count {
    struct str name;
    uint32_t n;
};

struct store_matched {
    uint32_t n;    /* the number of matching documents that were found */
    bool is_whole; /* true if that is all of them; false if max_steps ended the search early */
};

/* One member for each function below that is dispatched. */
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
    /* or NULL if the engine keeps no terms in memory */
    enum err_code (*words)(struct store_reader *r, size_t max, const struct store_words **ret_words,
                           struct err *err);
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

/* Our own reader of the glass format (lib/match, lib/glass). It does without libxapian, because
 * loading that library takes longer than most searches. */
extern const struct store_engine store_glass;
/* Reads through libxapian whatever that can read, local or remote (lib/xapian_engine). It is only
 * in programs that are linked with libxapian. */
extern const struct store_engine store_xapian;

/* ---- reading ---- */

/* Opens the databases at how->places for reading, which takes neither a lock nor write permission.
 * Several databases are searched as one: document d of place number i of n has the docid
 * (d - 1) * n + i + 1. ERR_NOT_FOUND if there is no database, ERR_CORRUPT if it is damaged,
 * ERR_VERSION if the engine does not know its format, ERR_USAGE if the engine cannot open this kind
 * of place, ERR_UNREACHABLE if another machine does not answer. */
enum err_code store_reader_open(const struct store_engine *engine, const struct store_opening *how,
                                struct store_reader **ret_reader, struct err *err);
/* Does the same for n local databases. */
enum err_code store_reader_open_folders(const struct store_engine *engine, const char *const *paths,
                                        size_t n, struct store_reader **ret_reader,
                                        struct err *err);
void store_reader_close(struct store_reader *r);
void store_reader_close_pointer(struct store_reader **r); /* for AUTO() */

struct store_stats store_reader_stats(const struct store_reader *r);

/* Returns a metadata entry of one of the places in *ret_value, which need not be initialised and
 * which the caller frees; it is empty if there is no such key. */
enum err_code store_reader_metadata(struct store_reader *r, size_t place, const char *key,
                                    struct buf *ret_value, struct err *err);
/* Returns the data of a document in *ret_data, which need not be initialised and which the caller
 * frees. ERR_NOT_FOUND if there is no such document. */
enum err_code store_reader_data(struct store_reader *r, uint32_t docid, struct buf *ret_data,
                                struct err *err);

/* Lists the terms that start with prefix in bytewise order, at most max of them. The caller frees
 * the list by store_vocabulary_free(). */
enum err_code store_reader_terms(struct store_reader *r, struct str prefix, size_t max,
                                 struct store_vocabulary **ret_terms, struct err *err);
/* Lists the terms of a document in bytewise order. The caller frees the list. */
enum err_code store_reader_document_terms(struct store_reader *r, uint32_t docid,
                                          struct store_vocabulary **ret_terms, struct err *err);

struct store_cursor *store_cursor_open(struct store_reader *r);
/* Moves the cursor to the first term that is not less than name, or, after a seek, to the next
 * term. *ret_name is valid until the cursor moves again; its p is NULL after the last term. */
enum err_code store_cursor_seek(struct store_cursor *c, struct str name, struct str *ret_name,
                                struct err *err);
enum err_code store_cursor_next(struct store_cursor *c, struct str *ret_name, struct err *err);
void store_cursor_close(struct store_cursor *c);

/* Returns all terms that do not begin with a capital letter, in bytewise order, or NULL if they are
 * not in memory. They get there when they are asked for repeatedly and are at most max. The result
 * is valid until the reader is used again. */
enum err_code store_reader_words(struct store_reader *r, size_t max,
                                 const struct store_words **ret_words, struct err *err);

/* Fills in the statistics of the n terms that are named in frequencies. */
enum err_code store_reader_frequencies(struct store_reader *r, struct store_frequency *frequencies,
                                       size_t n, struct err *err);

/* Returns the length of a document and its wdf for each of n terms, 0 for those that it does not
 * contain. */
enum err_code store_reader_wdfs(struct store_reader *r, uint32_t docid, const struct str *names,
                                size_t n, uint32_t *ret_wdfs, uint32_t *ret_length,
                                struct err *err);

/* ---- searching ---- */

/* Runs a search. The caller frees the results by store_results_free(). If the database changes
 * meanwhile it is opened anew and searched again, up to 5 times. ERR_CHANGED if it changed each
 * time; ERR_USAGE if the nodes are not a well-formed query or the reader does not support the
 * weighting; ERR_UNREACHABLE if another machine does not answer, which the message names. */
enum err_code store_reader_search(struct store_reader *r, const struct store_search *search,
                                  struct store_results **ret_results, struct err *err);

/* Counts how many of the documents that match search->nodes contain each of n terms. Only max_steps
 * of the other members of search is used. An engine that has no function of its own for this is
 * asked once for each term. */
enum err_code store_reader_count(struct store_reader *r, const struct store_search *search,
                                 struct store_count *counts, size_t n, struct store_matched *ret,
                                 struct err *err);

/* Calls show for the value of a slot of each document that matches search->nodes, in any order. The
 * docid is the document's or, if the document is on another machine, that of some document of the
 * same place. A call with docid 0 means that the enumeration starts, or starts anew because the
 * database has changed, and that everything shown before must be discarded. */
enum err_code store_reader_show_values(struct store_reader *r, const struct store_search *search,
                                       uint32_t slot,
                                       void (*show)(void *ctx, uint32_t docid, struct str value),
                                       void *ctx, struct store_matched *ret, struct err *err);

/* Computes the score of one document for the nodes and the weighting of search, with the statistics
 * of the whole database; the other members are not used. *ret_matches is false if the document
 * does not match. */
enum err_code store_reader_score(struct store_reader *r, const struct store_search *search,
                                 uint32_t docid, bool *ret_matches, double *ret_score,
                                 struct err *err);

#endif
