/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares what leads to each document before and after a change, and replaces the words of links
 * where that differs. */
#include "indexer/build/update_links.h"

#include "base/mem.h"
#include "store/schema.h"

#include <stdlib.h>

/* ---- documents ---- */

/* The documents of a file: [first, first + n). */
struct range {
    uint32_t first, n;
};

/* Compares a docid with a range. */
static int compare_to_range(const void *key, const void *element)
{
    uint32_t docid = *(const uint32_t *)key;
    const struct range *r = element;
    return docid < r->first ? -1 : docid - r->first >= r->n;
}

static int by_first(const void *a, const void *b)
{
    const struct range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* Lists the ranges of existing documents in ascending order. */
static struct range *list_documents(const struct known_files *files, size_t *ret_n)
{
    struct range *ranges = mem_alloc((files->n + 1) * sizeof *ranges);
    *ret_n = 0;
    for (size_t i = 0; i < files->n; i++)
        if (files->files[i].n_documents)
            ranges[(*ret_n)++] = (struct range){files->files[i].first_docid,
                                                files->files[i].n_documents};
    if (*ret_n)
        qsort(ranges, *ret_n, sizeof *ranges, by_first);
    return ranges;
}

/* Picks the words of links from a document's terms. Returns how many there are. */
static size_t pick_link_terms(const struct store_vocabulary *terms, struct store_term *picked)
{
    size_t n = 0;
    for (size_t i = 0; i < terms->n; i++) {
        struct str name = terms->terms[i].name;
        if (schema_is_link_term(name))
            picked[n++] = (struct store_term){.name = name.p, .name_length = (uint32_t)name.n};
    }
    return n;
}

static enum err_code replace_words(const struct links_update *u, uint32_t docid, bool is_new,
                                   struct incoming_run after, struct err *err)
{
    struct store_vocabulary *terms = NULL;
    AUTO(mem_free_pointer) struct store_term *old = NULL;
    size_t n_old = 0;
    if (!is_new) {
        if (store_reader_document_terms(u->reader, docid, &terms, err))
            return err->code;
        old = mem_alloc((terms->n + 1) * sizeof *old);
        n_old = pick_link_terms(terms, old);
    }
    struct store_document words = analysis_by_name(
        u->analysis, incoming_links_terms(u->analysis, after.wordings, after.n));
    xapian_writer_edit(u->writer, docid, old, n_old, &words, err);
    store_vocabulary_free(terms);
    return err->code;
}

static bool has_no_links(const struct links_update *u)
{
    return u->before.links->n == 0 && u->after.links->n == 0;
}

enum err_code update_links(const struct links_update *u, struct err *err)
{
    AUTO(incoming_side_done) struct incoming_side before = {0};
    AUTO(incoming_side_done) struct incoming_side after = {0};
    if (has_no_links(u))
        return ERR_OK;
    if ((u->reader && incoming_side_gather(&before, &u->before, err)) ||
        incoming_side_gather(&after, &u->after, err))
        return err->code;
    uint32_t last_old = u->reader ? store_reader_stats(u->reader).last_docid : 0;
    size_t n_ranges;
    AUTO(mem_free_pointer) struct range *ranges = list_documents(u->after.files, &n_ranges);
    while (!err->code && (before.n || after.n)) {
        uint32_t x = before.n ? before.wordings[0].docid : UINT32_MAX;
        uint32_t y = after.n ? after.wordings[0].docid : UINT32_MAX;
        uint32_t docid = x < y ? x : y;
        struct incoming_run was = incoming_side_take(&before, docid);
        struct incoming_run is = incoming_side_take(&after, docid);
        bool is_there = bsearch(&docid, ranges, n_ranges, sizeof *ranges, compare_to_range);
        if (is_there && !incoming_runs_are_equal(was, is))
            replace_words(u, docid, docid > last_old, is, err);
    }
    return err->code;
}
