/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches through libxapian, for the best matches or for the values of all. */
#include "base/arena.h"
#include "base/mem.h"
#include "xapian_engine/checked.h"
#include "xapian_engine/second_look.h"
#include "xapian_engine/status.h"

#include <stdlib.h>
#include <string.h>

/* ---- results ---- */

struct results {
    struct store_results shown; /* first, because free_results() gets a pointer to it */
    struct xap_results *found;  /* the hits point into it */
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

/* Reads the data of the chosen hits. */
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

/* Drops data that were only needed meanwhile. */
static void forget_data(const struct store_search *s, struct store_results *rs)
{
    for (size_t i = 0; i < rs->n; i++)
        if (s->choose ? !rs->hits[i].needs_data : s->without_data)
            rs->hits[i].data = STR_EMPTY;
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

/* Assumes that the documents that were not examined, for want of steps, match as often as the
 * others. */
static void count_unseen(const struct query *q, struct store_results *rs)
{
    uint32_t n_documents = q->reader->statistics.n_documents, n = query_count_unseen(q);
    rs->n_unseen = n < n_documents ? n : n_documents;
    if (rs->n_unseen == 0)
        return;
    double seen = (double)(n_documents - rs->n_unseen) / n_documents;
    uint32_t room = n_documents - rs->total_upper;
    rs->total_upper += room < rs->n_unseen ? room : rs->n_unseen;
    if (seen > 0)
        rs->total_estimate = (uint32_t)(rs->total_estimate / seen + 0.5);
    rs->total_estimate = limit(rs->total_estimate, rs->total_lower, rs->total_upper);
}

/* ---- the second look ---- */

/* Returns a search for the hits from the first on, if the best of them get a second look. */
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

/* Reduces the hits from the first on to those that are wanted. */
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
    if (question_init(&q, r, &wide, NULL, err))
        return err->code;
    bool is_checked = q.query.needs_verifying, is_looked_at = second_look_depth(s);
    q.asked.with_data = q.asked.with_data || is_looked_at;
    bool has_data = q.asked.with_data || is_checked;
    if (is_checked)
        checked_ask_for_more(&q);
    if (question_ask(&q, &found, err))
        return err->code;
    struct results *rs = take(found, &q.asked);
    if (is_checked)
        checked_take(&q, &rs->arena, &rs->shown, err);
    count_unseen(&q.query, &rs->shown);
    if (!err->code)
        look_again(r, s, &rs->shown, err);
    if (s->choose && !err->code)
        s->choose(s->choose_ctx, rs->shown.hits, rs->shown.n);
    if (s->choose && !has_data && !err->code)
        read_data(r, rs, err);
    if (has_data)
        forget_data(s, &rs->shown);
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

/* ---- values of all matches ---- */

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

/* Finds all matches first, and then reads the list of the slot's values. */
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

/* A server counts how often each value occurs, which is less to send than all values. */
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
