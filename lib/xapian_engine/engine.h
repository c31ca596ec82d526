/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_ENGINE_H
#define PRESSMARK_XAPIAN_ENGINE_ENGINE_H

/* The engine that reads and searches through libxapian, store_xapian. Only this folder uses this
 * header. */

#include "store/engine.h"
#include "xap/xap.h"

struct xapian_reader {
    struct store_reader base;
    struct xap_database *all;     /* all places as one database */
    struct xap_database **places; /* each place as a database of its own */
    size_t n_places;
    struct xap_database **shards; /* each shard as a database of its own; NULL if is_remote */
    size_t n_shards;
    bool is_remote; /* some place is on another machine, where callbacks do not work */
    size_t n_remote, last_remote; /* the number of remote places, and the last of them */
    uint32_t time_limit_ms;       /* for answers of other machines; 0 means no limit */
    struct xap_statistics statistics;
    struct store_vocabulary *vocabulary; /* all terms, once those of another machine were read */
};

static inline struct xapian_reader *xapian_reader_of(struct store_reader *reader)
{
    return (struct xapian_reader *)reader;
}

static inline struct xap_bytes xapian_bytes(struct str s)
{
    return (struct xap_bytes){s.p, s.n};
}

static inline struct str xapian_str(struct xap_bytes b)
{
    return (struct str){b.p, b.n};
}

/* The condition of a loop around reading. Returns true if reading should be tried again: err says
 * that the database has changed meanwhile, it could be opened anew, and there were not too many
 * tries yet. err is then cleared. */
bool xapian_try_again(struct xapian_reader *r, unsigned *n_tries, struct err *err);

/* These do the same as the functions in the engine's table but try only once, for callers that need
 * everything from one state of the database. With with_termfreq each shard is asked for the
 * frequency of each term. */
enum err_code xapian_read_document_terms(struct xapian_reader *r, uint32_t docid,
                                         bool with_termfreq, struct store_vocabulary **ret_terms,
                                         struct err *err);
enum err_code xapian_read_wdfs(struct xapian_reader *r, uint32_t docid, const struct str *names,
                               size_t n, uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err);

/* The functions in the engine's table; store/engine.h says what each does. */
enum err_code xapian_reader_open(const struct store_opening *how, struct store_reader **ret_reader,
                                 struct err *err);
void xapian_reader_close(struct store_reader *reader);
struct store_stats xapian_reader_stats(const struct store_reader *reader);
enum err_code xapian_reader_metadata(struct store_reader *reader, size_t place, const char *key,
                                     struct buf *ret_value, struct err *err);
enum err_code xapian_reader_data(struct store_reader *reader, uint32_t docid, struct buf *ret_data,
                                 struct err *err);
enum err_code xapian_reader_terms(struct store_reader *reader, struct str prefix, size_t max,
                                  struct store_vocabulary **ret_terms, struct err *err);
enum err_code xapian_reader_document_terms(struct store_reader *reader, uint32_t docid,
                                           struct store_vocabulary **ret_terms, struct err *err);
enum err_code xapian_reader_frequencies(struct store_reader *reader,
                                        struct store_frequency *frequencies, size_t n,
                                        struct err *err);
enum err_code xapian_reader_wdfs(struct store_reader *reader, uint32_t docid,
                                 const struct str *names, size_t n, uint32_t *ret_wdfs,
                                 uint32_t *ret_length, struct err *err);
enum err_code xapian_reader_search(struct store_reader *reader, const struct store_search *search,
                                   struct store_results **ret_results, struct err *err);
enum err_code xapian_reader_score(struct store_reader *reader, const struct store_search *search,
                                  uint32_t docid, bool *ret_matches, double *ret_score,
                                  struct err *err);
enum err_code xapian_reader_show_values(struct store_reader *reader,
                                        const struct store_search *search, uint32_t slot,
                                        void (*show)(void *ctx, uint32_t docid, struct str value),
                                        void *ctx, struct store_matched *ret, struct err *err);
struct store_cursor *xapian_cursor_open(struct store_reader *reader);
enum err_code xapian_cursor_seek(struct store_cursor *c, struct str name, struct str *ret_name,
                                 struct err *err);
enum err_code xapian_cursor_next(struct store_cursor *c, struct str *ret_name, struct err *err);
void xapian_cursor_close(struct store_cursor *c);

#endif
