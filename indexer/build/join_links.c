/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares what leads to each document before and after a change, and collects the words of links
 * where that differs. */
#include "indexer/build/join_links.h"

#include "base/mem.h"
#include "indexer/build/side_database.h"
#include "store/schema.h"

static const char *const prefixes[] = {PREFIX_LINK, PREFIX_STEM PREFIX_LINK, NULL};

void join_links_done(struct join_links *l)
{
    mem_free(l->docids);
}

struct word_finder {
    struct join_links *links;
    struct incoming_side before, after;
    struct side_database words;
};

static enum err_code add_words(struct word_finder *w, uint32_t docid, struct incoming_run run,
                               struct err *err)
{
    struct join_links *l = w->links;
    struct analysis *a = w->words.analysis;
    MEM_GROW(l->docids, l->terms.n, l->capacity);
    l->docids[l->terms.n++] = docid;
    return side_database_add(&w->words, incoming_links_terms(a, run.wordings, run.n), err);
}

static enum err_code compare(struct word_finder *w, struct err *err)
{
    const struct join_links *l = w->links;
    uint32_t docid = 0;
    for (size_t i = 0; i < l->n_ranges; i++) {
        const struct join_range *r = &l->ranges[i];
        for (uint32_t k = 0; k < r->n; k++) {
            struct incoming_run was = {0}, is = incoming_side_take(&w->after, ++docid);
            if (r->source == 0)
                was = incoming_side_find(&w->before, r->first + k);
            if (!incoming_runs_are_equal(was, is) && add_words(w, docid, is, err))
                return err->code;
        }
    }
    return side_database_finish(&w->words, err);
}

enum err_code join_links_find(struct join_links *l, struct err *err)
{
    struct word_finder w = {.links = l};
    l->terms = (struct join_terms){.prefixes = prefixes, .path = l->path};
    if (l->before.links->n == 0 && l->after.links->n == 0)
        return ERR_OK;
    side_database_init(&w.words, l->path, l->job->index_dir, l->job->analysis, SIDE_ANALYSED);
    if (!incoming_side_gather(&w.before, &l->before, err) &&
        !incoming_side_gather(&w.after, &l->after, err))
        compare(&w, err);
    side_database_done(&w.words);
    incoming_side_done(&w.before);
    incoming_side_done(&w.after);
    l->terms.docids = l->docids;
    return err->code;
}
