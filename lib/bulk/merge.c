/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merges the sorted runs, term by term, into the tables postlist and position. */
#include "bulk/merge.h"

#include "base/mem.h"
#include "glass/postlist_writer.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    /* The size of the buffer of a spilled run, which is smaller if there are very many runs. */
    BUFFER_BYTES = 64 * 1024,
    MIN_BUFFER_BYTES = 4096,
    ALL_BUFFERS_BYTES = 16 << 20,
    MAX_TERM_HEAD_BYTES = 1 + GLASS_MAX_TERM_BYTES + 5 * GLASS_VINT_BYTES,
};

static size_t choose_buffer_bytes(size_t n_runs)
{
    size_t n = ALL_BUFFERS_BYTES / (n_runs ? n_runs : 1);
    return n > BUFFER_BYTES ? BUFFER_BYTES : n < MIN_BUFFER_BYTES ? MIN_BUFFER_BYTES : n;
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

/* Returns the end of the range from start that belongs to one slot. */
static size_t same_slot_end(const struct slot_of_run *slots, size_t start, size_t n)
{
    size_t end = start + 1;
    while (end < n && slots[end].slot->slot == slots[start].slot->slot)
        end++;
    return end;
}

static void add_statistics(struct postlist_writer *postlist, const struct slot_of_run *slots,
                           size_t n)
{
    struct str lower = buf_str(&slots[0].slot->lower), upper = buf_str(&slots[0].slot->upper);
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++) {
        struct str low = buf_str(&slots[i].slot->lower), high = buf_str(&slots[i].slot->upper);
        count += slots[i].slot->n;
        if (str_compare(low, lower) < 0)
            lower = low;
        if (str_compare(high, upper) > 0)
            upper = high;
    }
    postlist_writer_add_slot_statistics(postlist, slots[0].slot->slot, count, lower, upper);
}

static enum err_code add_values(const struct bulk_merge *m, struct postlist_writer *postlist,
                                const struct slot_of_run *s, struct buf *spare, struct err *err)
{
    const uint8_t *p;
    uint64_t n_bytes = s->slot->n_bytes, docid = m->runs[s->run]->first_docid - 1;
    struct run_reader reader = bulk_run_read(m->runs[s->run], s->slot->at, s->slot->at + n_bytes,
                                             1);
    if (run_reader_take(&reader, n_bytes, spare, &p, err) == ERR_OK) {
        const uint8_t *end = p + n_bytes;
        for (uint64_t gap, n; p < end; p += n) {
            p = glass_take_vint(p, &gap);
            p = glass_take_vint(p, &n);
            docid += gap;
            postlist_writer_add_value(postlist, (uint32_t)docid, p, n);
        }
    }
    run_reader_done(&reader);
    return err->code;
}

static enum err_code add_slots(const struct bulk_merge *m, struct postlist_writer *postlist,
                               struct err *err)
{
    AUTO(buf_done) struct buf spare = BUF_INIT;
    AUTO(mem_free_pointer) struct slot_of_run *slots = NULL;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < m->n_of_documents; i++)
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
        postlist_writer_start_slot(postlist, slots[i].slot->slot);
        for (size_t k = i; k < end; k++)
            if (add_values(m, postlist, &slots[k], &spare, err))
                return err->code;
        postlist_writer_end_slot(postlist);
    }
    return ERR_OK;
}

/* ---- terms ---- */

static void add_lengths(const struct bulk_merge *m, struct postlist_writer *postlist)
{
    uint32_t docid = 1;
    for (size_t i = 0; i < m->n_of_documents; i++)
        for (uint32_t k = 0; k < m->runs[i]->n_documents; k++, docid++) {
            if (docid == 1)
                postlist_writer_start_lengths(postlist);
            postlist_writer_add(postlist, docid, m->runs[i]->lengths[k]);
        }
    if (docid > 1)
        postlist_writer_end(postlist);
}

/* A run and its next term. */
struct run_terms {
    struct run_reader reader; /* at the term's list */
    struct str name;
    uint64_t name_head; /* its first bytes as a number, padded with zeros */
    uint64_t n_documents, collection_frequency;
    uint64_t last; /* the number of its last document in the run */
    uint64_t n_list_bytes, n_tag_bytes;
};

/* Reads the head of the next term. */
static enum err_code read_head(struct run_terms *t, struct err *err)
{
    if (run_reader_look(&t->reader, MAX_TERM_HEAD_BYTES, err))
        return err->code;
    const uint8_t *p = t->reader.p;
    t->name = (struct str){(const char *)p + 1, p[0]};
    t->name_head = head_order(head_of(t->name));
    p = glass_take_vint(p + 1 + p[0], &t->n_documents);
    p = glass_take_vint(p, &t->collection_frequency);
    p = glass_take_vint(p, &t->last);
    p = glass_take_vint(p, &t->n_list_bytes);
    t->reader.p = glass_take_vint(p, &t->n_tag_bytes);
    return ERR_OK;
}

/* The runs that have terms left, as a heap: the first one has the least term and, among equal
 * terms, is the earliest run. */
struct term_merge {
    const struct bulk_merge *m;
    struct run_terms *terms; /* for each run */
    size_t *heap;            /* numbers of runs */
    size_t n_heap;
    size_t *group; /* the runs that have the current term and were taken off the heap, ascending */
    size_t n_group;
    struct postlist_writer *postlist; /* NULL if it is not written here */
    struct table_writer *position;    /* NULL if it is not written here, or no term has positions */
    struct buf spare;
};

static int compare_names(const struct run_terms *a, const struct run_terms *b)
{
    if (a->name_head != b->name_head)
        return a->name_head < b->name_head ? -1 : 1;
    if (a->name.n <= sizeof a->name_head || b->name.n <= sizeof b->name_head)
        return (a->name.n > b->name.n) - (a->name.n < b->name.n);
    return str_compare(a->name, b->name);
}

static bool is_before(const struct term_merge *t, size_t a, size_t b)
{
    int order = compare_names(&t->terms[a], &t->terms[b]);
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

/* Advances a run, which is not on the heap, to its next term and pushes it there. */
static enum err_code advance(struct term_merge *t, size_t run, struct err *err)
{
    if (run_reader_is_at_end(&t->terms[run].reader))
        return ERR_OK;
    if (read_head(&t->terms[run], err) == ERR_OK)
        push(t, run);
    return err->code;
}

/* Adds the positions of a run. key has the prefix of their keys, and the postings end where the
 * tags begin. */
static void add_positions(struct term_merge *t, size_t run, uint8_t *key, size_t key_bytes,
                          const uint8_t *postings, const uint8_t *tags)
{
    const uint8_t *end = tags;
    uint64_t docid = t->m->runs[run]->first_docid - 1, gap, wdf, tag_bytes;
    while (postings < end) {
        postings = glass_take_vint(glass_take_vint(postings, &gap), &wdf);
        docid += gap + 1;
        tags = glass_take_vint(tags, &tag_bytes);
        if (tag_bytes == 0)
            continue;
        size_t n = (size_t)(glass_put_sdid(key + key_bytes, (uint32_t)docid) - key);
        table_writer_add(t->position, key, n, tags, tag_bytes, false);
        tags += tag_bytes;
    }
}

/* Adds the postings of a run. */
static enum err_code add_postings(struct term_merge *t, size_t run, uint8_t *key, size_t key_bytes,
                                  struct err *err)
{
    struct run_terms *terms = &t->terms[run];
    uint32_t first_docid = t->m->runs[run]->first_docid;
    const uint8_t *p;
    if (run_reader_take(&terms->reader, terms->n_list_bytes + terms->n_tag_bytes, &t->spare, &p,
                        err))
        return err->code;
    if (t->postlist)
        postlist_writer_add_encoded(t->postlist, first_docid, first_docid + (uint32_t)terms->last,
                                    p, terms->n_list_bytes);
    if (t->position && terms->n_tag_bytes)
        add_positions(t, run, key, key_bytes, p, p + terms->n_list_bytes);
    return ERR_OK;
}

/* Takes the least term off the heap, with all runs that have it, and writes it. */
static enum err_code merge_term(struct term_merge *t, struct err *err)
{
    uint64_t n_documents = 0, collection_frequency = 0;
    t->n_group = 0;
    do {
        const struct run_terms *terms = &t->terms[t->heap[0]];
        n_documents += terms->n_documents;
        collection_frequency += terms->collection_frequency;
        t->group[t->n_group++] = pop(t);
    } while (t->n_heap > 0 && compare_names(&t->terms[t->heap[0]], &t->terms[t->group[0]]) == 0);
    if (collection_frequency > UINT32_MAX)
        collection_frequency = UINT32_MAX;

    struct str name = t->terms[t->group[0]].name;
    uint8_t key[GLASS_MAX_KEY_BYTES + 1 + GLASS_SDID_BYTES];
    uint8_t *key_end = key;
    if (t->position) {
        key_end = glass_put_skey(key, (const uint8_t *)name.p, name.n);
        *key_end++ = 0;
    }
    if (t->postlist)
        postlist_writer_start_term(t->postlist, name, (uint32_t)n_documents,
                                   (uint32_t)collection_frequency);
    for (size_t i = 0; i < t->n_group; i++)
        if (add_postings(t, t->group[i], key, (size_t)(key_end - key), err))
            return err->code;
    if (t->postlist)
        postlist_writer_end(t->postlist);
    for (size_t i = 0; i < t->n_group; i++)
        if (advance(t, t->group[i], err))
            return err->code;
    return ERR_OK;
}

/* Goes through the terms of all runs once, and writes those of the tables that are not NULL. */
static enum err_code merge_terms(const struct bulk_merge *m, struct postlist_writer *postlist,
                                 struct table_writer *position, struct err *err)
{
    size_t buffer_bytes = choose_buffer_bytes(m->n_runs);
    struct term_merge t = {.m = m,
                           .terms = mem_alloc_zeroed(m->n_runs, sizeof *t.terms),
                           .heap = mem_alloc(m->n_runs * sizeof *t.heap),
                           .group = mem_alloc(m->n_runs * sizeof *t.group),
                           .postlist = postlist,
                           .position = position};
    for (size_t i = 0; i < m->n_runs && err->code == ERR_OK; i++) {
        t.terms[i].reader = bulk_run_read(m->runs[i], 0, m->runs[i]->terms_end, buffer_bytes);
        advance(&t, i, err);
    }
    while (err->code == ERR_OK && t.n_heap > 0)
        merge_term(&t, err);
    for (size_t i = 0; i < m->n_runs; i++)
        run_reader_done(&t.terms[i].reader);
    mem_free(t.group);
    mem_free(t.heap);
    mem_free(t.terms);
    buf_done(&t.spare);
    return err->code;
}

/* ---- the two tables ---- */

struct position_merge {
    const struct bulk_merge *m;
    struct table_writer *position;
    struct err err;
};

static void *merge_positions(void *ctx)
{
    struct position_merge *p = ctx;
    if (merge_terms(p->m, NULL, p->position, &p->err) == ERR_OK)
        table_writer_end(p->position);
    return NULL;
}

static enum err_code write_postlist(const struct bulk_merge *m, struct postlist_writer *postlist,
                                    struct table_writer *position, struct err *err)
{
    for (size_t i = 0; i < m->n_metadata; i++)
        postlist_writer_add_metadata(
            postlist, str_of(m->metadata[i].key),
            (struct str){m->metadata[i].value, m->metadata[i].value_length});
    if (add_slots(m, postlist, err))
        return err->code;
    add_lengths(m, postlist);
    if (merge_terms(m, postlist, position, err) == ERR_OK)
        postlist_writer_end_table(postlist);
    return err->code;
}

static bool have_positions(const struct bulk_merge *m)
{
    for (size_t i = 0; i < m->n_runs; i++)
        if (m->runs[i]->has_positions)
            return true;
    return false;
}

enum err_code bulk_merge_terms(const struct bulk_merge *m, struct glass_root *roots,
                               struct err *err)
{
    struct postlist_writer *postlist = postlist_writer_open(m->path);
    struct position_merge p = {m, NULL, ERR_INIT};
    pthread_t thread;
    if (have_positions(m))
        p.position = table_writer_open(m->path, "position");
    bool is_apart = p.position && m->n_threads > 1 &&
                    pthread_create(&thread, NULL, merge_positions, &p) == 0;
    write_postlist(m, postlist, is_apart ? NULL : p.position, err);
    if (is_apart)
        pthread_join(thread, NULL);
    else if (p.position && err->code == ERR_OK)
        table_writer_end(p.position);
    if (p.err.code)
        err_set(err, p.err.code, "%s", p.err.message);
    postlist_writer_close(postlist, &roots[GLASS_POSTLIST], err);
    if (p.position)
        table_writer_close(p.position, &roots[GLASS_POSITION], err);
    return err->code;
}
