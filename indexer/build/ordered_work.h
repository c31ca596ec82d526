/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_ORDERED_WORK_H
#define PRESSMARK_INDEXER_BUILD_ORDERED_WORK_H

/* Runs workers that read the files of a job in parallel while their results are used in the order
 * of the files, so that the result does not depend on the number of workers. The files are divided
 * into pieces, and a worker takes the next piece that no other has taken. The turn is that of the
 * first piece that is not finished. */

#include "indexer/build/job.h"

#include <pthread.h>

/* Consecutive entries of job->changes, [first, end). */
struct work_piece {
    size_t first, end;
};

struct ordered_work {
    const struct build_job *job;
    struct work_piece *pieces;
    size_t n_pieces, pieces_capacity;

    pthread_mutex_t mutex;  /* guards what follows and the caller's data that workers share */
    pthread_cond_t changed; /* signalled when the turn advances and after a failure */
    size_t turn;            /* advanced by the caller */
    struct err err;         /* the first failure, which ends the work */

    /* private: */
    size_t next;
    size_t n_working;
    pthread_cond_t one_ended;
};

/* Divides the files into pieces. Each ends with the file by which it reaches piece_bytes or
 * piece_files. */
void ordered_work_init(struct ordered_work *w, const struct build_job *job, uint64_t piece_bytes,
                       size_t piece_files);
void ordered_work_done(struct ordered_work *w);

/* What a worker reads files with. A file that needs more than the worker's share of the memory
 * waits for the turn of the piece. */
struct work_reader {
    struct ordered_work *work;
    size_t piece; /* the number of the one that the worker took last */
    struct intake *intake;
};

/* Takes the next piece. Returns false if there is none or a worker has failed. */
bool ordered_work_take(struct work_reader *reader);

/* Records a failure, if err is one, and wakes all waiting threads. The caller holds the mutex. */
void ordered_work_fail(struct ordered_work *w, const struct err *err);

/* A worker, which takes pieces until there are none. The reader is its own. It sets err if it
 * fails. */
typedef void ordered_worker(void *ctx, struct work_reader *reader, struct err *err);

/* Runs worker in up to job->n_threads threads, waits for all of them, and shows progress meanwhile;
 * doing says what is being done. Returns the first failure. */
enum err_code ordered_work_run(struct ordered_work *w, ordered_worker *worker, void *ctx,
                               const char *doing, struct err *err);

#endif
