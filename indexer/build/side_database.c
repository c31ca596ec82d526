/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a database of documents that arrive one by one. */
#include "indexer/build/side_database.h"

#include "base/mem.h"

/* of a run; what exceeds it goes into the next one */
static const size_t MAX_RUN_BYTES = 16u << 20;

void side_database_init(struct side_database *d, const char *path, const char *folder,
                        const struct analysis_settings *settings, enum side_terms terms)
{
    *d = (struct side_database){.path = path, .folder = folder, .analysis = analysis_new(settings)};
    d->ids = terms == SIDE_OWN ? term_ids_new() : analysis_term_ids(d->analysis);
    d->inverter = bulk_inverter_new(d->ids);
}

static bool has_own_terms(const struct side_database *d)
{
    return d->ids != analysis_term_ids(d->analysis);
}

void side_database_done(struct side_database *d)
{
    bulk_writer_abandon(d->writer);
    for (size_t i = 0; i < d->n_runs; i++)
        bulk_run_free(d->runs[i]);
    mem_free(d->runs);
    bulk_inverter_free(d->inverter);
    if (has_own_terms(d))
        term_ids_free(d->ids);
    analysis_free(d->analysis);
}

static enum err_code end_run(struct side_database *d, struct err *err)
{
    MEM_GROW(d->runs, d->n_runs, d->runs_capacity);
    struct bulk_run *run = d->runs[d->n_runs++] = bulk_inverter_finish(d->inverter);
    if (has_own_terms(d))
        term_ids_clear(d->ids);
    analysis_clear(d->analysis);
    return bulk_writer_add(d->writer, run, err) ? err->code : bulk_run_spill(run, d->folder, err);
}

enum err_code side_database_add(struct side_database *d, const struct bulk_document *document,
                                struct err *err)
{
    if (!d->writer && !(d->writer = bulk_writer_open(d->path, err)))
        return err->code;
    if (bulk_inverter_add(d->inverter, document, err))
        return err->code;
    d->n_documents++;
    return bulk_inverter_bytes(d->inverter) > MAX_RUN_BYTES ? end_run(d, err) : ERR_OK;
}

enum err_code side_database_finish(struct side_database *d, struct err *err)
{
    static const struct bulk_end end = {.n_threads = 1};
    if (!d->writer || end_run(d, err))
        return err->code;
    struct bulk_writer *writer = d->writer;
    d->writer = NULL;
    return bulk_writer_finish(writer, &end, NULL, err);
}
