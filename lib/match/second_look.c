/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the wdfs of some terms in the best hits, and the records of those that are best by these,
 * for a caller that ranks the hits by them. */
#include "match/second_look.h"

#include "base/mem.h"
#include "match/places.h"

#include <stdlib.h>

/* A hit, in the order in which the lists are read. */
struct visit {
    uint32_t shard, number; /* the document's number in its shard */
    struct second_look_hit *hit;
    uint32_t length;
    uint32_t *wdfs;
};

struct look {
    struct db_reader *reader;
    const struct store_second_look *how;
    struct shard *shard;
    struct postlist_reader *lists; /* one for each term, in the shard */
    uint64_t *hashes;
    struct positions_list *positions;
    struct places places;
    struct second_look_hit *hits;
    struct visit *visits;
    uint32_t *wdfs; /* of all visits */
    size_t n;
    double best;
    struct err *err;
};

static int by_place(const void *left, const void *right)
{
    const struct visit *a = left, *b = right;
    if (a->shard != b->shard)
        return a->shard < b->shard ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static void close_lists(struct look *l)
{
    for (size_t i = 0; i < l->how->n_names; i++) {
        postlist_reader_done(&l->lists[i]);
        l->lists[i] = (struct postlist_reader){0};
    }
}

static void look_done(struct look *l)
{
    close_lists(l);
    for (size_t i = 0; i < l->how->n_names; i++)
        mem_free(l->positions[i].p);
    places_done(&l->places);
    mem_free(l->lists);
    mem_free(l->hashes);
    mem_free(l->positions);
    mem_free(l->visits);
    mem_free(l->wdfs);
}

static void look_init(struct look *l)
{
    size_t n = l->how->n_names;
    l->lists = mem_alloc_zeroed(n + 1, sizeof *l->lists);
    l->hashes = mem_alloc_zeroed(n + 1, sizeof *l->hashes);
    l->positions = mem_alloc_zeroed(n + 1, sizeof *l->positions);
    l->visits = mem_alloc_zeroed(l->n, sizeof *l->visits);
    l->wdfs = mem_alloc_zeroed(l->n * n + 1, sizeof *l->wdfs);
    for (size_t i = 0; i < l->how->n_placed; i++)
        l->hashes[i] = positions_hash(l->how->names[i]);
    for (size_t i = 0; i < l->n; i++) {
        struct visit *v = &l->visits[i];
        v->hit = &l->hits[i];
        v->shard = (uint32_t)(db_shard_of(l->reader, l->hits[i].docid, &v->number) -
                              l->reader->shards);
        v->wdfs = l->wdfs + i * n;
    }
    qsort(l->visits, l->n, sizeof *l->visits, by_place);
}

static struct store_seen seen_of(const struct look *l, const struct visit *v)
{
    return (struct store_seen){.docid = v->hit->docid,
                               .length = v->length,
                               .score = v->hit->score,
                               .best = l->best,
                               .wdfs = v->wdfs,
                               .positions = l->positions,
                               .data = STR_EMPTY};
}

/* ---- the wdfs ---- */

static void open_lists(struct look *l, struct shard *s)
{
    if (l->shard == s)
        return;
    close_lists(l);
    l->shard = s;
    for (size_t i = 0; i < l->how->n_names; i++)
        postlist_reader_open(&l->lists[i], &s->postlist, l->how->names[i], l->err);
}

static void read_wdfs(struct look *l, struct visit *v)
{
    open_lists(l, &l->reader->shards[v->shard]);
    v->length = db_length(l->shard, v->number, l->err);
    for (size_t i = 0; i < l->how->n_names && !l->err->code; i++) {
        struct postlist_reader *list = &l->lists[i];
        if (list->docid < v->number)
            postlist_reader_seek(list, v->number);
        v->wdfs[i] = list->docid == v->number ? list->wdf : 0;
    }
}

/* ---- the records ---- */

static void enter_shard(struct look *l, struct shard *s)
{
    if (l->places.shard == s)
        return;
    places_done(&l->places);
    l->places = (struct places){.shard = s, .err = l->err};
}

static double look_at(struct look *l, const struct visit *v)
{
    struct store_seen seen = seen_of(l, v);
    enter_shard(l, &l->reader->shards[v->shard]);
    for (size_t i = 0; i < l->how->n_placed && !l->err->code; i++) {
        l->positions[i].n = 0;
        if (v->wdfs[i])
            places_read(&l->places, l->how->names[i], l->hashes[i], v->number, &l->positions[i]);
    }
    seen.data = places_record(&l->places, v->number);
    seen.has_record = true;
    return l->err->code ? 0 : l->how->score(l->how->ctx, &seen);
}

/* ---- all hits ---- */

/* Sets the scores of the hits by their wdfs alone. */
static void look_without_records(struct look *l, double *ret_scores)
{
    for (size_t i = 0; i < l->n && !l->err->code; i++) {
        const struct visit *v = &l->visits[i];
        read_wdfs(l, &l->visits[i]);
        struct store_seen seen = seen_of(l, v);
        if (!l->err->code)
            ret_scores[v->hit - l->hits] = l->how->score(l->how->ctx, &seen);
    }
}

/* Goes shard by shard in the order of the documents, so that each list is read once. */
enum err_code db_second_look(struct db_reader *r, const struct store_second_look *look,
                             struct second_look_hit *hits, size_t n, struct err *err)
{
    if (n == 0)
        return ERR_OK;
    AUTO(look_done)
    struct look l = {
        .reader = r, .how = look, .hits = hits, .n = n, .best = hits[0].score, .err = err};
    AUTO(mem_free_pointer) double *scores = mem_alloc_zeroed(n, sizeof *scores);
    AUTO(mem_free_pointer) bool *chosen = mem_alloc_zeroed(n, sizeof *chosen);
    look_init(&l);
    look_without_records(&l, scores);
    store_choose_records(look, scores, n, chosen);
    for (size_t i = 0; i < n && !err->code; i++)
        if (chosen[l.visits[i].hit - hits])
            scores[l.visits[i].hit - hits] = look_at(&l, &l.visits[i]);
    for (size_t i = 0; i < n; i++)
        hits[i].score = scores[i];
    return err->code;
}
