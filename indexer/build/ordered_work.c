/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pool of workers used for building an index and for writing documents out. */
#include "indexer/build/ordered_work.h"

#include "base/mem.h"

#include <time.h>

enum { SHOW_EVERY_MS = 100 };

void ordered_work_init(struct ordered_work *w, const struct build_job *job, uint64_t piece_bytes,
                       size_t piece_files)
{
    const struct changes *changes = job->changes;
    size_t first = 0;
    uint64_t bytes = 0;
    *w = (struct ordered_work){.job = job,
                               .mutex = PTHREAD_MUTEX_INITIALIZER,
                               .changed = PTHREAD_COND_INITIALIZER,
                               .one_ended = PTHREAD_COND_INITIALIZER};
    for (size_t i = 0; i < changes->n; i++) {
        bytes += changes->entries[i].file->size_bytes;
        if (bytes < piece_bytes && i + 1 - first < piece_files && i + 1 < changes->n)
            continue;
        MEM_GROW(w->pieces, w->n_pieces, w->pieces_capacity);
        w->pieces[w->n_pieces++] = (struct work_piece){first, i + 1};
        first = i + 1;
        bytes = 0;
    }
}

void ordered_work_done(struct ordered_work *w)
{
    mem_free(w->pieces);
    pthread_mutex_destroy(&w->mutex);
    pthread_cond_destroy(&w->changed);
    pthread_cond_destroy(&w->one_ended);
}

bool ordered_work_take(struct work_reader *reader)
{
    struct ordered_work *w = reader->work;
    pthread_mutex_lock(&w->mutex);
    bool is_over = w->err.code || w->next == w->n_pieces;
    if (!is_over)
        reader->piece = w->next++;
    pthread_mutex_unlock(&w->mutex);
    return !is_over;
}

void ordered_work_fail(struct ordered_work *w, const struct err *err)
{
    if (err->code && !w->err.code)
        w->err = *err;
    pthread_cond_broadcast(&w->changed);
}

/* Waits until it is the turn of a reader's piece, or a worker has failed. */
static void wait_for_turn(void *ctx)
{
    const struct work_reader *reader = ctx;
    struct ordered_work *w = reader->work;
    pthread_mutex_lock(&w->mutex);
    while (w->turn != reader->piece && !w->err.code)
        pthread_cond_wait(&w->changed, &w->mutex);
    pthread_mutex_unlock(&w->mutex);
}

struct thread {
    struct ordered_work *work;
    ordered_worker *worker;
    void *ctx;
};

static void *run_worker(void *ctx)
{
    struct thread *t = ctx;
    struct ordered_work *w = t->work;
    const struct build_job *job = w->job;
    struct work_reader reader = {.work = w};
    const struct memory_limits memory = {job->memory_bytes, job->memory_bytes / job->n_threads,
                                         wait_for_turn, &reader};
    struct err err = ERR_INIT;
    reader.intake = intake_new(job->index_dir, &memory, job->stop);
    t->worker(t->ctx, &reader, &err);
    intake_free(reader.intake);
    pthread_mutex_lock(&w->mutex);
    ordered_work_fail(w, &err);
    w->n_working--;
    pthread_cond_signal(&w->one_ended);
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

/* Waits for the workers, showing progress. */
static void wait_for_workers(struct ordered_work *w, const char *doing)
{
    pthread_mutex_lock(&w->mutex);
    while (w->n_working) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += SHOW_EVERY_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&w->one_ended, &w->mutex, &until);
        progress_show(w->job->progress, doing);
    }
    pthread_mutex_unlock(&w->mutex);
}

enum err_code ordered_work_run(struct ordered_work *w, ordered_worker *worker, void *ctx,
                               const char *doing, struct err *err)
{
    size_t n_threads = w->job->n_threads < w->n_pieces ? w->job->n_threads : w->n_pieces;
    pthread_t *threads = mem_alloc(n_threads * sizeof *threads);
    struct thread thread = {w, worker, ctx};
    size_t n_started = 0;
    w->n_working = n_threads;
    while (n_started < n_threads &&
           pthread_create(&threads[n_started], NULL, run_worker, &thread) == 0)
        n_started++;
    pthread_mutex_lock(&w->mutex);
    w->n_working -= n_threads - n_started;
    pthread_mutex_unlock(&w->mutex);
    wait_for_workers(w, doing);
    for (size_t i = 0; i < n_started; i++)
        pthread_join(threads[i], NULL);
    mem_free(threads);
    if (w->n_pieces && n_started == 0)
        return err_set(err, ERR_IO, "cannot start a thread");
    if (w->err.code)
        *err = w->err;
    return err->code;
}
