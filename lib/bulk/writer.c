/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes runs of documents into the tables of a new database. */
#include "base/file.h"
#include "base/mem.h"
#include "bulk/complete.h"
#include "bulk/database_files.h"
#include "bulk/merge.h"
#include "glass/table_writer.h"

#include <sys/stat.h>

struct bulk_writer {
    char *path;
    struct table_writer *termlist;
    struct table_writer *docdata; /* NULL until a document has data */
    struct bulk_run **runs;       /* of documents, followed by those of terms */
    size_t n_runs, runs_capacity;
    size_t n_of_documents; /* the number of the former */
    uint32_t n_documents;
    uint32_t n_with_terms; /* documents of the runs of terms */
};

struct bulk_writer *bulk_writer_open(const char *path, struct err *err)
{
    if (mkdir(path, 0777) != 0) {
        err_set_errno(err, "cannot create '%s'", path);
        return NULL;
    }
    struct bulk_writer *w = mem_alloc_zeroed(1, sizeof *w);
    w->path = mem_copy_string(path);
    /* Without the file of this table, a database is taken for one without term lists. */
    w->termlist = table_writer_open(path, "termlist");
    return w;
}

/* ---- documents ---- */

static void add_document(struct bulk_writer *w, uint32_t docid, const struct bulk_run_document *d)
{
    uint8_t key[GLASS_SDID_BYTES + 1];
    size_t n = (size_t)(glass_put_sdid(key, docid) - key);
    table_writer_add(w->termlist, key, n, d->terms, d->terms_bytes, d->terms_are_deflated);
    if (d->data_bytes > 0) {
        if (!w->docdata)
            w->docdata = table_writer_open(w->path, "docdata");
        table_writer_add(w->docdata, key, n, d->data, d->data_bytes, false);
    }
    if (d->slots_bytes > 0) {
        key[n] = 0;
        table_writer_add(w->termlist, key, n + 1, d->slots, d->slots_bytes, false);
    }
}

enum err_code bulk_writer_add(struct bulk_writer *w, struct bulk_run *run, struct err *err)
{
    if (run->n_documents >= UINT32_MAX - w->n_documents)
        return err_set(err, ERR_LIMIT, "there are too many documents");
    run->first_docid = w->n_documents + 1;
    MEM_GROW(w->runs, w->n_runs, w->runs_capacity);
    w->runs[w->n_runs++] = run;
    w->n_of_documents = w->n_runs;
    for (uint32_t i = 0; i < run->n_documents; i++)
        add_document(w, ++w->n_documents, &run->documents[i]);
    mem_free(run->documents);
    run->documents = NULL;
    arena_done(&run->tags);
    if (table_writer_failure(w->termlist, err) == ERR_OK && w->docdata)
        table_writer_failure(w->docdata, err);
    return err->code;
}

/* Adds the wdfs of a run of terms to the lengths of its documents. */
static void add_to_lengths(struct bulk_writer *w, const struct bulk_run *terms)
{
    size_t i = 0;
    uint32_t number = terms->first_docid - 1; /* becomes relative to run i */
    for (uint32_t k = 0; k < terms->n_documents; k++, number++) {
        while (number >= w->runs[i]->n_documents)
            number -= w->runs[i++]->n_documents;
        w->runs[i]->lengths[number] += terms->lengths[k];
    }
}

enum err_code bulk_writer_add_terms(struct bulk_writer *w, struct bulk_run *run, struct err *err)
{
    if (run->n_documents > w->n_documents - w->n_with_terms)
        return err_set(err, ERR_LIMIT, "there are more documents with terms than there are");
    run->first_docid = w->n_with_terms + 1;
    w->n_with_terms += run->n_documents;
    add_to_lengths(w, run);
    MEM_GROW(w->runs, w->n_runs, w->runs_capacity);
    w->runs[w->n_runs++] = run;
    return ERR_OK;
}

bool bulk_writer_is_in_order(const struct bulk_writer *w, uint32_t slot)
{
    const struct bulk_slot *last = NULL;
    for (size_t i = 0; i < w->n_of_documents; i++) {
        const struct bulk_run *run = w->runs[i];
        const struct bulk_slot *s = bulk_run_slot(run, slot);
        if (run->n_documents == 0)
            continue;
        if (!s || s->n < run->n_documents || !s->is_ascending ||
            (last && str_compare(buf_str(&s->lower), buf_str(&last->upper)) <= 0))
            return false;
        last = s;
    }
    return true;
}

void bulk_writer_lengths(const struct bulk_writer *w, struct lengths *l)
{
    for (size_t i = 0; i < w->n_of_documents; i++)
        for (uint32_t k = 0; k < w->runs[i]->n_documents; k++)
            lengths_count(l, w->runs[i]->lengths[k]);
}

/* ---- the end ---- */

/* The lengths include all terms of the documents. */
static void add_lengths(struct glass_statistics *sum, const struct bulk_run *run)
{
    for (uint32_t i = 0; i < run->n_documents; i++)
        glass_statistics_count(sum, run->lengths[i]);
}

static struct glass_statistics add_statistics(const struct bulk_writer *w)
{
    struct glass_statistics sum = {.n_documents = w->n_documents, .last_docid = w->n_documents};
    for (size_t i = 0; i < w->n_of_documents; i++)
        add_lengths(&sum, w->runs[i]);
    for (size_t i = 0; i < w->n_runs; i++)
        if (w->runs[i]->max_wdf > sum.max_wdf)
            sum.max_wdf = w->runs[i]->max_wdf;
    return sum;
}

/* Writes the term lists again with the terms that came later. */
static enum err_code complete_term_lists(struct bulk_writer *w, struct err *err)
{
    struct glass_root root;
    struct bulk_completion c = {.path = w->path,
                                .root = &root,
                                .terms = w->runs + w->n_of_documents,
                                .n_terms = w->n_runs - w->n_of_documents};
    table_writer_end(w->termlist);
    struct table_writer *first = w->termlist;
    w->termlist = NULL;
    if (table_writer_close(first, &root, err) == ERR_OK)
        w->termlist = bulk_complete_term_lists(&c, err);
    return err->code;
}

static void end_documents(struct bulk_writer *w)
{
    table_writer_end(w->termlist);
    if (w->docdata)
        table_writer_end(w->docdata);
}

static void close_documents(struct bulk_writer *w, struct glass_root *roots, struct err *err)
{
    if (w->termlist)
        table_writer_close(w->termlist, &roots[GLASS_TERMLIST], err);
    if (w->docdata)
        table_writer_close(w->docdata, &roots[GLASS_DOCDATA], err);
    w->termlist = w->docdata = NULL;
}

static enum err_code write_rest(struct bulk_writer *w, const struct bulk_merge *merge,
                                struct index_files *ret_synced, struct err *err)
{
    struct glass_root roots[GLASS_N_TABLES] = {{0}};
    if (w->n_runs > w->n_of_documents && complete_term_lists(w, err))
        return err->code;
    struct glass_statistics statistics = add_statistics(w);
    end_documents(w);
    bulk_merge_terms(merge, roots, err);
    close_documents(w, roots, err);
    if (err->code || glass_write_version(w->path, roots, &statistics, err))
        return err->code;
    if (ret_synced)
        *ret_synced = database_files_list(w->path, roots);
    return ERR_OK;
}

static void free_writer(struct bulk_writer *w)
{
    mem_free(w->path);
    mem_free(w->runs);
    mem_free(w);
}

void bulk_writer_abandon(struct bulk_writer *w)
{
    struct glass_root roots[GLASS_N_TABLES];
    struct err ignored = ERR_INIT;
    if (!w)
        return;
    close_documents(w, roots, &ignored);
    database_files_remove(w->path);
    free_writer(w);
}

enum err_code bulk_writer_finish(struct bulk_writer *w, const struct bulk_end *end,
                                 struct index_files *ret_synced, struct err *err)
{
    AUTO(mem_free_pointer) struct bulk_metadata *sorted = NULL;
    struct bulk_merge merge = {.path = w->path,
                               .runs = w->runs,
                               .n_runs = w->n_runs,
                               .n_of_documents = w->n_of_documents,
                               .n_threads = end->n_threads};
    struct err failure = ERR_INIT;
    if (database_metadata_sort(end->metadata, end->n_metadata, &sorted, &merge.n_metadata,
                               &failure) == ERR_OK) {
        merge.metadata = sorted;
        write_rest(w, &merge, ret_synced, &failure);
    }
    if (failure.code) {
        bulk_writer_abandon(w);
        return err_set(err, failure.code, "%s", failure.message);
    }
    free_writer(w);
    return ERR_OK;
}
