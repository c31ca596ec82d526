/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mem.h"
#include "store/bulk_run.h"

/* Bytes that an entry of a document's term list takes, about. */
enum { TERM_ENTRY_BYTES = 4, BATCH = 64, AHEAD = 8 };

static void sort_terms(struct bulk_run *run)
{
    run->order = mem_alloc(run->n_terms * sizeof *run->order);
    for (size_t i = 0; i < run->n_terms; i++)
        if (run->terms[i].first)
            run->order[run->n_sorted++] = (uint32_t)i;
    bulk_sort_terms(run->dictionary, run->order, run->n_sorted);
}

/* Copies the names, since the dictionary may go. */
static void copy_names(struct bulk_run *run)
{
    for (uint32_t i = 0; i < run->n_sorted; i++)
        run->n_name_bytes += 1 + dictionary_term(run->dictionary, run->order[i]).n;
    run->name_bytes = mem_alloc(run->n_name_bytes);
    run->names = mem_alloc(run->n_sorted * sizeof *run->names);
    uint8_t *at = run->name_bytes;
    for (uint32_t i = 0; i < run->n_sorted; i++) {
        struct str name = dictionary_term(run->dictionary, run->order[i]);
        run->names[i] = at;
        *at++ = (uint8_t)name.n;
        at = glass_put_bytes(at, name.p, name.n);
    }
}

/* What is at hand of a term's list. */
struct batch {
    struct {
        struct bulk_list *list; /* of the document */
        uint32_t wdf;
    } entries[BATCH];
    size_t n;
};

/* Takes postings off the front of [p, end); returns where the next begins. */
static const uint8_t *take_batch(struct bulk_run *run, const uint8_t *p, const uint8_t *end,
                                 uint64_t *document, struct batch *batch)
{
    for (batch->n = 0; p < end && batch->n < BATCH; batch->n++) {
        struct bulk_posting_entry entry;
        p = bulk_take_posting(p, &entry);
        *document += entry.gap;
        struct bulk_list *list = &run->term_lists[*document - 1];
        __builtin_prefetch(list, 1);
        batch->entries[batch->n].list = list;
        batch->entries[batch->n].wdf = (uint32_t)entry.wdf;
    }
    return p;
}

/* Appends a term to the lists of the documents that have it. These lie all over the memory: they
 * are fetched a few ahead. */
static void add_to_term_lists(struct bulk_run *run, uint32_t place, const struct buf *postings)
{
    const uint8_t *p = (const uint8_t *)postings->p, *end = p + postings->n;
    uint64_t document = 0;
    struct batch batch;
    while (p < end) {
        p = take_batch(run, p, end, &document, &batch);
        for (size_t i = 0; i < batch.n; i++) {
            if (i + AHEAD < batch.n)
                __builtin_prefetch(batch.entries[i + AHEAD].list->at, 1);
            struct bulk_list *list = batch.entries[i].list;
            uint8_t bytes[BULK_LIST_READABLE_BYTES];
            uint8_t *bytes_end = glass_put_vint(bytes, place + 1 - list->last);
            bytes_end = glass_put_vint(bytes_end, batch.entries[i].wdf);
            list->last = place + 1;
            bulk_list_append(list, &run->term_lists_arena, bytes, (size_t)(bytes_end - bytes));
        }
    }
}

/* The terms of each document in order, without comparing any: going through the terms in order,
 * each is put at the end of the lists of the documents that have it. */
static void make_term_lists(struct bulk_run *run)
{
    AUTO(buf_done) struct buf postings = BUF_INIT;
    run->term_lists = mem_alloc_zeroed(run->n_documents, sizeof *run->term_lists);
    for (uint32_t i = 0; i < run->n_documents; i++)
        bulk_list_expect(&run->term_lists[i], (size_t)run->documents[i].n_terms * TERM_ENTRY_BYTES);
    for (uint32_t i = 0; i < run->n_sorted; i++) {
        bulk_prefetch_term(run, i);
        buf_clear(&postings);
        bulk_list_copy(&run->terms[run->order[i]], &postings);
        add_to_term_lists(run, i, &postings);
    }
}

void bulk_run_finish(struct bulk_run *run)
{
    sort_terms(run);
    copy_names(run);
    run->dictionary = NULL;
    make_term_lists(run);
}
