/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the score of a single document. */
#include "base/mem.h"
#include "xapian_engine/verify.h"

/* ---- on this machine ---- */

/* A list of one document. */
struct single {
    size_t shard;
    uint32_t number; /* within the shard */
    struct xap_source source;
};

struct single_walk {
    const struct single *single;
    bool is_here;
};

static void *open_single(void *ctx, size_t shard)
{
    struct single_walk *w = mem_alloc(sizeof *w);
    *w = (struct single_walk){ctx, ((struct single *)ctx)->shard == shard};
    return w;
}

static uint32_t seek_single(void *state, uint32_t docid)
{
    const struct single_walk *w = state;
    return w->is_here && docid <= w->single->number ? w->single->number : 0;
}

static void add_single(struct question *q, const struct xapian_reader *r, uint32_t docid)
{
    struct single *one = arena_alloc(&q->query.arena, sizeof *one);
    *one = (struct single){(docid - 1) % r->n_shards,
                           (uint32_t)((docid - 1) / r->n_shards) + 1,
                           {one, open_single, mem_free, seek_single, NULL, 0, 0, 1, 1}};
    query_push(&q->query, XAP_SOURCE, 0)->source = &one->source;
}

/* ---- local and remote ---- */

static void take_score(const struct xap_results *found, uint32_t docid, bool *ret_matches,
                       double *ret_score)
{
    *ret_matches = false;
    *ret_score = 0;
    for (size_t i = 0; i < found->n; i++) {
        if (found->hits[i].docid != docid)
            continue;
        *ret_matches = true;
        *ret_score = found->hits[i].weight;
    }
}

static enum err_code ask_for_one(struct xapian_reader *r, const struct store_search *s,
                                 uint32_t docid, const struct verdict *known, bool *ret_matches,
                                 double *ret_score, struct err *err)
{
    AUTO(question_done) struct question q;
    struct xap_results *found;
    if (question_init(&q, r, s, known ? known->standing : NULL, err))
        return err->code;
    if (known) {
        verify_ask_for(&q, &known->id, 1);
    } else {
        add_single(&q, r, docid);
        query_push(&q.query, XAP_FILTER, 2);
    }
    if (!question_ask(&q, &found, err)) {
        take_score(found, docid, ret_matches, ret_score);
        xap_results_free(found);
    }
    return err->code;
}

/* Another machine must be told which phrases the document has. */
static enum err_code look_and_ask(struct xapian_reader *r, const struct store_search *s,
                                  uint32_t docid, bool *ret_matches, double *ret_score,
                                  struct err *err)
{
    AUTO(question_done) struct question q;
    struct verdict verdict;
    *ret_matches = false;
    *ret_score = 0;
    if (question_init(&q, r, s, NULL, err) ||
        verify_document(&q.query, docid, &q.query.arena, &verdict, err) || !verdict.matches ||
        verdict.id.n == 0)
        return err->code;
    return ask_for_one(r, s, docid, &verdict, ret_matches, ret_score, err);
}

static enum err_code score_once(struct xapian_reader *r, const struct store_search *s,
                                uint32_t docid, bool *ret_matches, double *ret_score,
                                struct err *err)
{
    const struct store_search bare = {.nodes = s->nodes,
                                      .n_nodes = s->n_nodes,
                                      .weighting = s->weighting,
                                      .k1 = s->k1,
                                      .k3 = s->k3,
                                      .b = s->b,
                                      .min_length = s->min_length,
                                      .burst = s->burst,
                                      .scheme = s->scheme,
                                      .max = 1,
                                      .sort_slot = -1,
                                      .order_slot = -1,
                                      .without_data = true};
    return r->is_remote ? look_and_ask(r, &bare, docid, ret_matches, ret_score, err)
                        : ask_for_one(r, &bare, docid, NULL, ret_matches, ret_score, err);
}

enum err_code xapian_reader_score(struct store_reader *reader, const struct store_search *search,
                                  uint32_t docid, bool *ret_matches, double *ret_score,
                                  struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    do
        score_once(r, search, docid, ret_matches, ret_score, err);
    while (xapian_try_again(r, &n_tries, err));
    return err->code;
}
