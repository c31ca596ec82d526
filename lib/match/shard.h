/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_SHARD_H
#define PRESSMARK_MATCH_SHARD_H

/* The databases behind a db_reader. For this folder only. */

#include "glass/postlist_reader.h"
#include "store/engine.h"

/* The lengths of documents with consecutive numbers; 0 if there is no such document. */
enum { LENGTHS_WINDOW = 512 };
struct lengths_window {
    uint32_t number; /* of the window, from 1; 0 if nothing was read */
    uint32_t lengths[LENGTHS_WINDOW];
};

struct shard {
    struct dir dir;
    struct glass_version version;
    struct table_reader postlist, docdata, termlist, position;
    uint32_t n_kept;                /* see struct glass_blocks */
    struct postlist_reader lengths; /* at the document that was read last */
    bool has_lengths;
    struct lengths_window **lengths_windows; /* those that were read; NULL if none was */
};

/* The glass engine's reader. */
struct db_reader {
    struct store_reader base;
    struct shard *shards;
    size_t n_shards;
    struct db_matches *matches; /* of the query that was counted last, or NULL */
    struct store_words *words;  /* see db_reader_words(); NULL if they were not read */
    unsigned n_words_asked;     /* how often they were asked for, up to a limit */
    unsigned n_opened;          /* how often they were reopened */
};

static inline struct db_reader *db_reader_of(struct store_reader *reader)
{
    return (struct db_reader *)reader;
}

/* Returns the window that contains a document, or the document's length. Lengths are 0 if there is
 * no such document or if err is set. A window is valid until the next call for the shard. */
const struct lengths_window *db_lengths_window(struct shard *s, uint32_t docid, struct err *err);
static inline uint32_t db_length(struct shard *s, uint32_t docid, struct err *err)
{
    return db_lengths_window(s, docid, err)->lengths[docid % LENGTHS_WINDOW];
}
void db_forget_lengths(struct shard *s);
void db_forget_matches(struct db_reader *r);
void db_forget_words(struct db_reader *r);

/* The condition of a loop around everything that reads the shards. Returns true if it should be
 * tried again: err says that reading failed, a shard has changed in the meantime, and there were
 * not too many tries. The changed shards are then reopened, and err is cleared. ERR_CHANGED becomes
 * ERR_CORRUPT if no shard has changed. */
bool db_try_again(struct db_reader *r, unsigned *n_tries, struct err *err);

/* Returns the shard of a document, and its number there. */
static inline struct shard *db_shard_of(struct db_reader *r, uint32_t docid, uint32_t *ret_docid)
{
    *ret_docid = (uint32_t)((docid - 1) / r->n_shards) + 1;
    return &r->shards[(docid - 1) % r->n_shards];
}

static inline uint32_t db_docid_of(const struct db_reader *r, const struct shard *shard,
                                   uint32_t docid)
{
    return (uint32_t)((docid - 1) * r->n_shards + (size_t)(shard - r->shards) + 1);
}

/* Goes to the entry of a document in the docdata or termlist table. *ret_is_there is false if there
 * is none. */
enum err_code db_find_document(struct table_cursor *c, uint32_t docid, bool *ret_is_there,
                               struct err *err);

/* The functions in the engine's table; store/engine.h describes them. */
enum err_code db_reader_open(const struct store_opening *how, struct store_reader **ret_reader,
                             struct err *err);
void db_reader_close(struct store_reader *reader);
struct store_stats db_reader_stats(const struct store_reader *reader);
enum err_code db_reader_metadata(struct store_reader *reader, size_t place, const char *key,
                                 struct buf *ret_value, struct err *err);
enum err_code db_reader_data(struct store_reader *reader, uint32_t docid, struct buf *ret_data,
                             struct err *err);
enum err_code db_reader_terms(struct store_reader *reader, struct str prefix, size_t max,
                              struct store_vocabulary **ret_terms, struct err *err);
enum err_code db_reader_document_terms(struct store_reader *reader, uint32_t docid,
                                       struct store_vocabulary **ret_terms, struct err *err);
enum err_code db_reader_words(struct store_reader *reader, size_t max,
                              const struct store_words **ret_words, struct err *err);
enum err_code db_reader_frequencies(struct store_reader *reader,
                                    struct store_frequency *frequencies, size_t n, struct err *err);
enum err_code db_reader_wdfs(struct store_reader *reader, uint32_t docid, const struct str *names,
                             size_t n, uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err);
enum err_code db_reader_search(struct store_reader *reader, const struct store_search *search,
                               struct store_results **ret_results, struct err *err);
enum err_code db_reader_score(struct store_reader *reader, const struct store_search *search,
                              uint32_t docid, bool *ret_matches, double *ret_score,
                              struct err *err);
enum err_code db_reader_count(struct store_reader *reader, const struct store_search *search,
                              struct store_count *counts, size_t n, struct store_matched *ret,
                              struct err *err);
enum err_code db_reader_show_values(struct store_reader *reader, const struct store_search *search,
                                    uint32_t slot,
                                    void (*show)(void *ctx, uint32_t docid, struct str value),
                                    void *ctx, struct store_matched *ret, struct err *err);
struct store_cursor *db_cursor_open(struct store_reader *reader);
enum err_code db_cursor_seek(struct store_cursor *cursor, struct str name, struct str *ret_name,
                             struct err *err);
enum err_code db_cursor_next(struct store_cursor *cursor, struct str *ret_name, struct err *err);
void db_cursor_close(struct store_cursor *cursor);

#endif
