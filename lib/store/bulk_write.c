/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"
#include "base/mem.h"
#include "store/bulk_merge.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two threads: the documents' tables by one, the terms' tables by the other. They read the same
 * runs and share nothing else. */

struct documents_job {
    const struct bulk_merge *merge;
    struct glass_root *roots;
    struct err err;
};

static void *write_documents(void *context)
{
    struct documents_job *job = context;
    bulk_write_documents(job->merge, job->roots, &job->err);
    return NULL;
}

static enum err_code write_tables(const struct bulk_merge *merge, struct glass_root *roots,
                                  struct err *err)
{
    struct documents_job job = {merge, roots, ERR_INIT};
    pthread_t thread;
    bool is_threaded = pthread_create(&thread, NULL, write_documents, &job) == 0;
    bulk_write_terms(merge, roots, err);
    if (is_threaded)
        pthread_join(thread, NULL);
    else
        write_documents(&job);
    if (job.err.code)
        err_set(err, job.err.code, "%s", job.err.message);
    return err->code;
}

static struct glass_statistics add_statistics(struct bulk_run *const *runs, size_t n_runs)
{
    struct glass_statistics sum = {0};
    for (size_t i = 0; i < n_runs; i++) {
        const struct glass_statistics *s = &runs[i]->statistics;
        sum.n_documents += runs[i]->n_documents;
        sum.total_length += s->total_length;
        if (s->max_length > sum.max_length)
            sum.max_length = s->max_length;
        if (s->max_wdf > sum.max_wdf)
            sum.max_wdf = s->max_wdf;
        if (s->min_length && (!sum.min_length || s->min_length < sum.min_length))
            sum.min_length = s->min_length;
    }
    sum.last_docid = sum.n_documents;
    return sum;
}

static void remove_files(const char *path)
{
    static const char *const names[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                        "position.glass", "iamglass"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        AUTO(mem_free_pointer) char *name = file_join(path, names[i]);
        unlink(name);
    }
    rmdir(path);
}

static int compare_metadata(const void *a, const void *b)
{
    const struct bulk_metadata *x = a, *y = b;
    return strcmp(x->key, y->key);
}

/* In the order of the keys, without those that have no value. */
static struct bulk_metadata *sort_metadata(const struct bulk_metadata *metadata, size_t *n)
{
    struct bulk_metadata *sorted = mem_alloc(*n * sizeof *sorted);
    size_t n_kept = 0;
    for (size_t i = 0; i < *n; i++)
        if (metadata[i].value_length > 0)
            sorted[n_kept++] = metadata[i];
    qsort(sorted, n_kept, sizeof *sorted, compare_metadata);
    *n = n_kept;
    return sorted;
}

static enum err_code check(struct bulk_run *const *runs, size_t n_runs,
                           const struct bulk_metadata *sorted, size_t n_metadata, struct err *err)
{
    uint64_t n_documents = 0;
    for (size_t i = 0; i < n_runs; i++)
        n_documents += runs[i]->n_documents;
    if (n_documents >= UINT32_MAX)
        return err_set(err, ERR_LIMIT, "there are too many documents");
    for (size_t i = 0; i < n_metadata; i++) {
        size_t n = strlen(sorted[i].key);
        if (n == 0 || n > BULK_MAX_METADATA_KEY_BYTES ||
            sorted[i].value_length > GLASS_MAX_TAG_BYTES ||
            (i > 0 && strcmp(sorted[i - 1].key, sorted[i].key) == 0))
            return err_set(err, ERR_USAGE,
                           "metadata '%.100s' are outside the limits or twice there",
                           sorted[i].key);
    }
    return ERR_OK;
}

enum err_code bulk_write(const char *path, struct bulk_run *const *runs, size_t n_runs,
                         const struct bulk_metadata *metadata, size_t n_metadata, struct err *err)
{
    AUTO(mem_free_pointer) struct bulk_metadata *sorted = sort_metadata(metadata, &n_metadata);
    if (check(runs, n_runs, sorted, n_metadata, err))
        return err->code;
    if (mkdir(path, 0777) != 0)
        return err_set_errno(err, "cannot create '%s'", path);
    AUTO(mem_free_pointer) uint32_t *first_docids = mem_alloc(n_runs * sizeof *first_docids);
    uint32_t docid = 1;
    for (size_t i = 0; i < n_runs; i++) {
        first_docids[i] = docid;
        docid += runs[i]->n_documents;
    }
    struct bulk_merge merge = {path, runs, n_runs, first_docids, sorted, n_metadata};
    struct glass_root roots[GLASS_N_TABLES] = {{0}};
    struct glass_statistics statistics = add_statistics(runs, n_runs);
    struct err failure = ERR_INIT;
    if (write_tables(&merge, roots, &failure) ||
        glass_write_version(path, roots, &statistics, &failure)) {
        remove_files(path);
        return err_set(err, failure.code, "%s", failure.message);
    }
    return ERR_OK;
}
