/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XAP_XAP_H
#define XAP_XAP_H

/* A C interface to xapian-core 1.4: databases, documents, queries, weights and searches.
 *
 * example.c is a complete program. Whatever turns text into terms is left out on purpose: stemmers,
 * term generators, query parsers and snippets.
 *
 * Errors. A function that can fail returns an enum xap_code, where XAP_OK is 0, and takes a struct
 * xap_error as its last parameter, which may be NULL. If it fails it leaves its results untouched.
 * No C++ exception leaves a function.
 *
 * Memory. A function uses its arguments only until it returns, unless its comment says otherwise.
 * Whatever an _open function returns must be closed by the matching _close, and whatever a _read,
 * _run or _expand function returns must be freed by the matching _free; all of these accept NULL.
 * Bytes that a function returns a pointer to are valid until the next call with the same handle.
 * Terms, values and data may contain any bytes, including NUL.
 *
 * Threads. A database and everything that was opened from it may be used by one thread at a time.
 * Different handles may be used by different threads, even if they refer to the same database.
 *
 * Document numbers (docids) and positions count from 1. In a database of n shards, document d of
 * shard i has the docid (d - 1) * n + i + 1, where i counts from 0. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Returns the version of the libxapian in use, such as "1.4.22". */
const char *xap_version(void);

/* ---- errors ---- */

/* A code for each of Xapian's error classes, and two for everything else. */
enum xap_code {
    XAP_OK = 0,
    XAP_ERROR_ASSERTION,         /* libxapian was built with assertions, and one failed */
    XAP_ERROR_INVALID_ARGUMENT,  /* an impossible argument: an empty term, a malformed query */
    XAP_ERROR_INVALID_OPERATION, /* not possible now, or not with this database, for example because
                                    it is read-only */
    XAP_ERROR_UNIMPLEMENTED,     /* this backend does not support it; remote ones lack much */
    XAP_ERROR_DATABASE,         /* reading or writing failed; the message has the system's reason */
    XAP_ERROR_DATABASE_CORRUPT, /* the database is damaged */
    XAP_ERROR_DATABASE_CREATE,  /* a database exists already, or none can be created there */
    XAP_ERROR_DATABASE_LOCK,    /* another writer has it open */
    XAP_ERROR_DATABASE_MODIFIED,  /* it was changed twice since it was opened: call xap_reopen() and
                                     try again */
    XAP_ERROR_DATABASE_OPENING,   /* the file or directory cannot be opened as a database */
    XAP_ERROR_DATABASE_VERSION,   /* its format is of another version */
    XAP_ERROR_DATABASE_NOT_FOUND, /* there is no database */
    XAP_ERROR_DATABASE_CLOSED,    /* the writer was closed after an earlier error */
    XAP_ERROR_DOCUMENT_NOT_FOUND, /* no document has this docid */
    XAP_ERROR_FEATURE_UNAVAILABLE, /* libxapian was built without this feature */
    XAP_ERROR_INTERNAL,            /* a defect of libxapian */
    XAP_ERROR_NETWORK, /* a server cannot be reached, closes the connection or sends nonsense */
    XAP_ERROR_NETWORK_TIMEOUT, /* a server does not answer in time */
    XAP_ERROR_QUERY_PARSER,    /* never raised here, since there is no query parser */
    XAP_ERROR_SERIALISATION,   /* data from a connection cannot be decoded */
    XAP_ERROR_RANGE,           /* a number is out of range */
    XAP_ERROR_WILDCARD,        /* a wildcard expands to more terms than allowed */
    XAP_ERROR_OUT_OF_MEMORY,
    XAP_ERROR_EXCEPTION, /* any other exception */
};

struct xap_error {
    enum xap_code code;
    char message[500]; /* one line of UTF-8, truncated if necessary; "" if there was no error */
};

/* Returns the name of Xapian's error class, such as "DatabaseLockError". */
const char *xap_code_name(enum xap_code code);

/* Sets a handler that is called, with the reason, before libxapian ends the program. It does so
 * when it throws from a destructor while another exception is in flight, for example if the disk is
 * full during a commit. The handler should end the program in its own way; NULL means abort(). It
 * is shared by the whole process. */
void xap_set_last_words(void (*handler)(const char *message));

/* ---- databases ---- */

struct xap_bytes {
    const char *p;
    size_t n;
};

struct xap_database;

enum xap_mode {
    XAP_READ,
    XAP_WRITE,          /* opens an existing database for writing */
    XAP_CREATE,         /* creates a database */
    XAP_CREATE_OR_OPEN, /* opens an existing database, or creates one */
    XAP_OVERWRITE,      /* creates a database in place of an existing one */
};

enum xap_flag {
    XAP_NO_SYNC = 1,     /* do not wait until changes have reached the disk */
    XAP_DANGEROUS = 2,   /* overwrite blocks in place; it must not be read or cancelled meanwhile */
    XAP_NO_TERMLIST = 4, /* for a new database: without term lists, so that documents can be found
                            but their terms not be listed, and they cannot be deleted */
    XAP_RETRY_LOCK = 8,  /* wait for another writer, without limit */
    XAP_GLASS = 16,      /* require this backend */
    XAP_STUB = 32,       /* require a stub file, which names databases */
    XAP_IN_MEMORY = 64,  /* a database in memory only; path is ignored */
};

/* Opens the database at path, which is a directory, a file, or a stub file that names databases. A
 * stub file can name servers, and programs that are then run: check one from an untrusted source
 * before you open it. */
enum xap_code xap_open(const char *path, enum xap_mode mode, unsigned flags,
                       struct xap_database **ret_database, struct xap_error *error);

/* Opens a database that xapian-tcpsrv serves on another machine, with XAP_READ, or XAP_WRITE if the
 * server permits that. Waits at most connect_timeout_ms for the connection and timeout_ms for each
 * answer; 0 means no limit. The connection is neither encrypted nor authenticated. */
enum xap_code xap_open_tcp(const char *host, uint16_t port, enum xap_mode mode, uint32_t timeout_ms,
                           uint32_t connect_timeout_ms, struct xap_database **ret_database,
                           struct xap_error *error);

/* Opens a database that a program serves on its standard input and output: xapian-progsrv, or ssh
 * that runs it on another machine. arguments are separated by spaces. No shell interprets them, so
 * that an argument cannot contain a space. */
enum xap_code xap_open_program(const char *program, const char *arguments, enum xap_mode mode,
                               uint32_t timeout_ms, struct xap_database **ret_database,
                               struct xap_error *error);

/* Opens a database without shards, for reading, to which others can be added. */
enum xap_code xap_open_none(struct xap_database **ret_database, struct xap_error *error);

/* Adds the shards of other to those of database, so that all are searched as one. Both must have
 * been opened for reading, or both for writing. other may be closed afterwards. */
enum xap_code xap_add(struct xap_database *database, const struct xap_database *other,
                      struct xap_error *error);

/* Opens one of the shards, counted from 0, as a database of its own. */
enum xap_code xap_open_shard(const struct xap_database *database, size_t shard,
                             struct xap_database **ret_database, struct xap_error *error);

/* Discards uncommitted changes and closes the database. A remote server decides by itself what
 * happens to the changes that it was sent. */
void xap_close(struct xap_database *database);

/* Switches to the latest revision. *ret_is_other, which may be NULL, is false if there certainly
 * was no later one. */
enum xap_code xap_reopen(struct xap_database *database, bool *ret_is_other,
                         struct xap_error *error);

/* Keeps connections to servers from timing out. */
enum xap_code xap_keep_alive(struct xap_database *database, struct xap_error *error);

struct xap_statistics {
    size_t n_shards;
    uint32_t n_documents, last_docid;
    uint64_t total_length;
    double average_length;
    uint32_t min_length, max_length; /* bounds, not counting documents without terms */
    bool has_positions;
};
enum xap_code xap_get_statistics(const struct xap_database *database,
                                 struct xap_statistics *ret_statistics, struct xap_error *error);

/* Returns the database's unique identifier; for several shards, theirs, separated by colons. */
enum xap_code xap_get_uuid(struct xap_database *database, struct xap_bytes *ret_uuid,
                           struct xap_error *error);
/* Returns the revision of a single glass database, which increases with each commit. */
enum xap_code xap_get_revision(const struct xap_database *database, uint64_t *ret_revision,
                               struct xap_error *error);

/* Returns the metadata entry for key, empty if there is none. */
enum xap_code xap_get_metadata(struct xap_database *database, const char *key,
                               struct xap_bytes *ret_value, struct xap_error *error);

/* All are 0 for a term that the database does not have. */
struct xap_term_statistics {
    uint32_t termfreq;        /* the number of documents that contain the term */
    uint64_t collection_freq; /* the sum of its wdf over all documents */
    uint32_t max_wdf;         /* an upper bound */
};
enum xap_code xap_get_term_statistics(const struct xap_database *database, struct xap_bytes term,
                                      struct xap_term_statistics *ret_statistics,
                                      struct xap_error *error);

struct xap_slot_statistics {
    uint32_t n_documents;          /* the number of documents with a value in the slot */
    struct xap_bytes lower, upper; /* bounds of the values */
};
enum xap_code xap_get_slot_statistics(struct xap_database *database, uint32_t slot,
                                      struct xap_slot_statistics *ret_statistics,
                                      struct xap_error *error);

/* Returns the spelling nearest to word among those that were added, at a distance of at most
 * max_edits; empty if there is none. Remote databases never return one. */
enum xap_code xap_get_spelling(struct xap_database *database, struct xap_bytes word,
                               unsigned max_edits, struct xap_bytes *ret_word,
                               struct xap_error *error);

/* ---- documents ---- */

struct xap_term {
    struct xap_bytes name;     /* 1 .. 245 bytes, where a NUL counts as two */
    uint32_t wdf;              /* the frequency within the document, independent of n_positions */
    const uint32_t *positions; /* ascending and unique */
    size_t n_positions;
};

struct xap_value {
    uint32_t slot;
    struct xap_bytes value; /* an empty one is the same as none */
};

struct xap_document {
    const struct xap_term *terms; /* in any order when written, in ascending order when read */
    size_t n_terms;
    const struct xap_value *values; /* the same, by slot */
    size_t n_values;
    struct xap_bytes data;
};

enum xap_part { XAP_DATA = 1, XAP_VALUES = 2, XAP_TERMS = 4, XAP_POSITIONS = 8 };

/* Reads parts of a document, a combination of enum xap_part; XAP_POSITIONS requires XAP_TERMS. The
 * document owns everything that it points to. */
enum xap_code xap_document_read(const struct xap_database *database, uint32_t docid, unsigned parts,
                                struct xap_document **ret_document, struct xap_error *error);
void xap_document_free(struct xap_document *document);

/* Returns the length of a document, which is the sum of all its wdfs, and in *ret_n_terms, which
 * may be NULL, the number of distinct terms. */
enum xap_code xap_document_length(const struct xap_database *database, uint32_t docid,
                                  uint32_t *ret_length, uint32_t *ret_n_terms,
                                  struct xap_error *error);

/* Writes the first max positions of a term in a document to positions. *ret_n is their total
 * number, which is 0 if the document does not contain the term. */
enum xap_code xap_positions(const struct xap_database *database, uint32_t docid,
                            struct xap_bytes term, uint32_t *positions, size_t max, size_t *ret_n,
                            struct xap_error *error);

/* ---- lists ---- */

/* Lists are read from their beginning: the first _next returns the first entry. _skip moves forward
 * to the first entry that is not less than its argument, and does not move if the current entry
 * already is not. */

/* Terms, or strings of other kinds, in bytewise order. */
struct xap_terms;

struct xap_term_entry {
    struct xap_bytes name; /* p is NULL at the end, and only there */
    uint32_t wdf;          /* in a document's list; otherwise 0 */
    uint32_t termfreq;     /* the term frequency or, in a list of spellings, the count; else 0 */
};

/* Lists all terms that begin with prefix. */
enum xap_code xap_terms_open(const struct xap_database *database, struct xap_bytes prefix,
                             struct xap_terms **ret_terms, struct xap_error *error);
/* Lists the terms of a document. With with_termfreq each shard is asked for the frequency of each
 * term, which costs a lookup or a message for each. */
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

/* The documents that contain a term, in ascending order. */
struct xap_postings;

struct xap_posting {
    uint32_t docid; /* 0 at the end */
    uint32_t wdf;
    uint32_t length; /* of the document */
};

/* Lists the postings of a term. An empty term lists all documents, with a wdf of 1. */
enum xap_code xap_postings_open(const struct xap_database *database, struct xap_bytes term,
                                struct xap_postings **ret_postings, struct xap_error *error);
enum xap_code xap_postings_next(struct xap_postings *postings, struct xap_posting *ret_posting,
                                struct xap_error *error);
enum xap_code xap_postings_skip(struct xap_postings *postings, uint32_t docid,
                                struct xap_posting *ret_posting, struct xap_error *error);
void xap_postings_close(struct xap_postings *postings);

/* The documents that have a value in a slot, in ascending order. */
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

/* These functions return XAP_ERROR_INVALID_OPERATION for a database that was opened by XAP_READ.
 *
 * Changes stay in memory until they are committed. Outside of transactions libxapian commits by
 * itself after 10,000 changes. An error of any of these functions discards all uncommitted changes,
 * except for XAP_ERROR_INVALID_ARGUMENT and XAP_ERROR_DOCUMENT_NOT_FOUND, because documents are
 * checked before they are passed to libxapian. */

enum xap_code xap_add_document(struct xap_database *database, const struct xap_document *document,
                               uint32_t *ret_docid, struct xap_error *error);
/* Stores a document under docid, replacing any document with that number. */
enum xap_code xap_replace_document(struct xap_database *database, uint32_t docid,
                                   const struct xap_document *document, struct xap_error *error);
/* Stores a document in place of all documents that contain the term, which is usually a unique
 * identifier. */
enum xap_code xap_replace_by_term(struct xap_database *database, struct xap_bytes term,
                                  const struct xap_document *document, uint32_t *ret_docid,
                                  struct xap_error *error);
/* Changes a document: removes the terms of remove that it contains; then adds the terms of changes,
 * where wdf and positions are added to those of a term that is already there; and sets the values
 * and, unless data.p is NULL, the data of changes. */
enum xap_code xap_edit_document(struct xap_database *database, uint32_t docid,
                                const struct xap_bytes *remove, size_t n_remove,
                                const struct xap_document *changes, struct xap_error *error);
enum xap_code xap_delete_document(struct xap_database *database, uint32_t docid,
                                  struct xap_error *error);
/* Deletes all documents that contain the term. It is no error if there are none. */
enum xap_code xap_delete_by_term(struct xap_database *database, struct xap_bytes term,
                                 struct xap_error *error);

/* Sets a metadata entry. key has 1 .. 200 bytes; an empty value removes the entry. */
enum xap_code xap_set_metadata(struct xap_database *database, const char *key,
                               struct xap_bytes value, struct xap_error *error);
/* Adds n, which may be negative, to the count of a spelling. word has 1 .. 200 bytes. */
enum xap_code xap_count_spelling(struct xap_database *database, struct xap_bytes word, int32_t n,
                                 struct xap_error *error);
enum xap_code xap_add_synonym(struct xap_database *database, struct xap_bytes term,
                              struct xap_bytes synonym, struct xap_error *error);
enum xap_code xap_remove_synonym(struct xap_database *database, struct xap_bytes term,
                                 struct xap_bytes synonym, struct xap_error *error);

enum xap_code xap_commit(struct xap_database *database, struct xap_error *error);
/* Transactions: either all changes of a transaction are committed or none, even if the machine
 * fails. This holds for each shard separately. */
enum xap_code xap_begin(struct xap_database *database, struct xap_error *error);
enum xap_code xap_commit_transaction(struct xap_database *database, struct xap_error *error);
enum xap_code xap_cancel(struct xap_database *database, struct xap_error *error);

/* ---- queries ---- */

enum xap_op {
    /* Leaves. */
    XAP_TERM,        /* the term text; n is its wqf, where 0 is taken as 1 */
    XAP_ALL,         /* every document, without weight */
    XAP_NOTHING,     /* no document */
    XAP_VALUE_RANGE, /* documents with lower <= value <= upper in slot, without weight */
    XAP_VALUE_GE,    /* documents with lower <= value */
    XAP_VALUE_LE,    /* documents with value <= upper */
    XAP_WILDCARD,    /* all terms that begin with text, as one term; XAP_ERROR_WILDCARD if there are
                        more    than n, where 0 means no limit */
    XAP_SOURCE,      /* the documents of source */
    /* Operators over n_children. */
    XAP_AND,
    XAP_OR,
    XAP_XOR,
    XAP_AND_NOT,   /* the first, and none of the others */
    XAP_AND_MAYBE, /* the first; the others only add weight */
    XAP_FILTER,    /* all of them; only the first adds weight */
    XAP_PHRASE,    /* terms, or XAP_OR of terms, in this order within a window of n positions */
    XAP_NEAR,      /* the same in any order; for both, n = 0 means the number of children */
    XAP_SYNONYM,   /* any of the terms, weighed as if they were one term */
    XAP_MAX,       /* any of them, with the greatest weight */
    XAP_ELITE_SET, /* XAP_OR of the n children with the greatest weights; 0 means 10 */
    XAP_SCALE,     /* 1 child, whose weight is multiplied by factor >= 0 */
};

/* A node of a query. A query is an array of nodes in post-order: children come before their parent,
 * and the root is last. For example, a AND (b OR c) is a b c OR/2 AND/2. An operator with a single
 * child is the same as that child, and one without children is XAP_NOTHING. */
struct xap_node {
    enum xap_op op;
    uint32_t n_children;
    struct xap_bytes text;
    uint32_t n;
    uint32_t slot;
    struct xap_bytes lower, upper;
    double factor;
    const struct xap_source *source; /* must exist until the search returns */
};

/* A list of documents that the program supplies, like Xapian's PostingSource: an external filter,
 * or weights from another source. Each shard has a state of its own and uses the shard's own
 * docids. The functions may read from the database that is being searched. Remote databases do not
 * support this. */
struct xap_source {
    void *ctx;
    /* Returns a new state for shard number shard. */
    void *(*open)(void *ctx, size_t shard);
    void (*close)(void *state);
    /* Returns the first document of the list that is not less than docid, or 0 if there is none.
     * docid increases from call to call. */
    uint32_t (*seek)(void *state, uint32_t docid);
    /* Returns the weight of the document that was found last. May be NULL, for no weight. */
    double (*weigh)(void *state);
    double max_weight;
    /* For each shard; a number greater than that of the shard's documents means all of them. */
    uint32_t min_documents, estimated_documents, max_documents;
};

/* ---- weights ---- */

/* Statistics of the term, the collection and the query from which weights are computed. */
struct xap_weight_statistics {
    uint32_t n_documents;
    double average_length;
    uint32_t min_length, max_length; /* bounds */
    uint32_t query_length;
    uint32_t wqf;
    uint32_t termfreq, collection_freq;
    uint32_t max_wdf; /* an upper bound in this shard */
    uint32_t n_relevant, relevant_termfreq;
    double factor; /* of XAP_SCALE; the weight must be multiplied by it */
};

/* A weighting scheme that the program supplies. Each term has a state. Remote databases do not
 * support this. */
struct xap_weight {
    void *ctx;
    /* Returns the state for a term. */
    void *(*open)(void *ctx, const struct xap_weight_statistics *statistics);
    void (*close)(void *state);
    /* Returns the weight of the term in a document that contains it, in [0, max(state)]. */
    double (*weigh)(const void *state, uint32_t wdf, uint32_t length);
    double (*max)(const void *state);
};

/* ---- searching ---- */

struct xap_sort_key {
    uint32_t slot;
    bool is_descending;
    struct xap_bytes missing; /* is used for documents without a value */
};

enum xap_order {
    XAP_BY_WEIGHT,
    XAP_BY_KEYS,
    XAP_BY_KEYS_THEN_WEIGHT,
    XAP_BY_WEIGHT_THEN_KEYS,
};

/* A search. If all members are zero except for the query and max, it ranks by BM25. */
struct xap_search {
    const struct xap_node *nodes;
    size_t n_nodes;
    uint32_t first, max;     /* return the hits [first, first + max) of the ranking */
    uint32_t check_at_least; /* examine at least so many matches, for a better total */

    /* The name of a weighting scheme, and its parameters, which may be left out for Xapian's
     * defaults:
     *     bool | coord | tfidf [NORMALIZATIONS] | bm25 [k1 k2 k3 b min_normlen] |
     *     bm25+ [k1 k2 k3 b min_normlen delta] | trad [k] | inl2 [c] | ifb2 [c] | ineb2 [c] |
     *     bb2 [c] | dlh | pl2 [c] | pl2+ [c delta] | dph |
     *     lm [log SMOOTHING param1 param2] with SMOOTHING two-stage, dirichlet, absolute-discount,
     *     jelinek-mercer, dirichlet+
     * NULL means bm25. */
    const char *scheme;
    const struct xap_weight *weight; /* used instead of scheme unless NULL */

    enum xap_order order;
    const struct xap_sort_key *keys; /* remote databases support one key only, without missing */
    size_t n_keys;
    bool last_first; /* ties are broken by descending docid instead of ascending */

    uint32_t collapse_max; /* most hits with the same value of collapse_slot; 0 means no limit */
    uint32_t collapse_slot;
    uint32_t min_percent; /* of the best hit's weight */
    double min_weight;
    double time_limit_s; /* after this time check_at_least is ignored; 0 means no limit */

    const uint32_t *relevant; /* the docids of documents that are known to be relevant */
    size_t n_relevant;

    /* For each of these slots, the values of the examined matches are counted. */
    const uint32_t *count_slots;
    size_t n_count_slots;

    bool with_data;              /* return hits with their data */
    const uint32_t *value_slots; /* return hits with the values of these slots */
    size_t n_value_slots;
};

struct xap_hit {
    uint32_t docid;
    double weight;
    uint32_t percent;
    uint32_t n_collapsed; /* a lower bound of the number of hits that were collapsed into it */
    struct xap_bytes collapse_key, data;
    const struct xap_bytes *values; /* n_value_slots values, in the order of value_slots */
};

struct xap_count {
    struct xap_bytes value;
    uint32_t n_documents;
};

/* The values of a slot, in ascending order. */
struct xap_counts {
    const struct xap_count *items;
    size_t n;
};

struct xap_query_term {
    struct xap_bytes name;
    uint32_t termfreq;
    double weight; /* its greatest weight in any document */
};

struct xap_results {
    const struct xap_hit *hits;
    size_t n;
    uint32_t min_matches, estimated_matches, max_matches; /* the total number of matches */
    double max_weight;                                    /* an upper bound for any document */
    const struct xap_counts *counts;                      /* n_count_slots of them */
    uint32_t n_counted;                                   /* the number of examined matches */
    const struct xap_query_term *terms; /* the distinct terms of the query, in ascending order */
    size_t n_terms;
};

/* Runs a search. XAP_ERROR_INVALID_ARGUMENT if the nodes are not a query, if it is nested deeper
 * than 1,000 levels, or if there is no such scheme. */
enum xap_code xap_search_run(const struct xap_database *database, const struct xap_search *search,
                             struct xap_results **ret_results, struct xap_error *error);
void xap_results_free(struct xap_results *results);

/* Checks the name and the parameters of a weighting scheme. XAP_ERROR_INVALID_ARGUMENT, with the
 * reason, if they are wrong. */
enum xap_code xap_check_scheme(const char *scheme, struct xap_error *error);

/* Terms by which a query can be expanded: those that best distinguish the relevant documents from
 * the others, in descending order of their weights. */
struct xap_expansion {
    const struct xap_query_term *terms; /* their termfreq is not set */
    size_t n;
};
/* Returns at most max such terms for the documents in relevant. */
enum xap_code xap_expand(const struct xap_database *database, const uint32_t *relevant,
                         size_t n_relevant, size_t max, struct xap_expansion **ret_expansion,
                         struct xap_error *error);
void xap_expansion_free(struct xap_expansion *expansion);

/* ---- whole databases ---- */

enum xap_check_flag { XAP_CHECK_STATISTICS = 8, XAP_CHECK_FIX = 16 };

/* Checks the whole database at path. *ret_n_errors is the number of errors that were found. write,
 * which may be NULL, receives the report line by line. A damaged database can make libxapian crash,
 * so call this in a process of its own. */
enum xap_code xap_check(const char *path, unsigned flags,
                        void (*write)(void *ctx, const char *line), void *ctx, size_t *ret_n_errors,
                        struct xap_error *error);

enum xap_compact_flag { XAP_KEEP_DOCIDS = 4, XAP_MULTIPASS = 8, XAP_SINGLE_FILE = 16 };

/* Writes all shards of database to path as one database with full blocks. Documents are renumbered
 * unless XAP_KEEP_DOCIDS is given, which requires that the docids of the shards do not overlap. */
enum xap_code xap_compact(struct xap_database *database, const char *path, unsigned flags,
                          struct xap_error *error);

#ifdef __cplusplus
}
#endif
#endif
