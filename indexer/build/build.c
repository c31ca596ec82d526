/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build/build.h"

#include "base/mem.h"
#include "bulk/bulk.h"
#include "indexer/build/update.h"
#include "store/schema.h"
#include "xap/format_check.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

/* The files are cut into batches of consecutive files. A worker takes the next batch and inverts it
 * into runs (bulk/bulk.h). The documents of a run are written when all runs before it are, by
 * whichever worker finds it so; its postings stay in memory, or go to disk where that is short, and
 * in the end those of all runs are merged. All is done in the order of the files, so the result
 * does not depend on how many workers there are. */

enum {
    MAX_BATCH_FILES = 8192,
    SHOW_EVERY_MS = 100,
    MAX_KNOWN_TERMS = 1 << 17, /* carried over from run to run */
    KNOWN_TERM_BYTES = 128,    /* what one takes, in the dictionary and in a run, and more */
};
/* What a run needs while it is filled has to fit into the processor's caches; on the other hand
 * merging takes longer the more runs there are. */
static const uint64_t MIN_BATCH_BYTES = 1ull << 20, MAX_BATCH_BYTES = 8ull << 20;
static const uint64_t MAX_RUN_BYTES = 32ull << 20;
enum { FEW_RUNS = 32 };
/* Of the runs that wait in memory to be merged: reading more of them back from a file is faster
 * than memory that was never touched before. */
static const uint64_t MAX_POSTING_BYTES = 16ull << 20;
static const uint64_t MAX_DEFAULT_MEMORY_BYTES = 1ull << 30;

/* A large file of records fills several runs. */
struct batch {
    size_t first_entry, end_entry; /* of the plan */
    struct bulk_run **runs;
    size_t n_runs, runs_capacity;
    size_t n_written;          /* runs */
    bool is_inverted;          /* there will be no more runs */
    uint32_t n_documents;      /* of all runs */
    struct known_files states; /* first_docid counts from the batch's first document, which is 1 */
    struct problems problems;
};

struct pool {
    const struct build_job *build;
    const char *folder; /* for what does not fit into memory */
    struct bulk_writer *writer;
    uint64_t max_run_bytes;      /* of one that is being filled */
    uint64_t max_posting_bytes;  /* of the runs in memory */
    uint64_t max_document_bytes; /* of runs that cannot be written yet */
    uint32_t max_known_terms;
    struct batch *batches;
    size_t n_batches, batches_capacity;

    pthread_mutex_t mutex;
    pthread_cond_t one_ended, one_written;
    size_t next_batch;
    size_t n_working; /* workers that have not ended */
    bool is_writing;  /* a worker has the writer */
    size_t written_batches;
    uint64_t posting_bytes, document_bytes; /* of the finished runs */
    struct err err;                         /* the first failure */
};

static uint64_t memory_of(const struct options *o)
{
    if (o->memory_bytes)
        return o->memory_bytes;
    long pages = sysconf(_SC_PHYS_PAGES), page_bytes = sysconf(_SC_PAGESIZE);
    uint64_t machine = pages > 0 && page_bytes > 0 ? (uint64_t)pages * (uint64_t)page_bytes : 0;
    uint64_t quarter = machine / 4;
    return quarter && quarter < MAX_DEFAULT_MEMORY_BYTES ? quarter : MAX_DEFAULT_MEMORY_BYTES;
}

size_t build_threads(const struct options *o)
{
    long n = o->n_threads ? (long)o->n_threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (size_t)n : 1;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Text of a batch: small enough that several fit into memory, and that each thread gets some. */
static uint64_t batch_bytes(const struct changes *plan, uint64_t memory_bytes, size_t n_threads)
{
    uint64_t all = plan->read_bytes + plan->kept_bytes;
    uint64_t bytes = all / FEW_RUNS < MAX_BATCH_BYTES / 2 ? MAX_BATCH_BYTES / 2 : all / FEW_RUNS;
    bytes = least(least(bytes, MAX_BATCH_BYTES), memory_bytes / (8 * n_threads));
    if (n_threads > 1)
        bytes = least(bytes, all / (2 * n_threads));
    return bytes < MIN_BATCH_BYTES ? MIN_BATCH_BYTES : bytes;
}

static void cut_batches(struct pool *pool, uint64_t bytes_each)
{
    const struct changes *plan = pool->build->plan;
    size_t first = 0;
    uint64_t bytes = 0;
    for (size_t i = 0; i < plan->n; i++) {
        bytes += plan->entries[i].file->size_bytes;
        if (bytes < bytes_each && i + 1 - first < MAX_BATCH_FILES && i + 1 < plan->n)
            continue;
        MEM_GROW(pool->batches, pool->n_batches, pool->batches_capacity);
        pool->batches[pool->n_batches++] = (struct batch){.first_entry = first, .end_entry = i + 1};
        first = i + 1;
        bytes = 0;
    }
}

/* ---- workers ---- */

/* A worker, and the batch that it is at. */
struct worker {
    struct pool *pool;
    struct batch *batch;
    struct intake *intake;
    struct bulk_inverter *inverter;
};

/* The next run to be written; NULL: it is not there yet. With the pool locked. */
static struct bulk_run *next_run(struct pool *pool)
{
    for (; pool->written_batches < pool->n_batches; pool->written_batches++) {
        struct batch *batch = &pool->batches[pool->written_batches];
        if (batch->n_written < batch->n_runs)
            return batch->runs[batch->n_written++];
        if (!batch->is_inverted)
            break;
    }
    return NULL;
}

/* Writes the documents whose numbers are known, unless another worker is at it. */
static enum err_code write_documents(struct pool *pool, struct err *err)
{
    struct bulk_run *run;
    pthread_mutex_lock(&pool->mutex);
    if (!pool->is_writing) {
        pool->is_writing = true;
        while (err->code == ERR_OK && (run = next_run(pool))) {
            pool->document_bytes -= bulk_run_document_bytes(run);
            pthread_mutex_unlock(&pool->mutex);
            bulk_writer_add(pool->writer, run, err);
            pthread_mutex_lock(&pool->mutex);
        }
        pool->is_writing = false;
        pthread_cond_broadcast(&pool->one_written);
    }
    pthread_mutex_unlock(&pool->mutex);
    return err->code;
}

/* Waits while other batches have to be written before this and too many documents wait for that.
 * The worker whose batch is next never waits, so there is an end. */
static void wait_for_turn(struct worker *w)
{
    struct pool *pool = w->pool;
    pthread_mutex_lock(&pool->mutex);
    while (!pool->err.code && pool->document_bytes > pool->max_document_bytes &&
           w->batch > &pool->batches[pool->written_batches])
        pthread_cond_wait(&pool->one_written, &pool->mutex);
    pthread_mutex_unlock(&pool->mutex);
}

/* Makes a run of the documents at hand; is_last: of the batch. */
static enum err_code end_run(struct worker *w, bool is_last, struct err *err)
{
    struct pool *pool = w->pool;
    struct batch *batch = w->batch;
    struct analysis *analysis = intake_analysis(w->intake);
    struct bulk_run *run = bulk_inverter_finish(w->inverter);
    if (term_ids_count(analysis_term_ids(analysis)) > pool->max_known_terms)
        analysis_clear(analysis);
    uint64_t bytes = bulk_run_posting_bytes(run);
    pthread_mutex_lock(&pool->mutex);
    bool fits = pool->posting_bytes + bytes <= pool->max_posting_bytes;
    pool->posting_bytes += fits ? bytes : 0;
    pthread_mutex_unlock(&pool->mutex);
    if (!fits)
        bulk_run_spill(run, pool->folder, err);
    pthread_mutex_lock(&pool->mutex);
    batch->n_documents += bulk_run_count(run);
    MEM_GROW(batch->runs, batch->n_runs, batch->runs_capacity);
    batch->runs[batch->n_runs++] = run;
    batch->is_inverted = is_last;
    pool->document_bytes += bulk_run_document_bytes(run);
    pthread_mutex_unlock(&pool->mutex);
    if (err->code == ERR_OK && write_documents(pool, err) == ERR_OK)
        wait_for_turn(w);
    return err->code;
}

static enum err_code add_to_run(void *ctx, const struct document *document, struct err *err)
{
    struct worker *w = ctx;
    if (*w->pool->build->stop)
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    if (bulk_inverter_add(w->inverter, analyse(intake_analysis(w->intake), document), err))
        return err->code;
    if (bulk_inverter_bytes(w->inverter) > w->pool->max_run_bytes)
        end_run(w, false, err);
    return err->code;
}

static enum err_code read_batch(struct worker *w, struct err *err)
{
    const struct build_job *b = w->pool->build;
    struct batch *batch = w->batch;
    for (size_t i = batch->first_entry; i < batch->end_entry; i++) {
        const struct source_file *file = b->plan->entries[i].file;
        struct known_file state;
        if (*b->stop)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        uint32_t first = batch->n_documents + bulk_inverter_count(w->inverter) + 1;
        if (intake_file(w->intake, file, add_to_run, w, &batch->problems, &state, err))
            return err->code;
        state.first_docid = first;
        known_files_add(&batch->states, &state);
        progress_count(b->progress, file->size_bytes);
    }
    return end_run(w, true, err);
}

static struct batch *take_batch(struct pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    bool is_over = pool->err.code || pool->next_batch == pool->n_batches;
    struct batch *batch = is_over ? NULL : &pool->batches[pool->next_batch++];
    pthread_mutex_unlock(&pool->mutex);
    return batch;
}

static void *work(void *ctx)
{
    struct pool *pool = ctx;
    struct worker w = {.pool = pool, .intake = intake_new(pool->build->intake)};
    struct err err = ERR_INIT;
    w.inverter = bulk_inverter_new(analysis_term_ids(intake_analysis(w.intake)));
    while (!err.code && (w.batch = take_batch(pool)))
        read_batch(&w, &err);
    pthread_mutex_lock(&pool->mutex);
    if (err.code && !pool->err.code)
        pool->err = err;
    pool->n_working--;
    pthread_cond_signal(&pool->one_ended);
    pthread_cond_broadcast(&pool->one_written); /* there may be nothing to wait for any more */
    pthread_mutex_unlock(&pool->mutex);
    bulk_inverter_free(w.inverter);
    intake_free(w.intake);
    return NULL;
}

/* Waits for the workers and shows how far they are. */
static void wait_for_workers(struct pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    while (pool->n_working) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += SHOW_EVERY_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&pool->one_ended, &pool->mutex, &until);
        progress_show(pool->build->progress, "indexing");
    }
    pthread_mutex_unlock(&pool->mutex);
}

static enum err_code run_workers(struct pool *pool, size_t n_threads, struct err *err)
{
    pthread_t *threads = mem_alloc(n_threads * sizeof *threads);
    size_t n_started = 0;
    if (n_threads > pool->n_batches)
        n_threads = pool->n_batches;
    pool->n_working = n_threads;
    while (n_started < n_threads && pthread_create(&threads[n_started], NULL, work, pool) == 0)
        n_started++;
    pthread_mutex_lock(&pool->mutex);
    pool->n_working -= n_threads - n_started;
    pthread_mutex_unlock(&pool->mutex);
    wait_for_workers(pool);
    for (size_t i = 0; i < n_started; i++)
        pthread_join(threads[i], NULL);
    mem_free(threads);
    if (pool->n_batches && n_started == 0)
        return err_set(err, ERR_IO, "cannot start a thread");
    if (pool->err.code)
        *err = pool->err;
    return err->code;
}

/* ---- the end ---- */

struct metadata {
    struct bulk_metadata *items;
    size_t n, capacity;
    struct arena arena;
};

static enum err_code collect_metadata(void *ctx, const char *key, struct str value, struct err *err)
{
    (void)err;
    struct metadata *m = ctx;
    MEM_GROW(m->items, m->n, m->capacity);
    m->items[m->n++] = (struct bulk_metadata){arena_copy(&m->arena, str_of(key)).p,
                                              arena_copy(&m->arena, value).p, value.n};
    return ERR_OK;
}

/* Numbers the documents through all batches and gathers what the batches found. */
static void gather(struct pool *pool, struct known_files *all)
{
    struct report *report = pool->build->report;
    uint32_t base = 0;
    for (size_t i = 0; i < pool->n_batches; i++) {
        struct batch *batch = &pool->batches[i];
        for (size_t k = 0; k < batch->states.n; k++) {
            batch->states.files[k].first_docid += base;
            known_files_add(all, &batch->states.files[k]);
        }
        problems_append(&report->problems, &batch->problems);
        base += batch->n_documents;
    }
}

static enum err_code end_database(struct pool *pool, size_t n_threads, struct index_files *synced,
                                  struct err *err)
{
    struct known_files states = KNOWN_FILES_INIT;
    struct metadata metadata = {0};
    gather(pool, &states);
    collect_metadata(&metadata, METADATA_SOURCES, pool->build->sources, err);
    collect_metadata(&metadata, METADATA_TEXT_DICTIONARY, pool->build->intake->analysis.dictionary,
                     err);
    if (!known_files_store(&states, NULL, collect_metadata, &metadata, err)) {
        const struct bulk_end end = {metadata.items, metadata.n, n_threads};
        bulk_writer_finish(pool->writer, &end, synced, err);
        pool->writer = NULL;
    }
    mem_free(metadata.items);
    arena_done(&metadata.arena);
    known_files_done(&states);
    return err->code;
}

static void pool_done(struct pool *pool)
{
    bulk_writer_abandon(pool->writer);
    for (size_t i = 0; i < pool->n_batches; i++) {
        for (size_t k = 0; k < pool->batches[i].n_runs; k++)
            bulk_run_free(pool->batches[i].runs[k]);
        mem_free(pool->batches[i].runs);
        known_files_done(&pool->batches[i].states);
        problems_done(&pool->batches[i].problems);
    }
    mem_free(pool->batches);
    pthread_mutex_destroy(&pool->mutex);
    pthread_cond_destroy(&pool->one_ended);
    pthread_cond_destroy(&pool->one_written);
}

static enum err_code build_in_bulk(const struct build_job *b, const char *path, struct built *ret,
                                   struct err *err)
{
    size_t n_threads = build_threads(b->intake->options);
    mem_expect_much();
    AUTO(pool_done)
    struct pool pool = {.build = b,
                        .folder = b->intake->index_dir,
                        .mutex = PTHREAD_MUTEX_INITIALIZER,
                        .one_ended = PTHREAD_COND_INITIALIZER,
                        .one_written = PTHREAD_COND_INITIALIZER};
    uint64_t memory_bytes = memory_of(b->intake->options);
    pool.max_run_bytes = least(memory_bytes / (3 * n_threads), MAX_RUN_BYTES);
    pool.max_posting_bytes = least(memory_bytes / 3, MAX_POSTING_BYTES);
    pool.max_document_bytes = memory_bytes / 6;
    pool.max_known_terms = (uint32_t)least(pool.max_run_bytes / KNOWN_TERM_BYTES, MAX_KNOWN_TERMS);
    cut_batches(&pool, batch_bytes(b->plan, memory_bytes, n_threads));
    pool.writer = bulk_writer_open(path, err);
    if (!pool.writer || run_workers(&pool, n_threads, err))
        return err->code;
    ret->is_in_order = bulk_writer_is_in_order(pool.writer, SLOT_ORDER);
    return end_database(&pool, n_threads, &ret->synced, err);
}

/* A new index holds every file anew, whatever it held before. */
static void count_files(const struct build_job *b)
{
    struct report *report = b->report;
    for (size_t i = 0; i < b->plan->n; i++) {
        const struct change *e = &b->plan->entries[i];
        report->n_added += e->old == NULL;
        report->n_changed += e->old && e->action == CHANGE_READ;
        report->n_renamed += e->action == CHANGE_RENAME;
        report->n_unchanged += e->action == CHANGE_KEEP;
        report->bytes_read += e->file->size_bytes;
    }
    report->n_removed += b->plan->n_removed;
}

enum err_code build_new(const struct build_job *b, const char *path, struct built *ret,
                        struct err *err)
{
    bool in_bulk = b->intake->options->bulk && format_is_supported(NULL);
    *ret = (struct built){.is_in_order = false};
    if (in_bulk ? build_in_bulk(b, path, ret, err) : build_through_libxapian(b, path, err))
        return err->code;
    count_files(b);
    return ERR_OK;
}
