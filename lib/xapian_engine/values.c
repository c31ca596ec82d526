/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of the documents with a value in a range, and the values of documents that match. */
#include "xapian_engine/values.h"

#include "base/mem.h"
#include "xapian_engine/question.h"
#include "xapian_engine/status.h"

/* ---- in a range ---- */

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

/* ---- of matches ---- */

struct showing {
    struct xapian_reader *reader;
    struct question question;
    uint32_t slot;
    void (*show)(void *ctx, uint32_t docid, struct str value);
    void *ctx;
    struct store_matched matched;
    struct err *err;
};

static void show_shard(struct showing *s, size_t shard, const uint8_t *bits, uint32_t last_docid)
{
    const struct xapian_reader *r = s->reader;
    struct xap_values *values = NULL;
    struct xap_value_entry at = {0};
    struct xap_error error;
    if (!xap_values_open(r->shards[shard], s->slot, &values, &error))
        xap_values_next(values, &at, &error);
    while (!error.code && at.docid) {
        uint64_t docid = (uint64_t)(at.docid - 1) * r->n_shards + shard + 1;
        if (docid <= last_docid && bits[docid / 8] >> docid % 8 & 1)
            s->show(s->ctx, (uint32_t)docid, xapian_str(at.value));
        xap_values_next(values, &at, &error);
    }
    xap_values_close(values);
    status_check(&error, "cannot read values", s->err);
}

/* All matches first, then the list of the slot's values. */
static enum err_code show_local(struct showing *s)
{
    const struct xapian_reader *r = s->reader;
    uint32_t last_docid = r->statistics.last_docid;
    struct xap_results *found;
    if (question_ask(&s->question, &found, s->err))
        return s->err->code;
    AUTO(mem_free_pointer) uint8_t *bits = mem_alloc_zeroed((size_t)last_docid / 8 + 1, 1);
    for (size_t i = 0; i < found->n; i++)
        if (found->hits[i].docid <= last_docid)
            bits[found->hits[i].docid / 8] |= (uint8_t)(1 << found->hits[i].docid % 8);
    s->matched = (struct store_matched){(uint32_t)found->n,
                                        query_count_unseen(&s->question.query) == 0};
    xap_results_free(found);
    for (size_t i = 0; i < r->n_shards && !s->err->code; i++)
        show_shard(s, i, bits, last_docid);
    return s->err->code;
}

/* A server counts which value comes how often, which is less to send than the values of all. */
static enum err_code show_place(struct showing *s, size_t place)
{
    struct xap_results *found;
    struct xap_error error;
    struct xap_search *asked = &s->question.asked;
    asked->nodes = s->question.query.nodes;
    asked->n_nodes = s->question.query.n;
    if (xap_search_run(s->reader->places[place], asked, &found, &error))
        return status_check(&error, "cannot count values", s->err);
    for (size_t i = 0; i < found->counts->n; i++)
        for (uint32_t k = 0; k < found->counts->items[i].n_documents; k++)
            s->show(s->ctx, (uint32_t)place + 1, xapian_str(found->counts->items[i].value));
    s->matched.n += found->n_counted;
    xap_results_free(found);
    return ERR_OK;
}

static enum err_code show_served(struct showing *s)
{
    s->question.asked.max = 0;
    s->question.asked.count_slots = &s->slot;
    s->question.asked.n_count_slots = 1;
    s->matched = (struct store_matched){0, !s->question.query.needs_verifying};
    for (size_t i = 0; i < s->reader->n_places && !s->err->code; i++)
        show_place(s, i);
    return s->err->code;
}

static enum err_code show_once(struct showing *s, const struct store_search *search)
{
    const struct store_search all = {.nodes = search->nodes,
                                     .n_nodes = search->n_nodes,
                                     .weighting = STORE_BOOLEAN,
                                     .max = s->reader->statistics.n_documents,
                                     .check_at_least = s->reader->statistics.n_documents,
                                     .sort_slot = -1,
                                     .order_slot = -1,
                                     .max_steps = search->max_steps,
                                     .without_data = true};
    if (!question_init(&s->question, s->reader, &all, NULL, s->err))
        s->reader->is_remote ? show_served(s) : show_local(s);
    question_done(&s->question);
    return s->err->code;
}

enum err_code xapian_reader_show_values(struct store_reader *reader,
                                        const struct store_search *search, uint32_t slot,
                                        void (*show)(void *ctx, uint32_t docid, struct str value),
                                        void *ctx, struct store_matched *ret, struct err *err)
{
    struct showing s = {
        .reader = xapian_reader_of(reader), .slot = slot, .show = show, .ctx = ctx, .err = err};
    unsigned n_tries = 0;
    do {
        show(ctx, 0, STR_EMPTY);
        show_once(&s, search);
    } while (xapian_try_again(s.reader, &n_tries, err));
    if (!err->code)
        *ret = s.matched;
    return err->code;
}
