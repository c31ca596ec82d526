/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Puts a search to libxapian: its query, weighting and order. */
#include "xapian_engine/question.h"

#include "xapian_engine/rewrite.h"
#include "xapian_engine/status.h"

void question_done(struct question *q)
{
    query_done(&q->query);
}

/* Sorts after all dates and numbers. */
#define BEHIND_ALL "\xff\xff\xff\xff\xff\xff\xff\xff"

/* Servers sort by a single value, and treat documents without it as the least. */
static void set_order_of_servers(struct question *q, const struct store_search *s)
{
    struct xap_search *asked = &q->asked;
    bool is_by_value = s->sort_slot >= 0;
    if (!is_by_value && s->order_slot < 0)
        return;
    q->keys[0] = (struct xap_sort_key){
        .slot = (uint32_t)(is_by_value ? s->sort_slot : s->order_slot),
        .is_descending = is_by_value && !s->sort_ascending};
    asked->keys = q->keys;
    asked->n_keys = 1;
    asked->order = is_by_value ? XAP_BY_KEYS_THEN_WEIGHT : XAP_BY_WEIGHT_THEN_KEYS;
}

static void set_order(struct question *q, const struct store_search *s)
{
    struct xap_search *asked = &q->asked;
    if (s->sort_slot >= 0)
        q->keys[asked->n_keys++] = (struct xap_sort_key){
            .slot = (uint32_t)s->sort_slot,
            .is_descending = !s->sort_ascending,
            .missing = {BEHIND_ALL, s->sort_ascending ? 8 : 0}};
    if (s->order_slot >= 0)
        q->keys[asked->n_keys++] = (struct xap_sort_key){.slot = (uint32_t)s->order_slot};
    asked->keys = q->keys;
    asked->order = s->sort_slot >= 0    ? XAP_BY_KEYS
                   : s->order_slot >= 0 ? XAP_BY_WEIGHT_THEN_KEYS
                                        : XAP_BY_WEIGHT;
}

/* Makes libxapian examine every match of a query with MAX. When only the best are wanted, it passes
 * over some matches of a MAX below an OR, in one of some 50,000 random queries (xapian.md). */
static void examine_all(struct question *q, const struct store_search *s)
{
    for (size_t i = 0; i < s->n_nodes; i++)
        if (s->nodes[i].op == STORE_MAX)
            q->asked.check_at_least = q->query.reader->statistics.n_documents;
}

enum err_code question_init(struct question *q, struct xapian_reader *r,
                            const struct store_search *s, const unsigned char *standing,
                            struct err *err)
{
    q->asked = (struct xap_search){
        .first = s->first, .max = s->max, .check_at_least = s->check_at_least};
    if (query_init(&q->query, r, s, standing, err) || rewrite_query(&q->query, err) ||
        weighting_init(&q->weighting, r, &q->query.collection, s, &q->asked, err))
        return err->code;
    query_limit(&q->query);
    if (r->is_remote) {
        set_order_of_servers(q, s);
    } else {
        set_order(q, s);
        examine_all(q, s);
    }
    if (s->choose) {
        q->asked.value_slots = &s->choose_slot;
        q->asked.n_value_slots = 1;
    }
    q->asked.with_data = !s->choose && !s->without_data;
    return ERR_OK;
}

enum err_code question_ask(struct question *q, struct xap_results **ret, struct err *err)
{
    struct xap_error error;
    struct xap_results *found = NULL;
    q->asked.nodes = q->query.nodes;
    q->asked.n_nodes = q->query.n;
    xap_search_run(q->query.reader->all, &q->asked, &found, &error);
    status_check(&error, "cannot search", err);
    if (!err->code && q->query.problem.code)
        *err = q->query.problem;
    if (err->code)
        xap_results_free(found);
    else
        *ret = found;
    return err->code;
}
