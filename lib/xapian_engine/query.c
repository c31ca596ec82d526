/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds a query for libxapian, and limits the work of its search. */
#include "xapian_engine/query.h"

#include "base/mem.h"
#include "xapian_engine/status.h"

#include <stdlib.h>
#include <string.h>

/* ---- the array ---- */

static enum err_code malformed(size_t i, struct err *err)
{
    return err_set(err, ERR_USAGE, "node %zu of the query has the wrong children", i);
}

static bool has_right_number(const struct store_node *node)
{
    bool is_pair = node->op == STORE_AND_NOT || node->op == STORE_AND_MAYBE ||
                   node->op == STORE_FILTER;
    return store_is_leaf(node->op) || (is_pair ? node->n_children == 2 : node->n_children > 0) ||
           node->op == STORE_SCALE;
}

static enum err_code measure(struct query *q, struct err *err)
{
    size_t n_open = 0;
    q->sizes = arena_alloc(&q->arena, (q->search->n_nodes + 1) * sizeof *q->sizes);
    for (size_t i = 0; i < q->search->n_nodes; i++) {
        const struct store_node *node = &q->search->nodes[i];
        size_t n = store_count_children(node);
        if (n > n_open || !has_right_number(node))
            return malformed(i, err);
        n_open = n_open - n + 1;
        q->sizes[i] = 1;
        for (size_t k = 0; k < n; k++)
            q->sizes[i] += q->sizes[i - q->sizes[i]];
    }
    return n_open == 1 ? ERR_OK : err_set(err, ERR_USAGE, "the query has %zu roots", n_open);
}

size_t query_child(const struct query *q, size_t i, size_t k)
{
    size_t child = i - 1;
    while (k-- > 0)
        child -= q->sizes[child];
    return child;
}

void query_check(struct query *q, const struct xap_error *error)
{
    if (!q->problem.code)
        status_check(error, "cannot search", &q->problem);
}

/* ---- writing ---- */

struct xap_node *query_push(struct query *q, enum xap_op op, uint32_t n_children)
{
    MEM_GROW(q->nodes, q->n, q->capacity);
    q->nodes[q->n] = (struct xap_node){.op = op, .n_children = n_children};
    return &q->nodes[q->n++];
}

/* ---- steps ---- */

static void begin_shard(struct query *q, size_t shard)
{
    uint64_t max_steps = q->search->max_steps;
    uint64_t left = max_steps > q->n_steps ? max_steps - q->n_steps : 0;
    q->shard = shard;
    q->end_of_shard = q->n_steps + left / (q->reader->n_shards - shard);
}

bool query_step(struct query *q, size_t shard, uint32_t docid, uint64_t n)
{
    if (!q->stopped_at)
        return true;
    if (shard != q->shard)
        begin_shard(q, shard);
    q->n_steps += n;
    if (q->n_steps > q->end_of_shard && q->stopped_at[shard] == 0)
        q->stopped_at[shard] = docid ? docid : 1;
    return q->stopped_at[shard] == 0;
}

struct guard {
    struct query *query;
    size_t shard;
};

static void *open_guard(void *ctx, size_t shard)
{
    struct guard *g = mem_alloc(sizeof *g);
    *g = (struct guard){ctx, shard};
    return g;
}

/* Lists every document as long as steps are left. Each document costs as many steps as the query
 * has nodes. */
static uint32_t guard_document(void *state, uint32_t docid)
{
    struct guard *g = state;
    return query_step(g->query, g->shard, docid, g->query->search->n_nodes) ? docid : 0;
}

void query_limit(struct query *q)
{
    uint32_t n_documents = q->reader->statistics.n_documents;
    if (q->search->max_steps == 0 || q->reader->is_remote)
        return;
    q->stopped_at = arena_alloc(&q->arena, q->reader->n_shards * sizeof *q->stopped_at);
    memset(q->stopped_at, 0, q->reader->n_shards * sizeof *q->stopped_at);
    begin_shard(q, 0);
    q->limit = (struct xap_source){.ctx = q,
                                   .open = open_guard,
                                   .close = mem_free,
                                   .seek = guard_document,
                                   .min_documents = n_documents,
                                   .estimated_documents = n_documents,
                                   .max_documents = n_documents};
    query_push(q, XAP_SOURCE, 0)->source = &q->limit;
    query_push(q, XAP_FILTER, 2);
}

uint32_t query_count_unseen(const struct query *q)
{
    double n = q->n_given_up;
    for (size_t i = 0; q->stopped_at && i < q->reader->n_shards; i++) {
        struct xap_statistics s;
        if (q->stopped_at[i] && !xap_get_statistics(q->reader->shards[i], &s, NULL) &&
            q->stopped_at[i] <= s.last_docid)
            n += ((double)s.last_docid - q->stopped_at[i] + 1) * s.n_documents / s.last_docid;
    }
    return (uint32_t)(n + 0.5);
}

/* ---- opening ---- */

enum err_code query_init(struct query *q, struct xapian_reader *reader,
                         const struct store_search *search, const unsigned char *standing,
                         struct err *err)
{
    *q = (struct query){.reader = reader,
                        .search = search,
                        .standing = standing,
                        .problem = ERR_INIT,
                        .collection = {.n_documents = reader->statistics.n_documents,
                                       .min_length = reader->statistics.min_length,
                                       .total_length = reader->statistics.total_length}};
    q->taken = arena_alloc(&q->arena, search->n_nodes + 1);
    memset(q->taken, STANDS_UNKNOWN, search->n_nodes);
    return measure(q, err);
}

void query_done(struct query *q)
{
    mem_free(q->nodes);
    arena_done(&q->arena);
}
