/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XAP_XAP_H
#define XAP_XAP_H

/* A C interface to xapian-core 1.4: databases, documents, queries, weights, searches.
 *
 * example.c is a whole program. What is missing on purpose is whatever makes terms of text:
 * stemmers, term generators, query parsers, snippets.
 *
 * Errors. A function that can fail returns an enum xap_code, XAP_OK being 0, and takes a struct
 * xap_error as its last parameter, which may be NULL. It then leaves its results untouched. No C++
 * exception leaves a function.
 *
 * Memory. Everything passed in is borrowed until the call returns, unless it says otherwise. What
 * an _open function makes is closed by its _close, what a _read or _search makes is given back by
 * its _free; all of these accept NULL. Bytes that a function points to are valid until the next
 * call with the same handle. Terms, values and data are bytes of any kind: nothing ends at a NUL.
 *
 * Threads. A database and all that was opened from it belong to one thread at a time. Different
 * databases may be used in different threads, also where they are the same on disk.
 *
 * Numbers of documents (docids) and positions count from 1. In a database of several shards, n of
 * them, document d of shard i has the docid (d - 1) * n + i + 1, i counting from 0. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the libxapian in use: "1.4.22". */
const char *xap_version(void);

/* ---- errors ---- */

/* A code for each of Xapian's classes of errors, and two for the rest. */
enum xap_code {
    XAP_OK = 0,
    XAP_ERROR_ASSERTION,         /* libxapian was built with assertions, and one failed */
    XAP_ERROR_INVALID_ARGUMENT,  /* a parameter that cannot be: an empty term, a malformed query */
    XAP_ERROR_INVALID_OPERATION, /* not at this moment, or not with this database: it cannot be
                                    written */
    XAP_ERROR_UNIMPLEMENTED,     /* this backend cannot do it; remote ones cannot do many things */
    XAP_ERROR_DATABASE,         /* reading or writing failed; the message has the system's reason */
    XAP_ERROR_DATABASE_CORRUPT, /* what was read cannot be right */
    XAP_ERROR_DATABASE_CREATE,  /* there is a database already, or none can be made there */
    XAP_ERROR_DATABASE_LOCK,    /* another writer has it */
    XAP_ERROR_DATABASE_MODIFIED,   /* it was changed twice since it was opened: xap_reopen(), try
                                      again */
    XAP_ERROR_DATABASE_OPENING,    /* what stands there cannot be opened */
    XAP_ERROR_DATABASE_VERSION,    /* a format of another version */
    XAP_ERROR_DATABASE_NOT_FOUND,  /* there is none */
    XAP_ERROR_DATABASE_CLOSED,     /* the writer was given up after an error */
    XAP_ERROR_DOCUMENT_NOT_FOUND,  /* no document has this number */
    XAP_ERROR_FEATURE_UNAVAILABLE, /* libxapian was built without it */
    XAP_ERROR_INTERNAL,            /* a defect of libxapian, it says */
    XAP_ERROR_NETWORK, /* a server is not there, or breaks off, or says what makes no sense */
    XAP_ERROR_NETWORK_TIMEOUT, /* a server is silent */
    XAP_ERROR_QUERY_PARSER,    /* of a query parser on a server; there is none here */
    XAP_ERROR_SERIALISATION,   /* what came over a connection cannot be read */
    XAP_ERROR_RANGE,           /* a number does not fit */
    XAP_ERROR_WILDCARD,        /* a wildcard has more terms than it may */
    XAP_ERROR_OUT_OF_MEMORY,
    XAP_ERROR_EXCEPTION, /* something else was thrown */
};

struct xap_error {
    enum xap_code code;
    char message[500]; /* one line of UTF-8, if need be cut off; "" where there was no error */
};

/* The name of Xapian's class: "DatabaseLockError". */
const char *xap_code_name(enum xap_code code);

/* libxapian throws now and then where nothing may be thrown, out of a destructor while another
 * exception is on its way: the disk was full at a commit, say. This ends the program. handler is
 * called before, with the reason, and should end it in its own way. NULL: abort(). Of the whole
 * process. */
void xap_set_last_words(void (*handler)(const char *message));

/* ---- databases ---- */

struct xap_bytes {
    const char *p;
    size_t n;
};

struct xap_database;

enum xap_mode {
    XAP_READ,
    XAP_WRITE,          /* an existing one */
    XAP_CREATE,         /* a new one */
    XAP_CREATE_OR_OPEN, /* an existing one, or else a new one */
    XAP_OVERWRITE,      /* a new one in place of an existing one */
};

enum xap_flag {
    XAP_NO_SYNC = 1,     /* does not wait until changes have reached the disk */
    XAP_DANGEROUS = 2,   /* changes it in its place: neither readers nor cancelling meanwhile */
    XAP_NO_TERMLIST = 4, /* of a new one: documents can be found and not be looked at or deleted */
    XAP_RETRY_LOCK = 8,  /* waits for another writer, however long that takes */
    XAP_GLASS = 16,      /* a database of this backend, and of no other */
    XAP_STUB = 32,       /* a stub file, which names databases */
    XAP_IN_MEMORY = 64,  /* one that is nowhere but in memory; path is not looked at */
};

/* Opens a database at path: a folder, a file, or a stub file that names others. A stub can name
 * servers, and programs that are run: one that strangers wrote should be looked at before. */
enum xap_code xap_open(const char *path, enum xap_mode mode, unsigned flags,
                       struct xap_database **ret_database, struct xap_error *error);

/* One that an xapian-tcpsrv on another machine serves. XAP_READ, or XAP_WRITE where the server lets
 * it be written. Of every answer timeout_ms is waited for, and for the connection; 0: for ever.
 * The connection is neither encrypted nor does anybody have to say who he is. */
enum xap_code xap_open_tcp(const char *host, uint16_t port, enum xap_mode mode, uint32_t timeout_ms,
                           uint32_t connect_timeout_ms, struct xap_database **ret_database,
                           struct xap_error *error);

/* One that a program serves on its standard input and output: xapian-progsrv, or ssh that runs it
 * elsewhere. arguments are separated by spaces, in any other regard as they are: no shell sees
 * them, and none of them can have a space in it. */
enum xap_code xap_open_program(const char *program, const char *arguments, enum xap_mode mode,
                               uint32_t timeout_ms, struct xap_database **ret_database,
                               struct xap_error *error);

/* A database of no shards, to be read: others are added to it. */
enum xap_code xap_open_none(struct xap_database **ret_database, struct xap_error *error);

/* Adds the shards of other to those of database, so that all are searched as one. Both must have
 * been opened to be read, or both to be written; other may be closed afterwards. */
enum xap_code xap_add(struct xap_database *database, const struct xap_database *other,
                      struct xap_error *error);

/* One of the shards by itself, counted from 0. */
enum xap_code xap_open_shard(const struct xap_database *database, size_t shard,
                             struct xap_database **ret_database, struct xap_error *error);

/* Drops what is not committed, and closes; a server decides itself what becomes of its part. */
void xap_close(struct xap_database *database);

/* Goes to the newest state. *ret_is_other (may be NULL): false when there certainly is none. */
enum xap_code xap_reopen(struct xap_database *database, bool *ret_is_other,
                         struct xap_error *error);

/* Tells servers that somebody is there still. */
enum xap_code xap_keep_alive(struct xap_database *database, struct xap_error *error);

struct xap_statistics {
    size_t n_shards;
    uint32_t n_documents, last_docid;
    uint64_t total_length;
    double average_length;
    uint32_t min_length, max_length; /* bounds; documents without terms aside */
    bool has_positions;
};
enum xap_code xap_get_statistics(const struct xap_database *database,
                                 struct xap_statistics *ret_statistics, struct xap_error *error);

/* What tells a database from all others; of several shards, all of theirs with colons between. */
enum xap_code xap_get_uuid(struct xap_database *database, struct xap_bytes *ret_uuid,
                           struct xap_error *error);
/* Grows with each commit. Of a single glass database. */
enum xap_code xap_get_revision(const struct xap_database *database, uint64_t *ret_revision,
                               struct xap_error *error);

/* What there is at key; empty where there is nothing. */
enum xap_code xap_get_metadata(struct xap_database *database, const char *key,
                               struct xap_bytes *ret_value, struct xap_error *error);

/* 0 for a term that there is not. */
struct xap_term_statistics {
    uint32_t termfreq;        /* documents that have it */
    uint64_t collection_freq; /* its wdf in all of them */
    uint32_t max_wdf;         /* an upper bound */
};
enum xap_code xap_get_term_statistics(const struct xap_database *database, struct xap_bytes term,
                                      struct xap_term_statistics *ret_statistics,
                                      struct xap_error *error);

struct xap_slot_statistics {
    uint32_t n_documents;          /* that have a value there */
    struct xap_bytes lower, upper; /* bounds */
};
enum xap_code xap_get_slot_statistics(struct xap_database *database, uint32_t slot,
                                      struct xap_slot_statistics *ret_statistics,
                                      struct xap_error *error);

/* The word nearest to this one among the spellings that were added, of at most so many edits; empty
 * where there is none. Remote databases never have one. */
enum xap_code xap_get_spelling(struct xap_database *database, struct xap_bytes word,
                               unsigned max_edits, struct xap_bytes *ret_word,
                               struct xap_error *error);

/* ---- documents ---- */

/* 1 .. 245 bytes; a NUL counts as two. */
struct xap_term {
    struct xap_bytes name;
    uint32_t wdf; /* how often it counts in the document, whatever the number of positions */
    const uint32_t *positions; /* ascending, without doubles */
    size_t n_positions;
};

struct xap_value {
    uint32_t slot;
    struct xap_bytes value; /* empty: as if there were none */
};

struct xap_document {
    const struct xap_term *terms; /* in any order when written, ascending when read */
    size_t n_terms;
    const struct xap_value *values; /* likewise, by slot */
    size_t n_values;
    struct xap_bytes data;
};

enum xap_part { XAP_DATA = 1, XAP_VALUES = 2, XAP_TERMS = 4, XAP_POSITIONS = 8 };

/* Reads the named parts of a document; XAP_POSITIONS goes with XAP_TERMS. The document owns all
 * that it points to. */
enum xap_code xap_document_read(const struct xap_database *database, uint32_t docid, unsigned parts,
                                struct xap_document **ret_document, struct xap_error *error);
void xap_document_free(struct xap_document *document);

/* Its length is the sum of all wdfs; n_terms (may be NULL) are those that differ. */
enum xap_code xap_document_length(const struct xap_database *database, uint32_t docid,
                                  uint32_t *ret_length, uint32_t *ret_n_terms,
                                  struct xap_error *error);

/* Writes the first max positions of a term in a document to positions and how many there are to
 * *ret_n, which is 0 where the document has no such term. */
enum xap_code xap_positions(const struct xap_database *database, uint32_t docid,
                            struct xap_bytes term, uint32_t *positions, size_t max, size_t *ret_n,
                            struct xap_error *error);

/* ---- lists ---- */

/* A list is read from its beginning: the first _next gives the first entry. _skip goes forward to
 * the first entry that is not before what is named, and stays where the present one is not. */

/* Terms, or strings of other kinds, in bytewise order. */
struct xap_terms;

struct xap_term_entry {
    struct xap_bytes name; /* p is NULL at the end; never NULL before */
    uint32_t wdf;          /* in the document, where it is a document's list; else 0 */
    uint32_t termfreq;     /* documents that have it; a spelling's count; else 0 */
};

/* All terms that begin with prefix. */
enum xap_code xap_terms_open(const struct xap_database *database, struct xap_bytes prefix,
                             struct xap_terms **ret_terms, struct xap_error *error);
/* Those of a document. with_termfreq: how many documents have each is asked of all shards, term by
 * term. */
enum xap_code xap_terms_open_document(const struct xap_database *database, uint32_t docid,
                                      bool with_termfreq, struct xap_terms **ret_terms,
                                      struct xap_error *error);
enum xap_code xap_terms_open_metadata_keys(const struct xap_database *database,
                                           struct xap_bytes prefix, struct xap_terms **ret_terms,
                                           struct xap_error *error);
enum xap_code xap_terms_open_spellings(const struct xap_database *database,
                                       struct xap_terms **ret_terms, struct xap_error *error);
enum xap_code xap_terms_open_synonyms(const struct xap_database *database, struct xap_bytes term,
                                      struct xap_terms **ret_terms, struct xap_error *error);
enum xap_code xap_terms_next(struct xap_terms *terms, struct xap_term_entry *ret_entry,
                             struct xap_error *error);
enum xap_code xap_terms_skip(struct xap_terms *terms, struct xap_bytes name,
                             struct xap_term_entry *ret_entry, struct xap_error *error);
void xap_terms_close(struct xap_terms *terms);

/* The documents that have a term, ascending. */
struct xap_postings;

struct xap_posting {
    uint32_t docid; /* 0 at the end */
    uint32_t wdf;
    uint32_t length; /* of the document */
};

/* An empty term: all documents, with a wdf of 1. */
enum xap_code xap_postings_open(const struct xap_database *database, struct xap_bytes term,
                                struct xap_postings **ret_postings, struct xap_error *error);
enum xap_code xap_postings_next(struct xap_postings *postings, struct xap_posting *ret_posting,
                                struct xap_error *error);
enum xap_code xap_postings_skip(struct xap_postings *postings, uint32_t docid,
                                struct xap_posting *ret_posting, struct xap_error *error);
void xap_postings_close(struct xap_postings *postings);

/* The documents that have a value in a slot, ascending. */
struct xap_values;

struct xap_value_entry {
    uint32_t docid; /* 0 at the end */
    struct xap_bytes value;
};

enum xap_code xap_values_open(const struct xap_database *database, uint32_t slot,
                              struct xap_values **ret_values, struct xap_error *error);
enum xap_code xap_values_next(struct xap_values *values, struct xap_value_entry *ret_entry,
                              struct xap_error *error);
enum xap_code xap_values_skip(struct xap_values *values, uint32_t docid,
                              struct xap_value_entry *ret_entry, struct xap_error *error);
void xap_values_close(struct xap_values *values);

/* ---- changing a database ---- */

/* All of these want one that was not opened by XAP_READ: XAP_ERROR_INVALID_OPERATION.
 *
 * Changes stay in memory until they are committed; outside of a transaction libxapian commits after
 * 10,000 of them by itself. After an error of xap_add_document() and those that follow, all that
 * was not committed is lost, but for XAP_ERROR_INVALID_ARGUMENT and XAP_ERROR_DOCUMENT_NOT_FOUND: a
 * document is looked at before libxapian sees it. */

enum xap_code xap_add_document(struct xap_database *database, const struct xap_document *document,
                               uint32_t *ret_docid, struct xap_error *error);
/* The document docid is this one from now on, whether there was one or not. */
enum xap_code xap_replace_document(struct xap_database *database, uint32_t docid,
                                   const struct xap_document *document, struct xap_error *error);
/* This is from now on the one document that has the term, which says what it is. */
enum xap_code xap_replace_by_term(struct xap_database *database, struct xap_bytes term,
                                  const struct xap_document *document, uint32_t *ret_docid,
                                  struct xap_error *error);
/* Takes terms off a document, as far as it has them, adds those of changes to the others (positions
 * and wdf add up where it has the term), sets its values and, unless their p is NULL, its data. */
enum xap_code xap_edit_document(struct xap_database *database, uint32_t docid,
                                const struct xap_bytes *remove, size_t n_remove,
                                const struct xap_document *changes, struct xap_error *error);
enum xap_code xap_delete_document(struct xap_database *database, uint32_t docid,
                                  struct xap_error *error);
/* All documents that have the term; there need not be one. */
enum xap_code xap_delete_by_term(struct xap_database *database, struct xap_bytes term,
                                 struct xap_error *error);

/* An empty value takes the key away. Keys of 1 .. 200 bytes. */
enum xap_code xap_set_metadata(struct xap_database *database, const char *key,
                               struct xap_bytes value, struct xap_error *error);
/* Counts a word of 1 .. 200 bytes so often more, or with a negative number less. */
enum xap_code xap_count_spelling(struct xap_database *database, struct xap_bytes word, int32_t n,
                                 struct xap_error *error);
enum xap_code xap_add_synonym(struct xap_database *database, struct xap_bytes term,
                              struct xap_bytes synonym, struct xap_error *error);
enum xap_code xap_remove_synonym(struct xap_database *database, struct xap_bytes term,
                                 struct xap_bytes synonym, struct xap_error *error);

enum xap_code xap_commit(struct xap_database *database, struct xap_error *error);
/* All changes of a transaction are committed, or none, also when the machine breaks down. Several
 * shards are not one in that. */
enum xap_code xap_begin(struct xap_database *database, struct xap_error *error);
enum xap_code xap_commit_transaction(struct xap_database *database, struct xap_error *error);
enum xap_code xap_cancel(struct xap_database *database, struct xap_error *error);

/* ---- queries ---- */

enum xap_op {
    /* Leaves. */
    XAP_TERM,        /* text, n: how often it counts (wqf); 0 is taken as 1 */
    XAP_ALL,         /* every document, without weight */
    XAP_NOTHING,     /* none */
    XAP_VALUE_RANGE, /* documents with lower <= value <= upper in slot, without weight */
    XAP_VALUE_GE,    /* lower <= value */
    XAP_VALUE_LE,    /* value <= upper */
    XAP_WILDCARD, /* terms that begin with text, as one; at most n, or XAP_ERROR_WILDCARD; 0: all */
    XAP_SOURCE,   /* source */
    /* What joins n_children. */
    XAP_AND,
    XAP_OR,
    XAP_XOR,
    XAP_AND_NOT,   /* the first, and none of the others */
    XAP_AND_MAYBE, /* the first; the others give weight only */
    XAP_FILTER,    /* all; only the first gives weight */
    XAP_PHRASE,    /* of terms, or XAP_OR of terms: in this order within a window of n positions */
    XAP_NEAR,      /* in any order; n = 0: as many as there are children */
    XAP_SYNONYM,   /* of terms: any, weighed as if they were one */
    XAP_MAX,       /* any; the weight is the greatest */
    XAP_ELITE_SET, /* those n that can weigh most, as an XAP_OR; 0: 10 */
    XAP_SCALE,     /* 1 child, whose weight is multiplied by factor >= 0 */
};

/* A query is an array of nodes, children before their parent, the root last: a AND (b OR c) is
 * a b c OR/2 AND/2. A single child is what joining it comes to, and no child is XAP_NOTHING. */
struct xap_node {
    enum xap_op op;
    uint32_t n_children;
    struct xap_bytes text;
    uint32_t n;
    uint32_t slot;
    struct xap_bytes lower, upper;
    double factor;
    const struct xap_source *source; /* to be there until the search is over */
};

/* A list of documents that the program makes, as Xapian's PostingSource: an external filter, or a
 * weight that comes from elsewhere. Each shard has a state of its own; its docids are those of the
 * shard. The functions may read from the database that is searched. Remote databases cannot have
 * any. */
struct xap_source {
    void *ctx;
    /* A new state for shard number shard. */
    void *(*open)(void *ctx, size_t shard);
    void (*close)(void *state);
    /* The first document of the list that is not before docid; 0: there is none. Asked for in
     * ascending order. */
    uint32_t (*seek)(void *state, uint32_t docid);
    /* The weight of the document that was found last; NULL: none. */
    double (*weigh)(void *state);
    double max_weight;
    /* Of any shard; more than a shard has are all that it has. */
    uint32_t min_documents, estimated_documents, max_documents;
};

/* ---- weights ---- */

/* What is known of a term, of the collection and of the query when weights are computed. */
struct xap_weight_statistics {
    uint32_t n_documents;
    double average_length;
    uint32_t min_length, max_length; /* bounds */
    uint32_t query_length;
    uint32_t wqf;
    uint32_t termfreq, collection_freq;
    uint32_t max_wdf; /* a bound in this shard */
    uint32_t n_relevant, relevant_termfreq;
    double factor; /* of XAP_SCALE; to be multiplied in */
};

/* A weighting scheme of the program's own. Each term has a state. Remote databases know none. */
struct xap_weight {
    void *ctx;
    /* Makes the state of a term. */
    void *(*open)(void *ctx, const struct xap_weight_statistics *statistics);
    void (*close)(void *state);
    /* What the term gives to a document that has it: >= 0, and at most what max says. */
    double (*weigh)(const void *state, uint32_t wdf, uint32_t length);
    double (*max)(const void *state);
};

/* ---- searching ---- */

struct xap_sort_key {
    uint32_t slot;
    bool is_descending;
    struct xap_bytes missing; /* what counts as the value where there is none */
};

enum xap_order {
    XAP_BY_WEIGHT,
    XAP_BY_KEYS,
    XAP_BY_KEYS_THEN_WEIGHT,
    XAP_BY_WEIGHT_THEN_KEYS,
};

/* All zeros but for the query and max is a search by BM25. */
struct xap_search {
    const struct xap_node *nodes;
    size_t n_nodes;
    uint32_t first, max;     /* hits [first, first + max) of the ranking */
    uint32_t check_at_least; /* looks at so many matches at least, for a better total */

    /* A scheme by name, and its parameters, those left out as Xapian has them:
     *     bool | coord | tfidf [NORMALIZATIONS] | bm25 [k1 k2 k3 b min_normlen] |
     *     bm25+ [k1 k2 k3 b min_normlen delta] | trad [k] | inl2 [c] | ifb2 [c] | ineb2 [c] |
     *     bb2 [c] | dlh | pl2 [c] | pl2+ [c delta] | dph |
     *     lm [log SMOOTHING param1 param2] with SMOOTHING two-stage, dirichlet, absolute-discount,
     *     jelinek-mercer, dirichlet+
     * NULL: bm25. */
    const char *scheme;
    const struct xap_weight *weight; /* instead, unless NULL */

    enum xap_order order;
    const struct xap_sort_key *keys; /* remote databases know but one key, without missing */
    size_t n_keys;
    bool last_first; /* of equal hits those with the greatest docids first */

    uint32_t collapse_max; /* hits with the same value of collapse_slot; 0: any number */
    uint32_t collapse_slot;
    uint32_t min_percent; /* of the best hit's weight */
    double min_weight;
    double time_limit_s; /* after which check_at_least is let go; 0: none */

    const uint32_t *relevant; /* documents that are known to be */
    size_t n_relevant;

    /* For each slot, how many of the matches that were looked at have which value. */
    const uint32_t *count_slots;
    size_t n_count_slots;

    bool with_data;              /* hits carry their data */
    const uint32_t *value_slots; /* and the values of these slots */
    size_t n_value_slots;
};

struct xap_hit {
    uint32_t docid;
    double weight;
    uint32_t percent;
    uint32_t n_collapsed; /* hits that gave way to it: a lower bound */
    struct xap_bytes collapse_key, data;
    const struct xap_bytes *values; /* as many as value_slots */
};

struct xap_count {
    struct xap_bytes value;
    uint32_t n_documents;
};

/* The values of a slot, ascending. */
struct xap_counts {
    const struct xap_count *items;
    size_t n;
};

struct xap_query_term {
    struct xap_bytes name;
    uint32_t termfreq;
    double weight; /* that it gives to a document at most */
};

struct xap_results {
    const struct xap_hit *hits;
    size_t n;
    uint32_t min_matches, estimated_matches, max_matches; /* of all there are */
    double max_weight;                                    /* that any document could have */
    const struct xap_counts *counts;                      /* as many as count_slots */
    uint32_t n_counted;                                   /* matches that were looked at for them */
    const struct xap_query_term *terms;                   /* the query's, each once, ascending */
    size_t n_terms;
};

/* XAP_ERROR_INVALID_ARGUMENT: the nodes are no query, nested deeper than 1,000, or the scheme is
 * none. */
enum xap_code xap_search_run(const struct xap_database *database, const struct xap_search *search,
                             struct xap_results **ret_results, struct xap_error *error);
void xap_results_free(struct xap_results *results);

/* XAP_OK, or why the string is no scheme. */
enum xap_code xap_check_scheme(const char *scheme, struct xap_error *error);

/* Terms that tell these documents from the rest, those that do it best first, at most max; a query
 * is expanded by them. */
struct xap_expansion {
    const struct xap_query_term *terms; /* without termfreq */
    size_t n;
};
enum xap_code xap_expand(const struct xap_database *database, const uint32_t *relevant,
                         size_t n_relevant, size_t max, struct xap_expansion **ret_expansion,
                         struct xap_error *error);
void xap_expansion_free(struct xap_expansion *expansion);

/* ---- whole databases ---- */

enum xap_check_flag { XAP_CHECK_STATISTICS = 8, XAP_CHECK_FIX = 16 };

/* Looks through all of the database at path. *ret_n_errors: how many were found. write (may be
 * NULL) gets what there is to be said, line by line. Damage can make libxapian end the program:
 * this is for a process of its own. */
enum xap_code xap_check(const char *path, unsigned flags,
                        void (*write)(void *ctx, const char *line), void *ctx, size_t *ret_n_errors,
                        struct xap_error *error);

enum xap_compact_flag { XAP_KEEP_DOCIDS = 4, XAP_MULTIPASS = 8, XAP_SINGLE_FILE = 16 };

/* Writes all shards of database to path, as one database, without gaps in its blocks. Documents get
 * new numbers unless XAP_KEEP_DOCIDS, which wants those of the shards not to overlap. */
enum xap_code xap_compact(struct xap_database *database, const char *path, unsigned flags,
                          struct xap_error *error);

#ifdef __cplusplus
}
#endif
#endif
