/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inverts the links of a new database and passes the words that lead to each document to the bulk
 * writer, as runs of terms. */
#include "indexer/build/bulk_links.h"

#include "base/mem.h"
#include "indexer/build/incoming_links.h"

/* of a run; what exceeds it goes into the next one */
static const size_t MAX_RUN_BYTES = 32u << 20;

void bulk_links_done(struct bulk_links *l)
{
    for (size_t i = 0; i < l->n; i++)
        bulk_run_free(l->runs[i]);
    mem_free(l->runs);
}

struct words_writer {
    struct bulk_links *links;
    const struct build_job *job;
    struct bulk_writer *writer;
    struct analysis *analysis;
    struct bulk_inverter *inverter;
    uint32_t n_documents; /* written so far */
};

static enum err_code end_run(struct words_writer *w, struct err *err)
{
    struct bulk_links *l = w->links;
    MEM_GROW(l->runs, l->n, l->capacity);
    l->runs[l->n++] = bulk_inverter_finish(w->inverter);
    if (bulk_run_spill(l->runs[l->n - 1], w->job->index_dir, err))
        return err->code;
    analysis_clear(w->analysis);
    return bulk_writer_add_terms(w->writer, l->runs[l->n - 1], err);
}

/* Adds the words of a document, after empty entries for the documents between the previous one and
 * it. */
static enum err_code add_words(void *ctx, uint32_t docid, const struct bulk_document *words,
                               struct err *err)
{
    static const struct bulk_document nothing = {.n_postings = 0};
    struct words_writer *w = ctx;
    for (; ++w->n_documents < docid;)
        if (bulk_inverter_add(w->inverter, &nothing, err))
            return err->code;
    if (bulk_inverter_add(w->inverter, words, err))
        return err->code;
    return bulk_inverter_bytes(w->inverter) > MAX_RUN_BYTES ? end_run(w, err) : ERR_OK;
}

static enum err_code add_all_words(struct words_writer *w, struct incoming *in, struct err *err)
{
    if (incoming_links_analyse(in, w->analysis, add_words, w, err) == ERR_OK &&
        bulk_inverter_count(w->inverter))
        end_run(w, err);
    return err->code;
}

enum err_code bulk_links_add(struct bulk_links *l, const struct build_job *job,
                             const struct known_files *files, const struct link_files *links,
                             struct bulk_writer *writer, struct err *err)
{
    if (links->n == 0)
        return ERR_OK;
    struct incoming *in = incoming_new();
    struct words_writer w = {.links = l, .job = job, .writer = writer};
    w.analysis = analysis_new(job->analysis);
    w.inverter = bulk_inverter_new_of_terms(analysis_term_ids(w.analysis));
    if (incoming_links_gather(in, files, links, err) == ERR_OK)
        add_all_words(&w, in, err);
    bulk_inverter_free(w.inverter);
    analysis_free(w.analysis);
    incoming_free(in);
    return err->code;
}
