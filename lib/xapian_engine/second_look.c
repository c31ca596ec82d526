/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the wdfs of some terms in the best hits, and the positions in those that are best by these,
 * for a caller that scores the hits anew. */
#include "xapian_engine/second_look.h"

#include "base/mem.h"
#include "store/record.h"
#include "xapian_engine/places.h"
#include "xapian_engine/status.h"

#include <stdlib.h>

/* A hit with what its terms show. */
struct visit {
    struct store_hit *hit;
    uint32_t length;
    uint32_t *wdfs;
};

struct look {
    struct xapian_reader *reader;
    const struct store_second_look *how;
    struct positions_list *positions;
    struct visit *visits; /* in the order of the hits */
    uint32_t *wdfs;       /* of all visits */
    size_t n;
    double best;
    struct err *err;
};

static void look_done(struct look *l)
{
    for (size_t i = 0; i < l->how->n_names; i++)
        mem_free(l->positions[i].p);
    mem_free(l->positions);
    mem_free(l->visits);
    mem_free(l->wdfs);
}

static void look_init(struct look *l, struct store_hit *hits)
{
    size_t n_names = l->how->n_names;
    l->positions = mem_alloc_zeroed(n_names + 1, sizeof *l->positions);
    l->visits = mem_alloc_zeroed(l->n, sizeof *l->visits);
    l->wdfs = mem_alloc_zeroed(l->n * n_names + 1, sizeof *l->wdfs);
    for (size_t i = 0; i < l->n; i++)
        l->visits[i] = (struct visit){.hit = &hits[i], .wdfs = l->wdfs + i * n_names};
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

static void read_places(struct look *l, const struct visit *v)
{
    for (size_t i = 0; i < l->how->n_placed && !l->err->code; i++) {
        struct str name = l->how->names[i];
        l->positions[i].n = 0;
        if (v->wdfs[i] == 0)
            continue;
        struct xap_error error;
        size_t n = places_read_table(l->reader, l->reader->all, v->hit->docid, name,
                                     &l->positions[i], &error);
        if (!status_check(&error, "cannot read positions", l->err) && n == 0)
            record_find_positions(v->hit->data, name, positions_hash(name), &l->positions[i]);
    }
}

static double look_at(struct look *l, const struct visit *v)
{
    struct store_seen seen = seen_of(l, v);
    seen.data = v->hit->data;
    seen.has_record = true;
    read_places(l, v);
    return l->err->code ? 0 : l->how->score(l->how->ctx, &seen);
}

/* Sets the scores of the hits by their wdfs alone. */
static void look_without_records(struct look *l, double *ret_scores)
{
    for (size_t i = 0; i < l->n && !l->err->code; i++) {
        struct visit *v = &l->visits[i];
        if (xapian_read_wdfs(l->reader, v->hit->docid, l->how->names, l->how->n_names, v->wdfs,
                             &v->length, l->err))
            return;
        struct store_seen seen = seen_of(l, v);
        ret_scores[i] = l->how->score(l->how->ctx, &seen);
    }
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
    AUTO(look_done)
    struct look l = {.reader = r, .how = s->second_look, .n = n, .best = hits[0].score, .err = err};
    AUTO(mem_free_pointer) double *scores = mem_alloc_zeroed(n, sizeof *scores);
    AUTO(mem_free_pointer) bool *chosen = mem_alloc_zeroed(n, sizeof *chosen);
    look_init(&l, hits);
    look_without_records(&l, scores);
    store_choose_records(l.how, scores, n, chosen);
    for (size_t i = 0; i < n && !err->code; i++)
        if (chosen[i])
            scores[i] = look_at(&l, &l.visits[i]);
    if (err->code)
        return err->code;
    for (size_t i = 0; i < n; i++)
        hits[i].score = scores[i];
    AUTO(mem_free_pointer) struct ranked *ranked = mem_alloc_zeroed(n, sizeof *ranked);
    for (size_t i = 0; i < n; i++)
        ranked[i] = (struct ranked){hits[i], i};
    qsort(ranked, n, sizeof *ranked, by_score);
    for (size_t i = 0; i < n; i++)
        hits[i] = ranked[i].hit;
    return err->code;
}
