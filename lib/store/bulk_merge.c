/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/bulk_merge.h"

#include "base/mem.h"
#include "store/glass_postlist.h"

#include <stdlib.h>

enum {
    /* Of a spilled run; less when there are very many. */
    BUFFER_BYTES = 64 * 1024,
    MIN_BUFFER_BYTES = 4096,
    ALL_BUFFERS_BYTES = 16 << 20,
};

static size_t choose_buffer_bytes(size_t n_runs)
{
    size_t n = ALL_BUFFERS_BYTES / (n_runs ? n_runs : 1);
    return n > BUFFER_BYTES ? BUFFER_BYTES : n < MIN_BUFFER_BYTES ? MIN_BUFFER_BYTES : n;
}

/* ---- documents ---- */

struct document_tables {
    struct glass_btree *termlist;
    struct glass_btree *docdata; /* NULL: no document has data */
};

static void add_document(const struct document_tables *tables, uint32_t docid,
                         const struct bulk_documents *d)
{
    uint8_t key[GLASS_SDID_BYTES + 1];
    size_t n = (size_t)(glass_put_sdid(key, docid) - key);
    glass_btree_add(tables->termlist, key, n, d->term_list.p, d->term_list.n, false);
    if (d->data.n > 0)
        glass_btree_add(tables->docdata, key, n, d->data.p, d->data.n, false);
    if (d->slots.n > 0) {
        key[n] = 0;
        glass_btree_add(tables->termlist, key, n + 1, d->slots.p, d->slots.n, false);
    }
}

static enum err_code add_documents(const struct bulk_merge *m, const struct document_tables *tables,
                                   size_t i, struct err *err)
{
    struct bulk_documents documents;
    uint32_t docid = m->first_docids[i], end = docid + m->runs[i]->n_documents;
    bulk_documents_start(&documents, m->runs[i], BUFFER_BYTES);
    for (; docid < end && bulk_documents_next(&documents, err) == ERR_OK; docid++)
        add_document(tables, docid, &documents);
    bulk_documents_done(&documents);
    return err->code;
}

enum err_code bulk_write_documents(const struct bulk_merge *m, struct glass_root *roots,
                                   struct err *err)
{
    bool has_data = false;
    for (size_t i = 0; i < m->n_runs; i++)
        has_data |= m->runs[i]->has_data;
    /* A database without the file of this table is taken for one without term lists. */
    struct document_tables tables = {glass_btree_open(m->path, "termlist"), NULL};
    if (has_data)
        tables.docdata = glass_btree_open(m->path, "docdata");
    for (size_t i = 0; i < m->n_runs; i++)
        if (add_documents(m, &tables, i, err))
            break;
    glass_btree_close(tables.termlist, &roots[GLASS_TERMLIST], err);
    if (tables.docdata)
        glass_btree_close(tables.docdata, &roots[GLASS_DOCDATA], err);
    return err->code;
}

/* ---- values ---- */

struct slot_of_run {
    const struct bulk_slot *slot;
    size_t run;
};

static int compare_runs(const struct slot_of_run *a, const struct slot_of_run *b)
{
    return (a->run > b->run) - (a->run < b->run);
}

static int compare_for_statistics(const void *a, const void *b)
{
    const struct slot_of_run *x = a, *y = b;
    int order = glass_compare_slot_statistics(x->slot->slot, y->slot->slot);
    return order ? order : compare_runs(x, y);
}

static int compare_for_values(const void *a, const void *b)
{
    const struct slot_of_run *x = a, *y = b;
    int order = glass_compare_slots(x->slot->slot, y->slot->slot);
    return order ? order : compare_runs(x, y);
}

/* The end of the range from start that is about one slot. */
static size_t same_slot_end(const struct slot_of_run *slots, size_t start, size_t n)
{
    size_t end = start + 1;
    while (end < n && slots[end].slot->slot == slots[start].slot->slot)
        end++;
    return end;
}

static void add_statistics(struct glass_postlist *postlist, const struct slot_of_run *slots,
                           size_t n)
{
    struct str lower = buf_str(&slots[0].slot->lower), upper = buf_str(&slots[0].slot->upper);
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++) {
        struct str low = buf_str(&slots[i].slot->lower), high = buf_str(&slots[i].slot->upper);
        count += slots[i].slot->list.n;
        if (str_compare(low, lower) < 0)
            lower = low;
        if (str_compare(high, upper) > 0)
            upper = high;
    }
    glass_postlist_add_slot_statistics(postlist, slots[0].slot->slot, count, lower, upper);
}

static enum err_code add_values(const struct bulk_merge *m, struct glass_postlist *postlist,
                                const struct slot_of_run *s, struct buf *list, struct err *err)
{
    if (bulk_slot_list(m->runs[s->run], s->slot, list, err))
        return err->code;
    const uint8_t *p = (const uint8_t *)list->p, *end = p + list->n;
    uint64_t docid = m->first_docids[s->run] - 1;
    for (uint64_t gap, n; p < end; p += n) {
        p = glass_take_vint(p, &gap);
        p = glass_take_vint(p, &n);
        docid += gap;
        glass_postlist_add_value(postlist, (uint32_t)docid, p, n);
    }
    return ERR_OK;
}

static enum err_code add_slots(const struct bulk_merge *m, struct glass_postlist *postlist,
                               struct err *err)
{
    AUTO(buf_done) struct buf list = BUF_INIT;
    AUTO(mem_free_pointer) struct slot_of_run *slots = NULL;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < m->n_runs; i++)
        for (size_t k = 0; k < m->runs[i]->n_slots; k++) {
            MEM_GROW(slots, n, capacity);
            slots[n++] = (struct slot_of_run){&m->runs[i]->slots[k], i};
        }
    if (n == 0)
        return ERR_OK;
    qsort(slots, n, sizeof *slots, compare_for_statistics);
    for (size_t i = 0, end; i < n; i = end) {
        end = same_slot_end(slots, i, n);
        add_statistics(postlist, slots + i, end - i);
    }
    qsort(slots, n, sizeof *slots, compare_for_values);
    for (size_t i = 0, end; i < n; i = end) {
        end = same_slot_end(slots, i, n);
        glass_postlist_start_slot(postlist, slots[i].slot->slot);
        for (size_t k = i; k < end; k++)
            if (add_values(m, postlist, &slots[k], &list, err))
                return err->code;
        glass_postlist_end_slot(postlist);
    }
    return ERR_OK;
}

/* ---- terms ---- */

static void add_lengths(const struct bulk_merge *m, struct glass_postlist *postlist)
{
    uint32_t docid = 1;
    for (size_t i = 0; i < m->n_runs; i++)
        for (uint32_t k = 0; k < m->runs[i]->n_documents; k++, docid++) {
            if (docid == 1)
                glass_postlist_start_lengths(postlist);
            glass_postlist_add(postlist, docid, m->runs[i]->lengths[k]);
        }
    if (docid > 1)
        glass_postlist_end(postlist);
}

/* The runs that have terms left, as a heap: the first has the least term; of equal terms, that of
 * the earlier run. */
struct term_merge {
    const struct bulk_merge *m;
    struct bulk_terms *terms; /* of each run */
    size_t *heap;             /* numbers of runs */
    size_t n_heap;
    size_t *group; /* the runs that have the term at hand, taken off the heap, ascending */
    size_t n_group;
    struct glass_postlist *postlist;
    struct glass_btree *position; /* NULL: no term has positions */
    struct buf list;
};

static bool is_before(const struct term_merge *t, size_t a, size_t b)
{
    int order = str_compare(t->terms[a].name, t->terms[b].name);
    return order < 0 || (order == 0 && a < b);
}

static size_t pop(struct term_merge *t)
{
    size_t top = t->heap[0], run = t->heap[--t->n_heap], i = 0;
    for (size_t child; (child = 2 * i + 1) < t->n_heap; i = child) {
        if (child + 1 < t->n_heap && is_before(t, t->heap[child + 1], t->heap[child]))
            child++;
        if (!is_before(t, t->heap[child], run))
            break;
        t->heap[i] = t->heap[child];
    }
    t->heap[i] = run;
    return top;
}

static void push(struct term_merge *t, size_t run)
{
    size_t i = t->n_heap++;
    for (; i > 0 && is_before(t, run, t->heap[(i - 1) / 2]); i = (i - 1) / 2)
        t->heap[i] = t->heap[(i - 1) / 2];
    t->heap[i] = run;
}

/* Moves a run, which is not on the heap, to its next term and puts it there. */
static enum err_code advance(struct term_merge *t, size_t run, struct err *err)
{
    bool is_end;
    if (bulk_terms_next(&t->terms[run], &is_end, err))
        return err->code;
    if (!is_end)
        push(t, run);
    return ERR_OK;
}

/* Adds the postings of a run; key: what the keys of the term's positions begin with. */
static enum err_code add_postings(struct term_merge *t, size_t run, uint8_t *key, size_t key_bytes,
                                  struct err *err)
{
    if (bulk_terms_list(&t->terms[run], &t->list, err))
        return err->code;
    const uint8_t *p = (const uint8_t *)t->list.p, *end = p + t->list.n;
    uint64_t docid = t->m->first_docids[run] - 1;
    while (p < end) {
        struct bulk_posting_entry entry;
        p = bulk_take_posting(p, &entry);
        docid += entry.gap;
        glass_postlist_add(t->postlist, (uint32_t)docid, (uint32_t)entry.wdf);
        if (entry.tag_bytes == 0)
            continue;
        size_t n = (size_t)(glass_put_sdid(key + key_bytes, (uint32_t)docid) - key);
        glass_btree_add(t->position, key, n, entry.tag, entry.tag_bytes, false);
    }
    return ERR_OK;
}

/* Takes the least term off the heap, with all runs that have it, and writes it. */
static enum err_code merge_term(struct term_merge *t, struct err *err)
{
    uint64_t n_documents = 0, collection_frequency = 0;
    t->n_group = 0;
    do {
        const struct bulk_terms *terms = &t->terms[t->heap[0]];
        n_documents += terms->n_documents;
        collection_frequency += terms->collection_frequency;
        t->group[t->n_group++] = pop(t);
    } while (t->n_heap > 0 && str_equal(t->terms[t->heap[0]].name, t->terms[t->group[0]].name));
    if (collection_frequency > UINT32_MAX)
        collection_frequency = UINT32_MAX;

    struct str name = t->terms[t->group[0]].name;
    uint8_t key[GLASS_MAX_KEY_BYTES + 1 + GLASS_SDID_BYTES];
    uint8_t *key_end = glass_put_skey(key, (const uint8_t *)name.p, name.n);
    *key_end++ = 0;
    glass_postlist_start_term(t->postlist, name, (uint32_t)n_documents,
                              (uint32_t)collection_frequency);
    for (size_t i = 0; i < t->n_group; i++)
        if (add_postings(t, t->group[i], key, (size_t)(key_end - key), err))
            return err->code;
    glass_postlist_end(t->postlist);
    for (size_t i = 0; i < t->n_group; i++)
        if (advance(t, t->group[i], err))
            return err->code;
    return ERR_OK;
}

static enum err_code merge_terms(struct term_merge *t, struct err *err)
{
    const struct bulk_merge *m = t->m;
    size_t buffer_bytes = choose_buffer_bytes(m->n_runs);
    t->terms = mem_alloc_zeroed(m->n_runs, sizeof *t->terms);
    t->heap = mem_alloc(m->n_runs * sizeof *t->heap);
    t->group = mem_alloc(m->n_runs * sizeof *t->group);
    for (size_t i = 0; i < m->n_runs && err->code == ERR_OK; i++) {
        bulk_terms_start(&t->terms[i], m->runs[i], buffer_bytes);
        advance(t, i, err);
    }
    while (err->code == ERR_OK && t->n_heap > 0)
        merge_term(t, err);
    for (size_t i = 0; i < m->n_runs; i++)
        bulk_terms_done(&t->terms[i]);
    mem_free(t->group);
    mem_free(t->heap);
    mem_free(t->terms);
    buf_done(&t->list);
    return err->code;
}

enum err_code bulk_write_terms(const struct bulk_merge *m, struct glass_root *roots,
                               struct err *err)
{
    bool has_positions = false;
    for (size_t i = 0; i < m->n_runs; i++)
        has_positions |= m->runs[i]->has_positions;
    struct term_merge t = {.m = m, .postlist = glass_postlist_open(m->path)};
    if (has_positions)
        t.position = glass_btree_open(m->path, "position");
    for (size_t i = 0; i < m->n_metadata; i++)
        glass_postlist_add_metadata(
            t.postlist, str_of(m->metadata[i].key),
            (struct str){m->metadata[i].value, m->metadata[i].value_length});
    if (add_slots(m, t.postlist, err) == ERR_OK) {
        add_lengths(m, t.postlist);
        merge_terms(&t, err);
    }
    glass_postlist_close(t.postlist, &roots[GLASS_POSTLIST], err);
    if (t.position)
        glass_btree_close(t.position, &roots[GLASS_POSITION], err);
    return err->code;
}
