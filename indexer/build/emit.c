/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --emit: writes the documents of the files as JSON lines, in the order of the files. */
#include "indexer/build/emit.h"

#include "indexer/build/ordered_work.h"
#include "indexer/formats/records/emitted.h"

/* A worker reads the documents of a few files into memory and writes them when its turn comes. If
 * they take much memory, it waits for its turn earlier and then writes while it reads. */

enum { PIECE_FILES = 64 };
static const uint64_t PIECE_BYTES = 1 << 20;
static const size_t MAX_HELD_BYTES = 4 << 20;

struct emission {
    FILE *out;
    struct ordered_work work;
};

struct worker {
    struct emission *emission;
    struct work_reader *reader;
    struct buf held;
    uint64_t n_held;     /* documents in held */
    uint64_t read_bytes; /* of files that are not in the report yet */
    struct problems problems;
};

/* Writes what is held once it is the turn of the worker's piece. */
static enum err_code write_held(struct worker *w, bool is_end, struct err *err)
{
    struct ordered_work *work = &w->emission->work;
    struct report *report = work->job->report;
    pthread_mutex_lock(&work->mutex);
    while (work->turn != w->reader->piece && !work->err.code)
        pthread_cond_wait(&work->changed, &work->mutex);
    if (work->err.code)
        *err = work->err;
    else if (fwrite(w->held.p, 1, w->held.n, w->emission->out) < w->held.n)
        err_set_errno(err, "cannot write the documents");
    buf_clear(&w->held);
    report->n_documents += w->n_held;
    report->bytes_read += w->read_bytes;
    w->n_held = w->read_bytes = 0;
    if (is_end && !err->code) {
        problems_append(&report->problems, &w->problems);
        problems_done(&w->problems);
        work->turn++;
    }
    ordered_work_fail(work, err);
    pthread_mutex_unlock(&work->mutex);
    return err->code;
}

static enum err_code take_document(void *ctx, const struct document *document, struct err *err)
{
    struct worker *w = ctx;
    if (*w->emission->work.job->stop)
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    emitted_append(&w->held, document);
    buf_append_char(&w->held, '\n');
    w->n_held++;
    return w->held.n > MAX_HELD_BYTES ? write_held(w, false, err) : ERR_OK;
}

static enum err_code read_piece(struct worker *w, struct err *err)
{
    const struct build_job *job = w->emission->work.job;
    const struct work_piece *piece = &w->emission->work.pieces[w->reader->piece];
    for (size_t i = piece->first; i < piece->end; i++) {
        const struct source_file *file = job->changes->entries[i].file;
        struct known_file known;
        if (*job->stop)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        if (intake_file(w->reader->intake, file, take_document, w, &w->problems, &known, err))
            return err->code;
        w->read_bytes += known.read_bytes;
        progress_count(job->progress, file->size_bytes);
    }
    return write_held(w, true, err);
}

static void work(void *ctx, struct work_reader *reader, struct err *err)
{
    struct worker w = {.emission = ctx, .reader = reader};
    while (!err->code && ordered_work_take(reader))
        read_piece(&w, err);
    problems_done(&w.problems);
    buf_done(&w.held);
}

enum err_code emit_documents(const struct build_job *job, FILE *out, struct err *err)
{
    struct emission e = {.out = out};
    ordered_work_init(&e.work, job, PIECE_BYTES, PIECE_FILES);
    if (!ordered_work_run(&e.work, work, &e, "reading", err) && fflush(out))
        err_set_errno(err, "cannot write the documents");
    ordered_work_done(&e.work);
    return err->code;
}
