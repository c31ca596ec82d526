/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the wdfs and positions of some terms in the best hits, for a caller that ranks the hits by
 * them. */
#include "match/second_look.h"

#include "base/mem.h"
#include "match/places.h"

#include <stdlib.h>

struct look {
    struct db_reader *reader;
    const struct store_second_look *how;
    struct postlist_reader *lists; /* one for each term, in the current shard */
    uint64_t *hashes;
    uint32_t *wdfs;
    struct positions_list *positions;
    struct places places;
    double best;
    struct err *err;
};

static void look_done(struct look *l)
{
    for (size_t i = 0; i < l->how->n_names; i++) {
        postlist_reader_done(&l->lists[i]);
        mem_free(l->positions[i].p);
    }
    places_done(&l->places);
    mem_free(l->lists);
    mem_free(l->hashes);
    mem_free(l->wdfs);
    mem_free(l->positions);
}

static void look_init(struct look *l)
{
    size_t n = l->how->n_names;
    l->lists = mem_alloc_zeroed(n + 1, sizeof *l->lists);
    l->hashes = mem_alloc_zeroed(n + 1, sizeof *l->hashes);
    l->wdfs = mem_alloc_zeroed(n + 1, sizeof *l->wdfs);
    l->positions = mem_alloc_zeroed(n + 1, sizeof *l->positions);
    for (size_t i = 0; i < l->how->n_placed; i++)
        l->hashes[i] = positions_hash(l->how->names[i]);
}

static void enter_shard(struct look *l, struct shard *s)
{
    if (l->places.shard == s)
        return;
    places_done(&l->places);
    l->places = (struct places){.shard = s, .err = l->err};
    for (size_t i = 0; i < l->how->n_names; i++) {
        postlist_reader_done(&l->lists[i]);
        l->lists[i] = (struct postlist_reader){0};
        postlist_reader_open(&l->lists[i], &s->postlist, l->how->names[i], l->err);
    }
}

static void read_term(struct look *l, size_t i, uint32_t number)
{
    struct postlist_reader *list = &l->lists[i];
    l->positions[i].n = 0;
    l->wdfs[i] = 0;
    if (list->docid < number)
        postlist_reader_seek(list, number);
    if (list->docid != number)
        return;
    l->wdfs[i] = list->wdf;
    if (i < l->how->n_placed)
        places_read(&l->places, l->how->names[i], l->hashes[i], number, &l->positions[i]);
}

static void look_at(struct look *l, struct second_look_hit *hit)
{
    uint32_t number;
    enter_shard(l, db_shard_of(l->reader, hit->docid, &number));
    for (size_t i = 0; i < l->how->n_names && !l->err->code; i++)
        read_term(l, i, number);
    struct store_seen seen = {.docid = hit->docid,
                              .length = db_length(l->places.shard, number, l->err),
                              .score = hit->score,
                              .best = l->best,
                              .wdfs = l->wdfs,
                              .positions = l->positions,
                              .data = places_record(&l->places, number)};
    if (!l->err->code)
        hit->score = l->how->score(l->how->ctx, &seen);
}

struct visit {
    uint32_t shard, docid;
    struct second_look_hit *hit;
};

static int by_place(const void *left, const void *right)
{
    const struct visit *a = left, *b = right;
    if (a->shard != b->shard)
        return a->shard < b->shard ? -1 : 1;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

/* Goes shard by shard in the order of the documents, so that each list is read once. */
enum err_code db_second_look(struct db_reader *r, const struct store_second_look *look,
                             struct second_look_hit *hits, size_t n, struct err *err)
{
    if (n == 0)
        return ERR_OK;
    AUTO(look_done)
    struct look l = {.reader = r, .how = look, .best = hits[0].score, .err = err};
    AUTO(mem_free_pointer) struct visit *visits = mem_alloc_zeroed(n, sizeof *visits);
    look_init(&l);
    for (size_t i = 0; i < n; i++)
        visits[i] = (struct visit){(uint32_t)((hits[i].docid - 1) % r->n_shards), hits[i].docid,
                                   &hits[i]};
    qsort(visits, n, sizeof *visits, by_place);
    for (size_t i = 0; i < n && !err->code; i++)
        look_at(&l, visits[i].hit);
    return err->code;
}
