/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds a new database in bulk: several workers invert the documents of consecutive files into
 * runs, which are written in the order of the files and merged at the end. */
#include "indexer/build/bulk_build.h"

#include "base/mem.h"
#include "bulk/bulk.h"
#include "indexer/build/build_metadata.h"
#include "indexer/build/bulk_links.h"
#include "indexer/build/ordered_work.h"
#include "indexer/build/outcome.h"
#include "indexer/links/outgoing.h"
#include "store/schema.h"

/* A worker takes the next batch of files and inverts it into runs (bulk/bulk.h). The documents of a
 * run are written when those of all earlier runs are, by any worker that notices. Its postings stay
 * in memory, or are written to disk if memory is short, and those of all runs are merged at the
 * end. */

enum {
    MAX_BATCH_FILES = 8192,
    MAX_KNOWN_TERMS = 1 << 17, /* kept from one run to the next */
    KNOWN_TERM_BYTES = 128,    /* an upper bound for one, in the dictionary and in a run */
};
/* What a run needs while it is being filled should fit into the processor's caches. On the other
 * hand, merging takes longer with more runs. */
static const uint64_t MIN_BATCH_BYTES = 1ull << 20, MAX_BATCH_BYTES = 8ull << 20;
static const uint64_t MAX_RUN_BYTES = 32ull << 20;
enum { FEW_RUNS = 32 };
/* Limits the postings in memory that wait to be merged: reading more of them back from a file is
 * faster than memory that was never touched before. */
static const uint64_t MAX_POSTING_BYTES = 16ull << 20;
/* Limits the links of files in memory before they are compressed. */
static const uint64_t MAX_LINK_BYTES = 16ull << 20;

/* The results of a piece of work. A large file of records fills several runs. */
struct batch {
    struct bulk_run **runs;
    size_t n_runs, runs_capacity;
    size_t n_written;         /* runs whose documents have been written */
    bool is_inverted;         /* no more runs will be added */
    uint32_t n_documents;     /* in all runs */
    struct known_files files; /* first_docid counts from the first document of the batch, from 1 */
    struct problems problems;
    struct buf links; /* of its files (links/link_store.h) */
    bool links_are_packed;
};

struct pool {
    const struct build_job *job;
    bool is_part; /* the database is only a part of the index */
    struct ordered_work work;
    struct batch *batches; /* one for each piece */
    struct bulk_writer *writer;
    uint64_t max_run_bytes;      /* for the run being filled */
    uint64_t max_posting_bytes;  /* for runs in memory */
    uint64_t max_document_bytes; /* for runs that cannot be written yet */
    uint32_t max_known_terms;

    /* Guarded by the mutex of work: */
    bool is_writing;                        /* a worker is using the writer */
    uint64_t posting_bytes, document_bytes; /* of the finished runs */
    uint64_t link_bytes;                    /* of the finished batches */
};

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Returns the size of the text in a batch: small enough for several to fit into memory and for each
 * thread to get some. */
static uint64_t batch_bytes(const struct changes *changes, uint64_t memory_bytes, size_t n_threads)
{
    uint64_t all = changes->read_bytes + changes->kept_bytes;
    uint64_t bytes = all / FEW_RUNS < MAX_BATCH_BYTES / 2 ? MAX_BATCH_BYTES / 2 : all / FEW_RUNS;
    bytes = least(least(bytes, MAX_BATCH_BYTES), memory_bytes / (8 * n_threads));
    if (n_threads > 1)
        bytes = least(bytes, all / (2 * n_threads));
    return bytes < MIN_BATCH_BYTES ? MIN_BATCH_BYTES : bytes;
}

/* ---- workers ---- */

/* A worker and its current batch. */
struct worker {
    struct pool *pool;
    struct work_reader *reader;
    struct batch *batch;
    struct analysis *analysis;
    struct bulk_inverter *inverter;
    struct outgoing *links; /* of the current file */
};

/* Returns the next run to write, or NULL if it does not exist yet. The caller holds the mutex. */
static struct bulk_run *next_run(struct pool *pool)
{
    struct ordered_work *work = &pool->work;
    for (; work->turn < work->n_pieces; work->turn++) {
        struct batch *batch = &pool->batches[work->turn];
        if (batch->n_written < batch->n_runs)
            return batch->runs[batch->n_written++];
        if (!batch->is_inverted)
            break;
    }
    return NULL;
}

/* Writes the runs whose documents' numbers are known, unless another worker is writing. */
static enum err_code write_documents(struct pool *pool, struct err *err)
{
    struct bulk_run *run;
    pthread_mutex_lock(&pool->work.mutex);
    if (!pool->is_writing) {
        pool->is_writing = true;
        while (err->code == ERR_OK && (run = next_run(pool))) {
            pool->document_bytes -= bulk_run_document_bytes(run);
            pthread_mutex_unlock(&pool->work.mutex);
            bulk_writer_add(pool->writer, run, err);
            pthread_mutex_lock(&pool->work.mutex);
        }
        pool->is_writing = false;
        pthread_cond_broadcast(&pool->work.changed);
    }
    pthread_mutex_unlock(&pool->work.mutex);
    return err->code;
}

/* Waits if too many documents are waiting to be written after earlier batches. The worker with the
 * next batch in order never waits, so this ends. */
static void wait_for_turn(struct worker *w)
{
    struct pool *pool = w->pool;
    pthread_mutex_lock(&pool->work.mutex);
    while (!pool->work.err.code && pool->document_bytes > pool->max_document_bytes &&
           w->reader->piece > pool->work.turn)
        pthread_cond_wait(&pool->work.changed, &pool->work.mutex);
    pthread_mutex_unlock(&pool->work.mutex);
}

/* Finishes the current run. is_last: it is the last one of the batch. */
static enum err_code end_run(struct worker *w, bool is_last, struct err *err)
{
    struct pool *pool = w->pool;
    struct batch *batch = w->batch;
    struct bulk_run *run = bulk_inverter_finish(w->inverter);
    if (term_ids_count(analysis_term_ids(w->analysis)) > pool->max_known_terms)
        analysis_clear(w->analysis);
    uint64_t bytes = bulk_run_posting_bytes(run);
    pthread_mutex_lock(&pool->work.mutex);
    bool fits = pool->posting_bytes + bytes <= pool->max_posting_bytes;
    pool->posting_bytes += fits ? bytes : 0;
    pthread_mutex_unlock(&pool->work.mutex);
    if (!fits)
        bulk_run_spill(run, pool->job->index_dir, err);
    pthread_mutex_lock(&pool->work.mutex);
    batch->n_documents += bulk_run_count(run);
    MEM_GROW(batch->runs, batch->n_runs, batch->runs_capacity);
    batch->runs[batch->n_runs++] = run;
    batch->is_inverted = is_last;
    pool->document_bytes += bulk_run_document_bytes(run);
    pthread_mutex_unlock(&pool->work.mutex);
    if (err->code == ERR_OK && write_documents(pool, err) == ERR_OK)
        wait_for_turn(w);
    return err->code;
}

static enum err_code add_to_run(void *ctx, const struct document *document, struct err *err)
{
    struct worker *w = ctx;
    if (*w->pool->job->stop)
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    if (bulk_inverter_add(w->inverter, analyse(w->analysis, document), err))
        return err->code;
    outgoing_add(w->links, document);
    if (bulk_inverter_bytes(w->inverter) > w->pool->max_run_bytes)
        end_run(w, false, err);
    return err->code;
}

/* Stores the links of the batch, compressed if memory is short. */
static void end_links(struct worker *w)
{
    struct pool *pool = w->pool;
    struct batch *batch = w->batch;
    pthread_mutex_lock(&pool->work.mutex);
    pool->link_bytes += batch->links.n;
    batch->links_are_packed = pool->link_bytes > MAX_LINK_BYTES;
    pthread_mutex_unlock(&pool->work.mutex);
    if (batch->links_are_packed)
        link_files_pack(&batch->links);
}

static enum err_code read_batch(struct worker *w, struct err *err)
{
    const struct build_job *job = w->pool->job;
    const struct work_piece *piece = &w->pool->work.pieces[w->reader->piece];
    struct batch *batch = w->batch;
    for (size_t i = piece->first; i < piece->end; i++) {
        const struct change *change = &job->changes->entries[i];
        const struct source_file *file = change->file;
        struct known_file known;
        size_t first_problem = batch->problems.n;
        if (*job->stop)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        outgoing_start(w->links);
        uint32_t first = batch->n_documents + bulk_inverter_count(w->inverter) + 1;
        if (intake_file(w->reader->intake, file, add_to_run, w, &batch->problems, &known, err))
            return err->code;
        if (!w->pool->is_part && outcome_refuse_loss(change, &known, err))
            return err->code;
        if (change_repeats_fault(change, &known))
            problems_are_known(&batch->problems, first_problem);
        known.first_docid = first;
        known_files_add(&batch->files, &known);
        link_file_append(&batch->links, file->path, outgoing_links(w->links));
        progress_count(job->progress, file->size_bytes);
    }
    end_links(w);
    return end_run(w, true, err);
}

static void work(void *ctx, struct work_reader *reader, struct err *err)
{
    struct pool *pool = ctx;
    struct worker w = {.pool = pool, .reader = reader};
    w.analysis = analysis_new(pool->job->analysis);
    w.inverter = bulk_inverter_new(analysis_term_ids(w.analysis));
    w.links = outgoing_new();
    while (!err->code && ordered_work_take(reader)) {
        w.batch = &pool->batches[reader->piece];
        read_batch(&w, err);
    }
    bulk_inverter_free(w.inverter);
    outgoing_free(w.links);
    analysis_free(w.analysis);
}

/* ---- finishing ---- */

/* Numbers the documents across all batches and collects the results of the batches. */
static enum err_code gather(struct pool *pool, struct known_files *all, struct link_files *links,
                            struct err *err)
{
    struct report *report = pool->job->report;
    uint32_t base = 0;
    for (size_t i = 0; i < pool->work.n_pieces; i++) {
        struct batch *batch = &pool->batches[i];
        for (size_t k = 0; k < batch->files.n; k++) {
            batch->files.files[k].first_docid += base;
            known_files_add(all, &batch->files.files[k]);
        }
        problems_append(&report->problems, &batch->problems);
        if (batch->links_are_packed ? link_files_unpack(links, buf_str(&batch->links), err)
                                    : link_files_read(links, buf_str(&batch->links), err))
            return err->code;
        buf_done(&batch->links);
        base += batch->n_documents;
    }
    return ERR_OK;
}

static void count_files(const struct build_job *job, const struct known_files *read)
{
    for (size_t i = 0; i < read->n; i++)
        outcome_count(job->report, &job->changes->entries[i], &read->files[i]);
}

static enum err_code end_database(struct pool *pool, size_t n_threads, struct index_files *synced,
                                  struct err *err)
{
    AUTO(known_files_done) struct known_files files = KNOWN_FILES_INIT;
    AUTO(link_files_done) struct link_files links = LINK_FILES_INIT;
    AUTO(bulk_links_done) struct bulk_links linked = {0};
    AUTO(build_metadata_done) struct build_metadata metadata = {0};
    struct lengths lengths = {{0}};
    if (gather(pool, &files, &links, err))
        return err->code;
    count_files(pool->job, &files);
    if (bulk_links_add(&linked, pool->job, &files, &links, pool->writer, err))
        return err->code;
    bulk_writer_lengths(pool->writer, &lengths);
    if (!build_metadata_collect(&metadata, pool->job, &files, &links, &lengths, err)) {
        const struct bulk_end end = {metadata.items, metadata.n, n_threads};
        bulk_writer_finish(pool->writer, &end, synced, err);
        pool->writer = NULL;
    }
    return err->code;
}

static enum err_code end_part(struct pool *pool, size_t n_threads, struct bulk_part *ret,
                              struct err *err)
{
    const struct bulk_end end = {.n_threads = n_threads};
    if (!gather(pool, &ret->files, &ret->links, err)) {
        bulk_writer_finish(pool->writer, &end, NULL, err);
        pool->writer = NULL;
    }
    return err->code;
}

static void pool_done(struct pool *pool)
{
    bulk_writer_abandon(pool->writer);
    for (size_t i = 0; i < pool->work.n_pieces; i++) {
        for (size_t k = 0; k < pool->batches[i].n_runs; k++)
            bulk_run_free(pool->batches[i].runs[k]);
        mem_free(pool->batches[i].runs);
        known_files_done(&pool->batches[i].files);
        problems_done(&pool->batches[i].problems);
        buf_done(&pool->batches[i].links);
    }
    mem_free(pool->batches);
    ordered_work_done(&pool->work);
}

/* Reads the files of the job into the pool's writer. */
static enum err_code read_files(struct pool *pool, const char *path, struct err *err)
{
    const struct build_job *job = pool->job;
    size_t n_threads = job->n_threads;
    uint64_t memory_bytes = job->memory_bytes;
    mem_expect_much();
    pool->max_run_bytes = least(memory_bytes / (3 * n_threads), MAX_RUN_BYTES);
    pool->max_posting_bytes = least(memory_bytes / 3, MAX_POSTING_BYTES);
    pool->max_document_bytes = memory_bytes / 6;
    pool->max_known_terms = (uint32_t)least(pool->max_run_bytes / KNOWN_TERM_BYTES,
                                            MAX_KNOWN_TERMS);
    ordered_work_init(&pool->work, job, batch_bytes(job->changes, memory_bytes, n_threads),
                      MAX_BATCH_FILES);
    pool->batches = mem_alloc_zeroed(pool->work.n_pieces, sizeof *pool->batches);
    pool->writer = bulk_writer_open(path, err);
    return pool->writer ? ordered_work_run(&pool->work, work, pool, "indexing", err) : err->code;
}

enum err_code bulk_build(const struct build_job *job, const char *path, bool *ret_is_in_order,
                         struct index_files *ret_synced, struct err *err)
{
    AUTO(pool_done) struct pool pool = {.job = job};
    if (read_files(&pool, path, err))
        return err->code;
    *ret_is_in_order = bulk_writer_is_in_order(pool.writer, SLOT_ORDER);
    return end_database(&pool, job->n_threads, ret_synced, err);
}

enum err_code bulk_build_part(const struct build_job *job, const char *path, struct bulk_part *ret,
                              struct err *err)
{
    AUTO(pool_done) struct pool pool = {.job = job, .is_part = true};
    return read_files(&pool, path, err) ? err->code : end_part(&pool, job->n_threads, ret, err);
}

void bulk_part_done(struct bulk_part *part)
{
    known_files_done(&part->files);
    link_files_done(&part->links);
}
