/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the best k matches of a search. */
#include "match/ranking.h"

#include "base/heap.h"
#include "base/mem.h"

struct str ranking_find_value(struct ranking *k, struct value_reader *lists, uint32_t slot,
                              uint32_t docid)
{
    uint32_t number;
    struct shard *s = db_shard_of(k->reader, docid, &number);
    struct value_reader *l = &lists[s - k->reader->shards];
    if (!l->cursor.tree)
        value_reader_open(l, &s->postlist, slot, k->err);
    value_reader_seek(l, number);
    return l->docid == number ? l->value : STR_EMPTY;
}

static void look_up(struct ranking *k, struct value_reader *lists, int slot, uint32_t docid,
                    struct value *value)
{
    if (value->p)
        return;
    struct str found = ranking_find_value(k, lists, (uint32_t)slot, docid);
    value->n = found.n;
    value->p = mem_alloc(found.n);
    memcpy(value->p, found.p, found.n);
}

static int compare_values(const struct value *a, const struct value *b)
{
    return str_compare((struct str){a->p, a->n}, (struct str){b->p, b->n});
}

/* Documents without a value come last in both orders. */
static int compare_dates(const struct value *a, const struct value *b, bool is_ascending)
{
    if ((a->n == 0) != (b->n == 0))
        return a->n ? -1 : 1;
    int order = compare_values(a, b);
    return is_ascending ? order : -order;
}

/* Returns a negative number if a comes before b. */
static int compare(struct ranking *k, struct candidate *a, struct candidate *b)
{
    const struct store_search *s = k->search;
    if (s->sort_slot >= 0) {
        look_up(k, k->sort, s->sort_slot, a->docid, &a->sort);
        look_up(k, k->sort, s->sort_slot, b->docid, &b->sort);
        int order = compare_dates(&a->sort, &b->sort, s->sort_ascending);
        if (order)
            return order;
    } else if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    if (s->order_slot >= 0) {
        look_up(k, k->order, s->order_slot, a->docid, &a->order);
        look_up(k, k->order, s->order_slot, b->docid, &b->order);
        int order = compare_values(&a->order, &b->order);
        if (order)
            return order;
    }
    return a->docid < b->docid ? -1 : 1;
}

/* For a heap with the worst candidate on top. */
static bool is_worse(void *ctx, const void *a, const void *b)
{
    return compare(ctx, (struct candidate *)a, (struct candidate *)b) > 0;
}

static void discard(struct candidate *c)
{
    mem_free(c->sort.p);
    mem_free(c->order.p);
}

void ranking_offer(struct ranking *k, uint32_t docid, double score)
{
    struct candidate c = {.docid = docid, .score = score};
    if (k->n < k->max) {
        MEM_GROW(k->heap, k->n, k->capacity);
        k->heap[k->n++] = c;
        if (k->n == k->max)
            heap_make(k->heap, sizeof *k->heap, k->n, is_worse, k);
    } else if (k->max && compare(k, &c, &k->heap[0]) < 0) {
        discard(&k->heap[0]);
        k->heap[0] = c;
        heap_sift_down(k->heap, sizeof *k->heap, k->n, 0, is_worse, k);
    } else {
        discard(&c);
    }
}

void ranking_sort(struct ranking *k)
{
    heap_make(k->heap, sizeof *k->heap, k->n, is_worse, k);
    for (size_t n = k->n; n > 1;) {
        struct candidate worst = k->heap[0];
        k->heap[0] = k->heap[--n];
        k->heap[n] = worst;
        heap_sift_down(k->heap, sizeof *k->heap, n, 0, is_worse, k);
    }
}

void ranking_count_unseen(struct ranking *k, const struct match *m)
{
    const struct glass_statistics *s = &m->shard->version.statistics;
    double n_behind = match_is_exhausted(m) ? (double)s->last_docid - m->stopped_at + 1 : 0;
    k->n_unseen += m->n_given_up;
    if (s->last_docid)
        k->n_unseen += n_behind * s->n_documents / s->last_docid;
    k->is_counted = k->is_counted && m->n_given_up == 0 && !match_is_exhausted(m);
}

uint32_t ranking_next(struct match *m, struct screen *screen, uint32_t docid, double least)
{
    if (!screen)
        return match_seek(m, docid, least);
    docid = screen_next(screen, docid, least);
    return match_goes_on(m, docid) ? docid : GLASS_END;
}

void ranking_done(struct ranking *k)
{
    for (size_t i = 0; i < k->n; i++)
        discard(&k->heap[i]);
    for (size_t i = 0; i < k->reader->n_shards; i++) {
        value_reader_done(&k->sort[i]);
        value_reader_done(&k->order[i]);
    }
    mem_free(k->sort);
    mem_free(k->order);
    mem_free(k->heap);
}
