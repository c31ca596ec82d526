/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists the documents that have any of several terms, weighed as if these were one term. */
#include "xapian_engine/synonym.h"

#include "base/mem.h"
#include "xapian_engine/status.h"
#include "xapian_engine/term_union.h"

struct synonym {
    struct query *query;
    struct xap_source source;
    struct weight weight;
    struct str *names;
    size_t n;
};

/* The search in one shard. */
struct walk {
    const struct synonym *synonym;
    struct term_union terms;
    uint32_t docid;
};

static void *open_walk(void *ctx, size_t shard)
{
    const struct synonym *s = ctx;
    struct walk *w = mem_alloc_zeroed(1, sizeof *w);
    w->synonym = s;
    term_union_init(&w->terms, s->query, shard, s->names, s->n);
    return w;
}

static void close_walk(void *state)
{
    struct walk *w = state;
    term_union_done(&w->terms);
    mem_free(w);
}

static uint32_t seek_document(void *state, uint32_t docid)
{
    struct walk *w = state;
    return w->docid = term_union_seek(&w->terms, docid);
}

static double weigh_document(void *state)
{
    struct walk *w = state;
    uint32_t wdf = 0, length = 0;
    for (size_t i = 0; i < w->terms.n; i++) {
        if (w->terms.at[i].docid != w->docid)
            continue;
        wdf += w->terms.at[i].wdf;
        length = w->terms.at[i].length;
    }
    return db_weigh(&w->synonym->weight, wdf < length ? wdf : length, length);
}

/* ---- the terms ---- */

static struct db_facts gather_term(struct synonym *s, struct str name, struct err *err)
{
    struct xap_term_statistics t = {0};
    struct xap_error error;
    s->names[s->n++] = name;
    xap_get_term_statistics(s->query->reader->all, xapian_bytes(name), &t, &error);
    status_check(&error, "cannot search", err);
    return (struct db_facts){t.termfreq, t.max_wdf, t.collection_freq};
}

/* Returns the facts of a term, or of an OR or synonym of terms. */
static struct db_facts gather(struct synonym *s, size_t i, struct err *err)
{
    const struct query *q = s->query;
    const struct store_node *node = &q->search->nodes[i];
    if (node->op == STORE_TERM)
        return gather_term(s, node->name, err);
    size_t n = store_count_children(node);
    if (n == 0 || (node->op != STORE_OR && node->op != STORE_SYNONYM)) {
        if (node->op != STORE_NONE)
            err_set(err, ERR_USAGE, "node %zu of the query is not a term of a synonym", i);
        return (struct db_facts){0};
    }
    AUTO(mem_free_pointer) struct db_facts *facts = mem_alloc(n * sizeof *facts);
    for (size_t k = 0; k < n; k++)
        facts[k] = gather(s, query_child(q, i, n - 1 - k), err);
    return db_join_all_facts(facts, n, &q->collection);
}

const struct xap_source *synonym_new(struct query *q, size_t i, struct err *err)
{
    struct synonym *s = arena_alloc(&q->arena, sizeof *s);
    *s = (struct synonym){.query = q,
                          .names = arena_alloc(&q->arena, q->sizes[i] * sizeof *s->names)};
    struct db_facts facts = gather(s, i, err);
    weight_init(&s->weight, q->search, &q->collection, &facts, 1, 1);
    uint32_t n_documents = q->reader->statistics.n_documents;
    s->source = (struct xap_source){
        .ctx = s,
        .open = open_walk,
        .close = close_walk,
        .seek = seek_document,
        .weigh = weigh_document,
        .max_weight = s->weight.max,
        .estimated_documents = (uint32_t)(facts.termfreq / q->reader->n_shards),
        .max_documents = n_documents,
    };
    return &s->source;
}
