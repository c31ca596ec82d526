/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists the documents with a value in a range. */
#include "xapian_engine/value_range.h"

#include "base/mem.h"

struct value_range {
    struct query *query;
    const struct store_node *node;
    struct xap_source source;
};

/* The search in one shard. */
struct walk {
    const struct value_range *range;
    size_t shard;
    struct xap_values *values;
    struct xap_value_entry at;
};

static void *open_walk(void *ctx, size_t shard)
{
    const struct value_range *r = ctx;
    struct walk *w = mem_alloc_zeroed(1, sizeof *w);
    struct xap_error error;
    w->range = r;
    w->shard = shard;
    if (!xap_values_open(r->query->reader->shards[shard], r->node->slot, &w->values, &error))
        xap_values_next(w->values, &w->at, &error);
    query_check(r->query, &error);
    return w;
}

static void close_walk(void *state)
{
    struct walk *w = state;
    xap_values_close(w->values);
    mem_free(w);
}

static bool is_within(const struct store_node *node, struct str value)
{
    return str_compare(value, node->name) >= 0 &&
           (node->upper.n == 0 || str_compare(value, node->upper) <= 0);
}

static uint32_t seek_document(void *state, uint32_t docid)
{
    struct walk *w = state;
    struct query *q = w->range->query;
    struct xap_error error = {XAP_OK, ""};
    if (!q->problem.code && w->at.docid && w->at.docid < docid)
        xap_values_skip(w->values, docid, &w->at, &error);
    while (!error.code && query_step(q, w->shard, w->at.docid, 1) && w->at.docid &&
           !is_within(w->range->node, xapian_str(w->at.value)))
        xap_values_next(w->values, &w->at, &error);
    query_check(q, &error);
    return q->problem.code || !query_step(q, w->shard, docid, 0) ? 0 : w->at.docid;
}

const struct xap_source *value_range_new(struct query *q, const struct store_node *node)
{
    uint32_t n_documents = q->reader->statistics.n_documents;
    struct value_range *r = arena_alloc(&q->arena, sizeof *r);
    *r = (struct value_range){q,
                              node,
                              {.ctx = r,
                               .open = open_walk,
                               .close = close_walk,
                               .seek = seek_document,
                               .estimated_documents = n_documents / 2,
                               .max_documents = n_documents}};
    return &r->source;
}
