/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches through libxapian. */
#include "base/arena.h"
#include "base/mem.h"
#include "xapian_engine/rewrite.h"
#include "xapian_engine/second_look.h"
#include "xapian_engine/status.h"
#include "xapian_engine/verify.h"
#include "xapian_engine/weighting.h"

#include <stdlib.h>
#include <string.h>

static const char CANNOT_SEARCH[] = "cannot search";

/* A search as libxapian is asked it. */
struct question {
    struct query query;
    struct weighting weighting;
    struct xap_sort_key keys[2];
    struct xap_search asked;
};

static void question_done(struct question *q)
{
    query_done(&q->query);
}

/* Behind all values that there are: dates and numbers. */
#define BEHIND_ALL "\xff\xff\xff\xff\xff\xff\xff\xff"

/* Servers sort by one value alone, and take documents without one for the least. */
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

static enum err_code question_init(struct question *q, struct xapian_reader *r,
                                   const struct store_search *s, struct err *err)
{
    q->asked = (struct xap_search){
        .first = s->first, .max = s->max, .check_at_least = s->check_at_least};
    if (query_init(&q->query, r, s, err) || rewrite_query(&q->query, err) ||
        weighting_init(&q->weighting, r, &q->query.collection, s, &q->asked, err))
        return err->code;
    if (r->is_remote)
        set_order_of_servers(q, s);
    else
        set_order(q, s);
    if (s->choose) {
        q->asked.value_slots = &s->choose_slot;
        q->asked.n_value_slots = 1;
    }
    q->asked.with_data = !s->choose && !s->without_data;
    return ERR_OK;
}

static enum err_code ask(struct question *q, struct xapian_reader *r, struct xap_results **ret,
                         struct err *err)
{
    struct xap_error error;
    struct xap_results *found = NULL;
    q->asked.nodes = q->query.nodes;
    q->asked.n_nodes = q->query.n;
    xap_search_run(r->all, &q->asked, &found, &error);
    status_check(&error, CANNOT_SEARCH, err);
    if (!err->code && q->query.problem.code)
        *err = q->query.problem;
    if (err->code)
        xap_results_free(found);
    else
        *ret = found;
    return err->code;
}

/* ---- results ---- */

struct results {
    struct store_results shown; /* first, since free_results() gets it */
    struct xap_results *found;  /* which the hits point into */
    struct xap_document **documents;
    size_t n_documents;
    struct arena arena;
};

static void free_results(struct store_results *rs)
{
    struct results *all = (struct results *)rs;
    for (size_t i = 0; i < all->n_documents; i++)
        xap_document_free(all->documents[i]);
    xap_results_free(all->found);
    arena_done(&all->arena);
    mem_free(all);
}

/* Reads the data of the hits that were chosen. */
static enum err_code read_data(struct xapian_reader *r, struct results *rs, struct err *err)
{
    rs->documents = arena_alloc(&rs->arena, rs->shown.n * sizeof *rs->documents);
    for (size_t i = 0; i < rs->shown.n; i++) {
        struct store_hit *hit = &rs->shown.hits[i];
        struct xap_error error;
        if (!hit->needs_data)
            continue;
        xap_document_read(r->all, hit->docid, XAP_DATA, &rs->documents[rs->n_documents], &error);
        if (status_check(&error, "cannot read a document", err))
            return err->code;
        hit->data = xapian_str(rs->documents[rs->n_documents++]->data);
    }
    return ERR_OK;
}

static uint32_t limit(uint32_t n, uint32_t least, uint32_t most)
{
    return n < least ? least : n > most ? most : n;
}

static struct results *take(struct xap_results *found, const struct xap_search *asked)
{
    struct results *rs = mem_alloc_zeroed(1, sizeof *rs);
    rs->found = found;
    rs->shown = (struct store_results){
        .n = found->n,
        .total_lower = found->min_matches,
        .total_estimate = limit(found->estimated_matches, found->min_matches, found->max_matches),
        .total_upper = found->max_matches,
        .free = free_results};
    rs->shown.hits = arena_alloc(&rs->arena, found->n * sizeof *rs->shown.hits);
    for (size_t i = 0; i < found->n; i++) {
        const struct xap_hit *hit = &found->hits[i];
        rs->shown.hits[i] = (struct store_hit){
            .docid = hit->docid,
            .score = hit->weight,
            .data = asked->with_data ? xapian_str(hit->data) : STR_EMPTY,
            .value = asked->n_value_slots ? xapian_str(hit->values[0]) : STR_EMPTY,
        };
    }
    return rs;
}

/* ---- what servers take for matches ---- */

/* Matches that are looked at, which takes a question to a server each. */
enum { MAX_VERIFIED = 1000 };

/* Asks for more hits, since some may turn out to be none. */
static void ask_for_more(struct question *q, const struct store_search *s)
{
    q->asked.first = 0;
    q->asked.max = s->first + s->max > MAX_VERIFIED ? s->first + s->max : MAX_VERIFIED;
    q->asked.with_data = false;
    q->asked.n_value_slots = 0;
}

/* Leaves the hits [first, first + max) of those that do match. Others count as matches until they
 * are looked at. */
static enum err_code verify(struct question *q, const struct store_search *s, struct results *rs,
                            struct err *err)
{
    struct store_results *shown = &rs->shown;
    uint32_t n_looked_at = 0, n_right = 0;
    size_t n = 0;
    for (size_t i = 0; i < shown->n && i < MAX_VERIFIED && n < s->max; i++, n_looked_at++) {
        bool matches;
        if (verify_hit(&q->query, shown->hits[i].docid, &matches, err))
            return err->code;
        if (matches && n_right++ >= s->first)
            shown->hits[n++] = shown->hits[i];
    }
    uint32_t n_wrong = n_looked_at - n_right;
    double rate = n_looked_at ? (double)n_right / n_looked_at : 1;
    bool are_all = n_looked_at == shown->n && shown->n < q->asked.max;
    shown->n = n;
    shown->total_upper = are_all ? n_right : shown->total_upper - n_wrong;
    shown->total_lower = n_right;
    shown->total_estimate = limit((uint32_t)(shown->total_estimate * rate + 0.5), n_right,
                                  shown->total_upper);
    return ERR_OK;
}

static enum err_code read_values(struct xapian_reader *r, const struct store_search *s,
                                 struct results *rs, struct err *err)
{
    for (size_t i = 0; i < rs->shown.n; i++) {
        struct store_hit *hit = &rs->shown.hits[i];
        struct xap_error error;
        struct xap_document *d;
        hit->value = STR_EMPTY;
        hit->needs_data = !s->choose && !s->without_data;
        if (!s->choose)
            continue;
        if (xap_document_read(r->all, hit->docid, XAP_VALUES, &d, &error))
            return status_check(&error, "cannot read a document", err);
        for (size_t k = 0; k < d->n_values; k++)
            if (d->values[k].slot == s->choose_slot)
                hit->value = arena_copy(&rs->arena, xapian_str(d->values[k].value));
        xap_document_free(d);
    }
    return ERR_OK;
}

/* ---- the second look ---- */

/* The search for the hits from the first on, where the best of them are looked at again. */
static struct store_search widen(const struct store_search *s)
{
    struct store_search wide = *s;
    uint32_t depth = second_look_depth(s), end = s->first + s->max;
    if (depth) {
        wide.first = 0;
        wide.max = end > depth ? end : depth;
    }
    return wide;
}

/* Leaves the hits that are wanted of those from the first on. */
static void look_again(struct xapian_reader *r, const struct store_search *s,
                       struct store_results *rs, struct err *err)
{
    if (second_look_depth(s) == 0 || second_look_take(r, s, rs->hits, rs->n, err))
        return;
    size_t first = s->first < rs->n ? s->first : rs->n;
    rs->hits += first;
    rs->n -= first;
    rs->n = rs->n < s->max ? rs->n : s->max;
}

static enum err_code search_once(struct xapian_reader *r, const struct store_search *s,
                                 struct store_results **ret_results, struct err *err)
{
    AUTO(question_done) struct question q;
    struct xap_results *found;
    const struct store_search wide = widen(s);
    if (question_init(&q, r, &wide, err))
        return err->code;
    bool is_checked = q.query.needs_verifying;
    if (is_checked)
        ask_for_more(&q, &wide);
    if (ask(&q, r, &found, err))
        return err->code;
    struct results *rs = take(found, &q.asked);
    if (is_checked && !verify(&q, &wide, rs, err))
        read_values(r, &wide, rs, err);
    if (!err->code)
        look_again(r, s, &rs->shown, err);
    if (s->choose && !err->code)
        s->choose(s->choose_ctx, rs->shown.hits, rs->shown.n);
    if ((s->choose || is_checked) && !err->code)
        read_data(r, rs, err);
    if (err->code)
        free_results(&rs->shown);
    else
        *ret_results = &rs->shown;
    return err->code;
}

enum err_code xapian_reader_search(struct store_reader *reader, const struct store_search *search,
                                   struct store_results **ret_results, struct err *err)
{
    struct xapian_reader *r = xapian_reader_of(reader);
    unsigned n_tries = 0;
    do
        search_once(r, search, ret_results, err);
    while (xapian_try_again(r, &n_tries, err));
    return err->code;
}

/* ---- one document ---- */

/* A list of one document. */
struct single {
    size_t shard;
    uint32_t number; /* there */
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

/* Another machine is asked for the documents that have the rarest of its terms. */
enum { N_RAREST = 3, MAX_ALIKE = 1000 };

static void add_rarest(struct question *q, const struct store_vocabulary *v)
{
    const struct store_vocabulary_term *rarest[N_RAREST];
    uint32_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        uint32_t at = n < N_RAREST ? n++ : N_RAREST;
        for (; at > 0 && v->terms[i].termfreq < rarest[at - 1]->termfreq; at--)
            if (at < N_RAREST)
                rarest[at] = rarest[at - 1];
        if (at < N_RAREST)
            rarest[at] = &v->terms[i];
    }
    for (uint32_t i = 0; i < n; i++)
        query_push(&q->query, XAP_TERM, 0)->text = xapian_bytes(rarest[i]->name);
    query_push(&q->query, n ? XAP_AND : XAP_ALL, n);
}

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

static enum err_code score_once(struct xapian_reader *r, const struct store_search *s,
                                uint32_t docid, bool *ret_matches, double *ret_score,
                                struct err *err)
{
    AUTO(question_done) struct question q;
    struct store_vocabulary *v = NULL;
    struct xap_results *found;
    const struct store_search bare = {.nodes = s->nodes,
                                      .n_nodes = s->n_nodes,
                                      .weighting = s->weighting,
                                      .k1 = s->k1,
                                      .k3 = s->k3,
                                      .b = s->b,
                                      .min_length = s->min_length,
                                      .burst = s->burst,
                                      .scheme = s->scheme,
                                      .max = r->is_remote ? MAX_ALIKE : 1,
                                      .sort_slot = -1,
                                      .order_slot = -1,
                                      .without_data = true};
    if (question_init(&q, r, &bare, err) ||
        (r->is_remote && xapian_reader_document_terms(&r->base, docid, &v, err)))
        return err->code;
    if (v)
        add_rarest(&q, v);
    else
        add_single(&q, r, docid);
    query_push(&q.query, XAP_FILTER, 2);
    if (!ask(&q, r, &found, err)) {
        take_score(found, docid, ret_matches, ret_score);
        xap_results_free(found);
    }
    store_vocabulary_free(v);
    return err->code;
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
