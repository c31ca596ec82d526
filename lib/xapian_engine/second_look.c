/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads wdfs and positions of some terms in the best hits, for a caller that scores these anew. */
#include "xapian_engine/second_look.h"

#include "base/mem.h"
#include "store/record.h"
#include "xapian_engine/places.h"
#include "xapian_engine/status.h"

#include <stdlib.h>

struct look {
    struct xapian_reader *reader;
    const struct store_second_look *how;
    uint32_t *wdfs;
    struct positions_list *positions;
    struct err *err;
};

static void look_done(struct look *l)
{
    for (size_t i = 0; i < l->how->n_names; i++)
        mem_free(l->positions[i].p);
    mem_free(l->positions);
    mem_free(l->wdfs);
}

static void read_places(struct look *l, uint32_t docid, struct str data)
{
    for (size_t i = 0; i < l->how->n_placed && !l->err->code; i++) {
        struct str name = l->how->names[i];
        l->positions[i].n = 0;
        if (l->wdfs[i] == 0)
            continue;
        struct xap_error error;
        size_t n = places_read_table(l->reader, l->reader->all, docid, name, &l->positions[i],
                                     &error);
        if (!status_check(&error, "cannot read positions", l->err) && n == 0)
            record_find_positions(data, name, positions_hash(name), &l->positions[i]);
    }
}

static void look_at(struct look *l, double best, struct store_hit *hit)
{
    struct store_seen seen = {
        .docid = hit->docid, .score = hit->score, .best = best, .wdfs = l->wdfs, .data = hit->data};
    if (xapian_read_wdfs(l->reader, hit->docid, l->how->names, l->how->n_names, l->wdfs,
                         &seen.length, l->err))
        return;
    read_places(l, hit->docid, hit->data);
    seen.positions = l->positions;
    if (!l->err->code)
        hit->score = l->how->score(l->how->ctx, &seen);
}

struct ranked {
    struct store_hit hit;
    size_t place;
};

static int by_score(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->hit.score != b->hit.score)
        return a->hit.score > b->hit.score ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

uint32_t second_look_depth(const struct store_search *s)
{
    return s->second_look && s->sort_slot < 0 ? s->second_look->depth : 0;
}

enum err_code second_look_take(struct xapian_reader *r, const struct store_search *s,
                               struct store_hit *hits, size_t n, struct err *err)
{
    size_t depth = second_look_depth(s);
    n = n < depth ? n : depth;
    if (n == 0)
        return ERR_OK;
    size_t n_names = s->second_look->n_names;
    AUTO(look_done)
    struct look l = {.reader = r,
                     .how = s->second_look,
                     .wdfs = mem_alloc_zeroed(n_names + 1, sizeof *l.wdfs),
                     .positions = mem_alloc_zeroed(n_names + 1, sizeof *l.positions),
                     .err = err};
    AUTO(mem_free_pointer) struct ranked *ranked = mem_alloc_zeroed(n, sizeof *ranked);
    double best = hits[0].score;
    for (size_t i = 0; i < n && !err->code; i++)
        look_at(&l, best, &hits[i]);
    for (size_t i = 0; i < n; i++)
        ranked[i] = (struct ranked){hits[i], i};
    qsort(ranked, n, sizeof *ranked, by_score);
    for (size_t i = 0; i < n; i++)
        hits[i] = ranked[i].hit;
    return err->code;
}
