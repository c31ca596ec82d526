/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens databases through libxapian, several remote ones at once, and reads documents and
 * metadata. */
#include "base/mem.h"
#include "xapian_engine/engine.h"
#include "xapian_engine/status.h"
#include "xapian_engine/stub.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_TRIES = 5 };

/* ---- opening ---- */

/* A place that is being opened, in a thread of its own if another machine must answer. */
struct opening {
    const struct store_place *place;
    uint32_t time_limit_ms;
    struct xap_database *db; /* NULL if problem or error says why not */
    struct err problem;
    struct xap_error error;
    pthread_t thread;
    bool has_thread;
};

static void *open_place(void *ctx)
{
    struct opening *o = ctx;
    const struct store_place *p = o->place;
    if (p->kind == STORE_FOLDER && stub_check(p->where, &o->problem))
        return NULL;
    if (p->kind == STORE_FOLDER)
        xap_open(p->where, XAP_READ, 0, &o->db, &o->error);
    else if (p->kind == STORE_TCP)
        xap_open_tcp(p->where, p->port, XAP_READ, o->time_limit_ms, o->time_limit_ms, &o->db,
                     &o->error);
    else
        xap_open_program(p->where, p->arguments ? p->arguments : "", XAP_READ, o->time_limit_ms,
                         &o->db, &o->error);
    return NULL;
}

static enum err_code check_opening(const struct opening *o, struct err *err)
{
    const struct store_place *p = o->place;
    if (o->problem.code)
        return *err = o->problem, err->code;
    char name[300];
    snprintf(name, sizeof name, p->kind == STORE_TCP ? "cannot reach '%s:%u'" : "cannot open '%s'",
             p->where, p->port);
    return status_check(&o->error, name, err);
}

/* Opens all places, and waits for all remote ones at the same time. */
static void open_places(struct opening *openings, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct opening *o = &openings[i];
        bool is_elsewhere = o->place->kind != STORE_FOLDER;
        o->has_thread = is_elsewhere && !pthread_create(&o->thread, NULL, open_place, o);
        if (!o->has_thread)
            open_place(o);
    }
    for (size_t i = 0; i < n; i++)
        if (openings[i].has_thread)
            pthread_join(openings[i].thread, NULL);
}

/* Adds a place, or leaves it out if it cannot be opened and the caller wants the problems. */
static enum err_code take_place(struct xapian_reader *r, const struct store_opening *how,
                                const struct opening *o, size_t i, struct err *err)
{
    struct err problem = ERR_INIT;
    if (!check_opening(o, &problem)) {
        r->places[r->n_places++] = o->db;
        if (o->place->kind != STORE_FOLDER) {
            r->is_remote = true;
            r->n_remote++;
            r->last_remote = r->n_places - 1;
        }
        return ERR_OK;
    }
    if (how->ret_problems)
        how->ret_problems[i] = problem;
    bool is_last_hope = i + 1 == how->n && r->n_places == 0;
    if (!err->code && (!how->ret_problems || is_last_hope))
        *err = problem;
    return err->code;
}

static enum err_code read_statistics(struct xapian_reader *r, struct err *err)
{
    struct xap_error error;
    xap_get_statistics(r->all, &r->statistics, &error);
    r->n_shards = r->statistics.n_shards;
    return status_check(&error, "cannot read a database", err);
}

static enum err_code open_shards(struct xapian_reader *r, struct err *err)
{
    struct xap_error error = {XAP_OK, ""};
    if (r->is_remote)
        return ERR_OK;
    r->shards = mem_alloc_zeroed(r->n_shards, sizeof *r->shards);
    for (size_t i = 0; i < r->n_shards && !error.code; i++)
        xap_open_shard(r->all, i, &r->shards[i], &error);
    return status_check(&error, "cannot part databases", err);
}

static enum err_code join_places(struct xapian_reader *r, struct err *err)
{
    struct xap_error error = {XAP_OK, ""};
    if (!xap_open_none(&r->all, &error))
        for (size_t i = 0; i < r->n_places && !error.code; i++)
            xap_add(r->all, r->places[i], &error);
    if (status_check(&error, "cannot join databases", err) || read_statistics(r, err))
        return err->code;
    return open_shards(r, err);
}

enum err_code xapian_reader_open(const struct store_opening *how, struct store_reader **ret_reader,
                                 struct err *err)
{
    struct xapian_reader *r = mem_alloc_zeroed(1, sizeof *r);
    AUTO(mem_free_pointer)
    struct opening *openings = mem_alloc_zeroed(how->n, sizeof *openings);
    r->base.engine = &store_xapian;
    r->time_limit_ms = how->time_limit_ms;
    r->places = mem_alloc_zeroed(how->n, sizeof *r->places);
    for (size_t i = 0; i < how->n; i++)
        openings[i] = (struct opening){.place = &how->places[i],
                                       .time_limit_ms = how->time_limit_ms};
    open_places(openings, how->n);
    for (size_t i = 0; i < how->n; i++)
        take_place(r, how, &openings[i], i, err);
    if (!err->code)
        join_places(r, err);
    r->base.features = STORE_HAS_SCHEME | (r->is_remote ? 0 : STORE_HAS_BURST);
    if (err->code)
        xapian_reader_close(&r->base);
    else
        *ret_reader = &r->base;
    return err->code;
}

static void *close_all(void *ctx)
{
    struct xapian_reader *r = ctx;
    xap_close(r->all);
    for (size_t i = 0; i < r->n_places; i++)
        xap_close(r->places[i]);
    for (size_t i = 0; r->shards && i < r->n_shards; i++)
        xap_close(r->shards[i]);
    store_vocabulary_free(r->vocabulary);
    mem_free(r->shards);
    mem_free(r->places);
    mem_free(r);
    return NULL;
}

/* libxapian waits until the programs have ended that reach other machines, which may take forever.
 * After the time limit, the reader is left to that thread. */
void xapian_reader_close(struct store_reader *reader)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    uint32_t limit_ms = r->time_limit_ms;
    struct timespec end;
    pthread_t thread;
    if (!r->is_remote || limit_ms == 0 || clock_gettime(CLOCK_REALTIME, &end) ||
        pthread_create(&thread, NULL, close_all, r)) {
        close_all(r);
        return;
    }
    end.tv_sec += limit_ms / 1000;
    end.tv_nsec += limit_ms % 1000 * 1000000;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    if (pthread_timedjoin_np(thread, NULL, &end))
        pthread_detach(thread);
}

/* Returns the place whose connection no longer answers. If all answer, the error is from the only
 * remote place, whose answer made no sense. */
static size_t find_broken(const struct xapian_reader *r)
{
    for (size_t i = 0; i < r->n_places; i++) {
        struct xap_error error = {XAP_OK, ""};
        if (xap_keep_alive(r->places[i], &error))
            return i;
    }
    return r->n_remote == 1 ? r->last_remote : SIZE_MAX;
}

bool xapian_try_again(struct xapian_reader *r, unsigned *n_tries, struct err *err)
{
    if (err->code == ERR_UNREACHABLE)
        r->base.broken = find_broken(r);
    bool may_help = err->code == ERR_CHANGED || err->code == ERR_CORRUPT ||
                    err->code == ERR_NOT_FOUND;
    bool is_other = false;
    if (!may_help || ++*n_tries >= MAX_TRIES || xap_reopen(r->all, &is_other, NULL) || !is_other)
        return false;
    struct err problem = ERR_INIT;
    if (read_statistics(r, &problem))
        return false;
    err_clear(err);
    return true;
}

/* ---- the whole database ---- */

struct store_stats xapian_reader_stats(const struct store_reader *reader)
{
    const struct xap_statistics *s = &((const struct xapian_reader *)reader)->statistics;
    return (struct store_stats){s->n_documents, s->last_docid, s->total_length};
}

enum err_code xapian_reader_metadata(struct store_reader *reader, size_t place, const char *key,
                                     struct buf *ret_value, struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    do {
        struct xap_error error;
        struct xap_bytes value;
        *ret_value = (struct buf)BUF_INIT;
        if (!xap_get_metadata(r->places[place], key, &value, &error))
            buf_append(ret_value, value.p, value.n);
        status_check(&error, "cannot read metadata", err);
    } while (xapian_try_again(r, &n_tries, err));
    return err->code;
}

enum err_code xapian_reader_frequencies(struct store_reader *reader,
                                        struct store_frequency *frequencies, size_t n,
                                        struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    do {
        struct xap_error error = {XAP_OK, ""};
        for (size_t i = 0; i < n && !error.code; i++) {
            struct xap_term_statistics s = {0};
            xap_get_term_statistics(r->all, xapian_bytes(frequencies[i].name), &s, &error);
            frequencies[i].termfreq = s.termfreq;
            frequencies[i].collection_frequency = s.collection_freq;
        }
        status_check(&error, "cannot read frequencies", err);
    } while (xapian_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- one document ---- */

static enum err_code no_document(uint32_t docid, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "there is no document %u", docid);
}

enum err_code xapian_reader_data(struct store_reader *reader, uint32_t docid, struct buf *ret_data,
                                 struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    if (docid == 0)
        return no_document(docid, err);
    do {
        struct xap_error error;
        struct xap_document *d;
        *ret_data = (struct buf)BUF_INIT;
        if (!xap_document_read(r->all, docid, XAP_DATA, &d, &error)) {
            buf_append(ret_data, d->data.p, d->data.n);
            xap_document_free(d);
        }
        status_check(&error, "cannot read a document", err);
    } while (xapian_try_again(r, &n_tries, err));
    return err->code;
}

/* Returns the wdf of a term of a document, whose terms are ascending, or 0 if it does not have the
 * term. */
static uint32_t find_wdf(const struct store_vocabulary *v, struct str name)
{
    size_t low = 0, high = v->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(v->terms[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->n && str_equal(v->terms[low].name, name) ? v->terms[low].wdf : 0;
}

/* From another machine, the list of a document's terms is far shorter than the lists of terms. The
 * sum of its wdfs is the document length. */
enum err_code xapian_read_wdfs(struct xapian_reader *r, uint32_t docid, const struct str *names,
                               size_t n, uint32_t *ret_wdfs, uint32_t *ret_length, struct err *err)
{
    struct store_vocabulary *v;
    if (xapian_read_document_terms(r, docid, false, &v, err))
        return err->code;
    *ret_length = 0;
    for (size_t i = 0; i < v->n; i++)
        *ret_length += v->terms[i].wdf;
    for (size_t i = 0; i < n; i++)
        ret_wdfs[i] = find_wdf(v, names[i]);
    store_vocabulary_free(v);
    return ERR_OK;
}

enum err_code xapian_reader_wdfs(struct store_reader *reader, uint32_t docid,
                                 const struct str *names, size_t n, uint32_t *ret_wdfs,
                                 uint32_t *ret_length, struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    do
        xapian_read_wdfs(r, docid, names, n, ret_wdfs, ret_length, err);
    while (xapian_try_again(r, &n_tries, err));
    return err->code;
}
