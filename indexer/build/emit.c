/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/emit.h"

#include "base/mem.h"
#include "indexer/formats/records/emitted.h"

#include <pthread.h>

/* A worker takes the next few files, reads them into memory, and writes when those who took files
 * before it are done: then the output does not depend on how many workers there are. With much in
 * its memory it waits for its turn early, and goes on writing as it reads. */

enum { GROUP_FILES = 64 };
static const uint64_t GROUP_BYTES = 1 << 20;
static const size_t MAX_HELD_BYTES = 4 << 20;

struct emit {
    const struct build_job *build;
    FILE *out;

    pthread_mutex_t mutex;
    pthread_cond_t turn_passed;
    size_t next_entry; /* of the plan */
    size_t next_group;
    size_t turn;    /* the group that may write */
    struct err err; /* the first failure */
};

struct worker {
    struct emit *emit;
    size_t group, first_entry, end_entry;
    struct buf held;
    uint64_t n_held; /* documents */
    struct problems problems;
};

static bool take_group(struct worker *w)
{
    struct emit *e = w->emit;
    const struct changes *plan = e->build->plan;
    uint64_t bytes = 0;
    pthread_mutex_lock(&e->mutex);
    w->first_entry = w->end_entry = e->next_entry;
    while (!e->err.code && w->end_entry < plan->n && w->end_entry - w->first_entry < GROUP_FILES &&
           bytes < GROUP_BYTES)
        bytes += plan->entries[w->end_entry++].file->size_bytes;
    e->next_entry = w->end_entry;
    w->group = e->next_group++;
    pthread_mutex_unlock(&e->mutex);
    return w->end_entry > w->first_entry;
}

/* Notes a failure of any worker, which ends all. The mutex is held. */
static void note_failure(struct emit *e, const struct err *err)
{
    if (err->code && !e->err.code)
        e->err = *err;
    pthread_cond_broadcast(&e->turn_passed);
}

/* Writes what is held, when the turn of the worker's group comes. */
static enum err_code write_held(struct worker *w, bool is_end, struct err *err)
{
    struct emit *e = w->emit;
    pthread_mutex_lock(&e->mutex);
    while (e->turn != w->group && !e->err.code)
        pthread_cond_wait(&e->turn_passed, &e->mutex);
    if (e->err.code)
        *err = e->err;
    else if (fwrite(w->held.p, 1, w->held.n, e->out) < w->held.n)
        err_set_errno(err, "cannot write the documents");
    buf_clear(&w->held);
    e->build->report->n_documents += w->n_held;
    w->n_held = 0;
    progress_show(e->build->progress, "reading");
    if (is_end && !err->code) {
        problems_append(&e->build->report->problems, &w->problems);
        problems_done(&w->problems);
        e->turn++;
    }
    note_failure(e, err);
    pthread_mutex_unlock(&e->mutex);
    return err->code;
}

static enum err_code take_document(void *ctx, const struct document *document, struct err *err)
{
    struct worker *w = ctx;
    if (*w->emit->build->stop)
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    emitted_append(&w->held, document);
    buf_append_char(&w->held, '\n');
    w->n_held++;
    return w->held.n > MAX_HELD_BYTES ? write_held(w, false, err) : ERR_OK;
}

static enum err_code read_group(struct worker *w, struct intake *intake, struct err *err)
{
    const struct build_job *b = w->emit->build;
    for (size_t i = w->first_entry; i < w->end_entry; i++) {
        const struct source_file *file = b->plan->entries[i].file;
        struct known_file unused;
        if (*b->stop)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        if (intake_file(intake, file, take_document, w, &w->problems, &unused, err))
            return err->code;
        progress_count(b->progress, file->size_bytes);
    }
    return write_held(w, true, err);
}

static void *work(void *ctx)
{
    struct emit *e = ctx;
    struct worker w = {.emit = e};
    struct intake *intake = intake_new(e->build->intake);
    struct err err = ERR_INIT;
    while (!err.code && take_group(&w))
        read_group(&w, intake, &err);
    pthread_mutex_lock(&e->mutex);
    note_failure(e, &err);
    pthread_mutex_unlock(&e->mutex);
    intake_free(intake);
    problems_done(&w.problems);
    buf_done(&w.held);
    return NULL;
}

enum err_code emit(const struct build_job *b, FILE *out, struct err *err)
{
    size_t n_threads = build_threads(b->intake->options), n_started = 0;
    struct emit e = {.build = b,
                     .out = out,
                     .mutex = PTHREAD_MUTEX_INITIALIZER,
                     .turn_passed = PTHREAD_COND_INITIALIZER};
    pthread_t *threads = mem_alloc(n_threads * sizeof *threads);
    while (n_started < n_threads && pthread_create(&threads[n_started], NULL, work, &e) == 0)
        n_started++;
    for (size_t i = 0; i < n_started; i++)
        pthread_join(threads[i], NULL);
    mem_free(threads);
    pthread_mutex_destroy(&e.mutex);
    pthread_cond_destroy(&e.turn_passed);
    if (n_started == 0)
        return err_set(err, ERR_IO, "cannot start a thread");
    if (e.err.code)
        *err = e.err;
    else if (fflush(out))
        err_set_errno(err, "cannot write the documents");
    return err->code;
}
