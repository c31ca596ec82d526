/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Examines the hits of servers, asks for the scores of those that weigh less than the servers
 * assumed, and finds the best hits by these. */
#include "xapian_engine/checked.h"

#include "base/mem.h"
#include "xapian_engine/verify.h"

#include <stdlib.h>
#include <string.h>

/* The most matches that are examined, each of which takes two requests to a server; and how many
 * are examined at once beyond those that are wanted. */
enum { MAX_VERIFIED = 1000, N_AT_ONCE = 10 };

struct candidate {
    struct store_hit hit; /* its score is that of the servers until it is corrected */
    struct verdict verdict;
};

struct checking {
    struct question *question;
    const struct store_search *search;
    struct arena *arena;          /* for what the hits own */
    const struct store_hit *hits; /* in the order of the servers */
    size_t n_hits, n_looked_at;
    struct candidate *right; /* those that match */
    size_t n_right;
    struct err *err;
};

void checked_ask_for_more(struct question *q)
{
    const struct store_search *s = q->query.search;
    uint32_t end = s->first + s->max;
    q->asked.first = 0;
    q->asked.max = end > MAX_VERIFIED ? end : MAX_VERIFIED;
    q->asked.with_data = false;
    q->asked.n_value_slots = 0;
}

/* ---- scores ---- */

static bool stand_alike(const struct checking *c, const struct verdict *a, const struct verdict *b)
{
    return memcmp(a->standing, b->standing, c->search->n_nodes) == 0;
}

/* Takes the scores from an answer. */
static void take_scores(struct checking *c, size_t first, const struct xap_results *found)
{
    for (size_t i = first; i < c->n_right; i++)
        for (size_t k = 0; k < found->n && !c->right[i].verdict.is_scored; k++)
            if (found->hits[k].docid == c->right[i].hit.docid) {
                c->right[i].hit.score = found->hits[k].weight;
                c->right[i].verdict.is_scored = true;
            }
}

/* Asks for the scores of those documents, from first on, that have the same phrases as the one at
 * first. */
static enum err_code score_alike(struct checking *c, size_t first)
{
    const struct verdict *like = &c->right[first].verdict;
    AUTO(question_done) struct question q;
    struct xap_results *found;
    AUTO(mem_free_pointer) struct str *ids = mem_alloc((c->n_right - first) * sizeof *ids);
    size_t n = 0;
    for (size_t i = first; i < c->n_right; i++)
        if (!c->right[i].verdict.is_scored && stand_alike(c, &c->right[i].verdict, like))
            ids[n++] = c->right[i].verdict.id;
    struct store_search bare = *c->search;
    bare.sort_slot = bare.order_slot = -1;
    bare.check_at_least = 0;
    bare.choose = NULL;
    bare.without_data = true;
    if (question_init(&q, c->question->query.reader, &bare, like->standing, c->err))
        return c->err->code;
    verify_ask_for(&q, ids, n);
    if (!question_ask(&q, &found, c->err)) {
        take_scores(c, first, found);
        xap_results_free(found);
    }
    return c->err->code;
}

/* Scores the matches from first on. A match without an identifier, or one that is gone by now,
 * keeps its upper bound. */
static void score(struct checking *c, size_t first)
{
    for (size_t i = first; i < c->n_right && !c->err->code; i++) {
        struct verdict *v = &c->right[i].verdict;
        if (!v->is_scored && v->id.n && c->search->weighting != STORE_BOOLEAN)
            score_alike(c, i);
        v->is_scored = true;
    }
}

/* ---- the best ---- */

static int by_score(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->hit.score != b->hit.score)
        return a->hit.score > b->hit.score ? -1 : 1;
    int order = str_compare(a->verdict.order, b->verdict.order);
    return order ? order : (a->hit.docid > b->hit.docid) - (a->hit.docid < b->hit.docid);
}

static void sort(struct checking *c)
{
    if (c->search->sort_slot < 0 && c->n_right)
        qsort(c->right, c->n_right, sizeof *c->right, by_score);
}

/* Returns true if no hit that was not examined can be among the wanted ones. */
static bool is_sure(const struct checking *c, size_t n_wanted)
{
    if (c->n_looked_at == c->n_hits)
        return true;
    return c->n_right >= n_wanted &&
           (c->search->sort_slot >= 0 || n_wanted == 0 ||
            c->right[n_wanted - 1].hit.score >= c->hits[c->n_looked_at].score);
}

/* Examines a hit, and adds it to the matches if it matches. */
static enum err_code take_document(struct checking *c, struct candidate *one)
{
    if (verify_document(&c->question->query, one->hit.docid, c->arena, &one->verdict, c->err))
        return c->err->code;
    one->hit.data = one->verdict.data;
    one->hit.value = one->verdict.value;
    c->n_right += one->verdict.matches;
    return ERR_OK;
}

/* Examines the next n hits. */
static void look_at(struct checking *c, size_t n)
{
    size_t first = c->n_right;
    for (size_t i = 0; i < n && c->n_looked_at < c->n_hits; i++) {
        struct candidate *one = &c->right[c->n_right];
        one->hit = c->hits[c->n_looked_at++];
        if (take_document(c, one))
            return;
    }
    score(c, first);
    sort(c);
}

/* ---- beyond the limit ---- */

static bool was_looked_at(const struct checking *c, uint32_t docid)
{
    for (size_t i = 0; i < c->n_looked_at; i++)
        if (c->hits[i].docid == docid)
            return true;
    return false;
}

static void look_beyond(struct checking *c, const struct xap_results *found, size_t n)
{
    size_t first = c->n_right, n_beyond = 0;
    for (size_t i = 0; i < found->n && n_beyond < n; i++) {
        struct candidate *one = &c->right[c->n_right];
        if (was_looked_at(c, found->hits[i].docid))
            continue;
        n_beyond++;
        one->hit = (struct store_hit){.docid = found->hits[i].docid,
                                      .score = found->hits[i].weight};
        if (take_document(c, one))
            return;
    }
    score(c, first);
    sort(c);
}

/* Documents without any phrase may be better than many that were examined because of one. Asks for
 * the best n of these by their weight without phrases. */
static void add_others(struct checking *c, size_t n)
{
    const struct store_search *s = c->search;
    AUTO(question_done) struct question q;
    struct xap_results *found;
    AUTO(mem_free_pointer) unsigned char *standing = mem_alloc_zeroed(s->n_nodes, 1);
    for (size_t i = 0; i < s->n_nodes; i++)
        if (s->nodes[i].op == STORE_PHRASE || s->nodes[i].op == STORE_NEAR)
            standing[i] = STANDS_NOT;
    if (question_init(&q, c->question->query.reader, s, standing, c->err))
        return;
    q.asked.first = 0;
    q.asked.max = (uint32_t)(n + c->n_looked_at);
    q.asked.with_data = false;
    q.asked.n_value_slots = 0;
    if (!question_ask(&q, &found, c->err)) {
        look_beyond(c, found, n);
        xap_results_free(found);
    }
}

/* ---- the result ---- */

static void set_totals(const struct checking *c, struct store_results *rs, bool are_all)
{
    uint32_t n_right = (uint32_t)c->n_right, n_wrong = (uint32_t)c->n_looked_at - n_right;
    double rate = c->n_looked_at ? (double)n_right / (double)c->n_looked_at : 1;
    uint32_t estimate = (uint32_t)(rs->total_estimate * rate + 0.5);
    rs->total_upper = are_all ? n_right : rs->total_upper - n_wrong;
    rs->total_lower = n_right;
    rs->total_estimate = estimate < n_right           ? n_right
                         : estimate > rs->total_upper ? rs->total_upper
                                                      : estimate;
}

enum err_code checked_take(struct question *q, struct arena *arena, struct store_results *rs,
                           struct err *err)
{
    const struct store_search *s = q->query.search;
    size_t n_wanted = (size_t)s->first + s->max;
    struct checking c = {.question = q,
                         .search = s,
                         .arena = arena,
                         .hits = rs->hits,
                         .n_hits = rs->n < MAX_VERIFIED ? rs->n : MAX_VERIFIED,
                         .err = err};
    c.right = arena_alloc(&q->query.arena, (c.n_hits + n_wanted + 1) * sizeof *c.right);
    while (!is_sure(&c, n_wanted) && !err->code)
        look_at(&c, (n_wanted > c.n_right ? n_wanted - c.n_right : 0) + N_AT_ONCE);
    bool are_all = c.n_looked_at == rs->n && rs->n < q->asked.max;
    set_totals(&c, rs, are_all);
    if (!are_all && c.n_looked_at == c.n_hits && !err->code)
        add_others(&c, n_wanted);
    if (err->code)
        return err->code;
    rs->n = 0;
    for (size_t i = s->first; i < c.n_right && i < n_wanted; i++)
        rs->hits[rs->n++] = c.right[i].hit;
    return ERR_OK;
}
