/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_ORDERED_WORK_H
#define PRESSMARK_INDEXER_BUILD_ORDERED_WORK_H

/* Workers that read the files of a job at the same time, while what comes of them is used in the
 * order of the files, so that the result does not depend on how many workers there are. The files
 * are cut into pieces; a worker takes the next piece that nobody has taken. The turn is that of the
 * first piece that is not done. */

#include "indexer/build/job.h"

#include <pthread.h>

/* Consecutive entries of job->changes. */
struct work_piece {
    size_t first, end;
};

struct ordered_work {
    const struct build_job *job;
    struct work_piece *pieces;
    size_t n_pieces, pieces_capacity;

    pthread_mutex_t mutex;  /* guards what follows, and what of the caller's the workers share */
    pthread_cond_t changed; /* signalled when the turn passes on and after a failure */
    size_t turn;            /* advanced by the caller */
    struct err err;         /* the first failure, which ends all */

    /* this module's own */
    size_t next;
    size_t n_working;
    pthread_cond_t one_ended;
};

/* Cuts the files into pieces: each ends with the file that reaches piece_bytes or piece_files. */
void ordered_work_init(struct ordered_work *w, const struct build_job *job, uint64_t piece_bytes,
                       size_t piece_files);
void ordered_work_done(struct ordered_work *w);

/* Takes the next piece; false: there is none, or a worker failed. */
bool ordered_work_take(struct ordered_work *w, size_t *ret_piece);

/* Notes a failure, if err is one, and wakes everyone. With the mutex held. */
void ordered_work_fail(struct ordered_work *w, const struct err *err);

/* A worker: takes pieces until there are none; its failure goes to err. */
typedef void ordered_worker(void *ctx, struct err *err);

/* Runs worker in job->n_threads threads, no more than there are pieces, waits for all, and shows
 * the progress meanwhile, called what it is doing. Fails as the first of them. */
enum err_code ordered_work_run(struct ordered_work *w, ordered_worker *worker, void *ctx,
                               const char *doing, struct err *err);

#endif
