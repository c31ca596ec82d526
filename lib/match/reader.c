/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens databases, follows changes made to them in the meantime, and reads documents, metadata and
 * lengths. */
#include "base/mem.h"
#include "match/shard.h"

#include <stdlib.h>

enum {
    MAX_TRIES = 5,
    KEPT_BLOCKS = 4096, /* of each table of all shards together: 32 MiB if all of them are kept */
    LEAST_KEPT = 64,
};

/* ---- opening ---- */

static void close_shard(struct shard *s)
{
    db_forget_lengths(s);
    table_reader_close(&s->postlist);
    table_reader_close(&s->docdata);
    table_reader_close(&s->termlist);
    table_reader_close(&s->position);
}

static enum err_code open_shard(struct shard *s, struct err *err)
{
    if (glass_read_version(&s->dir, &s->version, err) ||
        table_reader_open(&s->postlist, &s->dir, GLASS_POSTLIST, &s->version, err) ||
        table_reader_open(&s->docdata, &s->dir, GLASS_DOCDATA, &s->version, err) ||
        table_reader_open(&s->termlist, &s->dir, GLASS_TERMLIST, &s->version, err) ||
        table_reader_open(&s->position, &s->dir, GLASS_POSITION, &s->version, err))
        close_shard(s);
    s->postlist.blocks.n_kept = s->docdata.blocks.n_kept = s->position.blocks.n_kept = s->n_kept;
    return err->code;
}

static enum err_code open_directory(struct shard *s, const char *path, struct err *err)
{
    struct err problem = ERR_INIT;
    if (!dir_open_within(&s->dir, NULL, path, &problem))
        return ERR_OK;
    bool is_none = problem.code == ERR_INPUT;
    return err_set(err, is_none ? ERR_CORRUPT : problem.code, "%s", problem.message);
}

static enum err_code open_place(struct shard *s, const struct store_place *place, struct err *err)
{
    if (place->kind != STORE_FOLDER)
        return err_set(err, ERR_USAGE, "'%s' is on another machine", place->where);
    return open_directory(s, place->where, err) ? err->code : open_shard(s, err);
}

/* Opens the next shard. One that cannot be opened is left out if the caller wants to know the
 * problems. */
static enum err_code add_shard(struct db_reader *r, const struct store_opening *how, size_t i,
                               struct err *err)
{
    struct shard *s = &r->shards[r->n_shards];
    struct err problem = ERR_INIT;
    s->dir = (struct dir)DIR_NONE;
    s->n_kept = how->n < KEPT_BLOCKS / LEAST_KEPT ? (uint32_t)(KEPT_BLOCKS / how->n) : LEAST_KEPT;
    if (!open_place(s, &how->places[i], &problem)) {
        r->n_shards++;
        return ERR_OK;
    }
    dir_close(&s->dir);
    if (how->ret_problems)
        how->ret_problems[i] = problem;
    bool is_last_hope = i + 1 == how->n && r->n_shards == 0;
    if (!how->ret_problems || is_last_hope)
        *err = problem;
    return err->code;
}

enum err_code db_reader_open(const struct store_opening *how, struct store_reader **ret_reader,
                             struct err *err)
{
    struct db_reader *r = mem_alloc_zeroed(1, sizeof *r);
    r->base = (struct store_reader){.engine = &store_glass, .features = STORE_HAS_BURST};
    r->shards = mem_alloc_zeroed(how->n, sizeof *r->shards);
    for (size_t i = 0; i < how->n && !err->code; i++)
        add_shard(r, how, i, err);
    if (err->code)
        db_reader_close(&r->base);
    else
        *ret_reader = &r->base;
    return err->code;
}

void db_reader_close(struct store_reader *reader)
{
    struct db_reader *r = db_reader_of(reader);
    db_forget_matches(r);
    db_forget_words(r);
    for (size_t i = 0; i < r->n_shards; i++) {
        close_shard(&r->shards[i]);
        dir_close(&r->shards[i].dir);
    }
    mem_free(r->shards);
    mem_free(r);
}

/* Opens the shard's present revision in place of that which is open. On failure the latter stays.
 */
static enum err_code reopen_shard(struct shard *s, struct err *err)
{
    struct shard present = {.dir = s->dir};
    if (open_shard(&present, err))
        return err->code;
    close_shard(s);
    *s = present;
    return ERR_OK;
}

/* Reopens the shards that have changed. Returns true if any has, unless one cannot be opened, which
 * err then says. */
static bool reopen(struct db_reader *r, struct err *err)
{
    bool has_changed = false;
    for (size_t i = 0; i < r->n_shards; i++) {
        struct shard *s = &r->shards[i];
        struct glass_version now;
        struct err problem = ERR_INIT;
        if (glass_read_version(&s->dir, &now, &problem) || now.revision == s->version.revision)
            continue;
        if (!has_changed)
            r->n_opened++;
        has_changed = true;
        err_clear(err);
        if (reopen_shard(s, err))
            return false;
    }
    if (has_changed)
        db_forget_words(r);
    return has_changed;
}

bool db_try_again(struct db_reader *r, unsigned *n_tries, struct err *err)
{
    bool may_help = err->code == ERR_CHANGED || err->code == ERR_CORRUPT ||
                    err->code == ERR_NOT_FOUND;
    if (!may_help || ++*n_tries >= MAX_TRIES)
        return false;
    bool has_changed = reopen(r, err);
    if (!has_changed && err->code == ERR_CHANGED)
        err->code = ERR_CORRUPT; /* nothing has changed it */
    return has_changed;
}

/* ---- the whole database ---- */

struct store_stats db_reader_stats(const struct store_reader *reader)
{
    const struct db_reader *r = (const struct db_reader *)reader;
    struct store_stats stats = {0};
    for (size_t i = 0; i < r->n_shards; i++) {
        const struct glass_statistics *s = &r->shards[i].version.statistics;
        uint32_t last = s->last_docid ? db_docid_of(r, &r->shards[i], s->last_docid) : 0;
        stats.n_documents += s->n_documents;
        stats.total_length += s->total_length;
        stats.last_docid = last > stats.last_docid ? last : stats.last_docid;
    }
    return stats;
}

static enum err_code take_metadata(struct table_cursor *c, const char *key, struct buf *ret,
                                   struct err *err)
{
    AUTO(buf_done) struct buf name = BUF_INIT;
    bool is_there;
    glass_append_metadata_key(&name, str_of(key));
    if (!table_cursor_find(c, buf_str(&name), &is_there, err) && is_there)
        table_cursor_take_tag(c, ret, err);
    return err->code;
}

enum err_code db_reader_metadata(struct store_reader *reader, size_t place, const char *key,
                                 struct buf *ret_value, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    *ret_value = (struct buf)BUF_INIT;
    do {
        AUTO(table_cursor_done) struct table_cursor c = {.tree = &r->shards[place].postlist};
        take_metadata(&c, key, ret_value, err);
    } while (db_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- one document ---- */

enum err_code db_find_document(struct table_cursor *c, uint32_t docid, bool *ret_is_there,
                               struct err *err)
{
    uint8_t key[GLASS_SDID_BYTES];
    struct str name = {(const char *)key, (size_t)(glass_put_sdid(key, docid) - key)};
    return table_cursor_find(c, name, ret_is_there, err);
}

static enum err_code no_document(uint32_t docid, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "there is no document %u", docid);
}

/* Reads the length of a document. ERR_NOT_FOUND if there is no such document. */
static enum err_code find_length(struct shard *s, uint32_t docid, uint32_t *ret_length,
                                 struct err *err)
{
    struct postlist_reader *lengths = &s->lengths;
    if (!s->has_lengths)
        postlist_reader_open_lengths(lengths, &s->postlist, err);
    s->has_lengths = true;
    lengths->err = err;
    postlist_reader_seek(lengths, docid);
    bool is_there = lengths->docid == docid && !err->code;
    if (is_there)
        *ret_length = lengths->wdf;
    else
        no_document(docid, err); /* unless err is already set */
    if (!is_there && err->code != ERR_NOT_FOUND)
        db_forget_lengths(s);
    lengths->err = NULL;
    return err->code;
}

enum err_code db_reader_data(struct store_reader *reader, uint32_t docid, struct buf *ret_data,
                             struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    if (docid == 0)
        return no_document(docid, err);
    do {
        uint32_t number, length;
        struct shard *s = db_shard_of(r, docid, &number);
        AUTO(table_cursor_done) struct table_cursor c = {.tree = &s->docdata};
        bool is_there;
        *ret_data = (struct buf)BUF_INIT;
        if (!find_length(s, number, &length, err) &&
            !db_find_document(&c, number, &is_there, err) && is_there)
            table_cursor_take_tag(&c, ret_data, err);
    } while (db_try_again(r, &n_tries, err));
    return err->code;
}

enum err_code db_reader_wdfs(struct store_reader *reader, uint32_t docid, const struct str *names,
                             size_t n, uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    if (docid == 0)
        return no_document(docid, err);
    do {
        uint32_t number;
        struct shard *s = db_shard_of(r, docid, &number);
        find_length(s, number, ret_length, err);
        for (size_t i = 0; i < n && !err->code; i++) {
            struct postlist_reader l = {0};
            postlist_reader_open(&l, &s->postlist, names[i], err);
            postlist_reader_seek(&l, number);
            ret_wdfs[i] = l.docid == number ? l.wdf : 0;
            postlist_reader_done(&l);
        }
    } while (db_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- frequencies ---- */

static enum err_code count(struct db_reader *r, struct store_frequency *f, struct err *err)
{
    f->termfreq = 0;
    f->collection_frequency = 0;
    for (size_t i = 0; i < r->n_shards && !err->code; i++) {
        struct postlist_reader l = {0};
        postlist_reader_open(&l, &r->shards[i].postlist, f->name, err);
        f->termfreq += l.n_documents;
        f->collection_frequency += l.collection_frequency;
        postlist_reader_done(&l);
    }
    return err->code;
}

enum err_code db_reader_frequencies(struct store_reader *reader,
                                    struct store_frequency *frequencies, size_t n, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    do
        for (size_t i = 0; i < n && !count(r, &frequencies[i], err); i++)
            ;
    while (db_try_again(r, &n_tries, err));
    return err->code;
}
