/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query that is being written for libxapian. */
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
