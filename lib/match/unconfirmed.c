/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranks matches that must be confirmed by positions. Reading positions is slow, and a document can
 * only become one of the best hits if its weight as a match is high enough. So the documents of the
 * greatest weight are checked first, in rounds, and within each round in the order of the
 * documents, until the remaining ones are below the threshold. */
#include "base/heap.h"
#include "base/mem.h"
#include "match/ranking.h"

#include <stdlib.h>

struct unconfirmed {
    uint32_t docid;
    double score; /* an upper bound */
};

enum {
    MAX_UNCONFIRMED = 1 << 16, /* kept before a round begins */
    /* So many candidates are weighed for each hit that is wanted; a bound is enough for the others,
     * as they are seldom reached. */
    WEIGHED_A_HIT = 8,
    SAMPLE = 500, /* candidates that are checked to estimate how many of the others are matches */
};

struct confirming {
    struct ranking *k;
    struct shard *shard;
    const struct query_tree *query;
    uint64_t steps_left;
    bool is_counting;          /* the search asks for a total */
    struct unconfirmed *items; /* a heap in confirm_best() */
    size_t n, capacity;
    double *best; /* a heap of the weights of the best candidates, the least on top */
    size_t n_best, max_best;
};

/* ---- candidates ---- */

static bool is_less(void *ctx, const void *a, const void *b)
{
    const double *left = a, *right = b;
    (void)ctx;
    return *left < *right;
}

static void note_score(struct confirming *c, double score)
{
    if (c->n_best < c->max_best) {
        c->best[c->n_best++] = score;
        if (c->n_best == c->max_best)
            heap_make(c->best, sizeof *c->best, c->n_best, is_less, NULL);
    } else if (score > c->best[0]) {
        c->best[0] = score;
        heap_sift_down(c->best, sizeof *c->best, c->n_best, 0, is_less, NULL);
    }
}

/* Returns the weight of the candidate if it is a match or, if it is not among the best, a bound. */
static double weigh_candidate(struct confirming *c, struct match *m, double bound)
{
    if (c->n_best == c->max_best && bound < c->best[0])
        return bound;
    double score = match_weigh(m);
    note_score(c, score);
    return score;
}

/* ---- rounds ---- */

static bool weighs_more(void *ctx, const void *left, const void *right)
{
    const struct unconfirmed *a = left, *b = right;
    (void)ctx;
    return a->score != b->score ? a->score > b->score : a->docid < b->docid;
}

static int by_docid(const void *left, const void *right)
{
    const struct unconfirmed *a = left, *b = right;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

/* Counts the matches among n documents, which are in ascending order, and offers them. If only the
 * best are wanted, leaves out those that are below the threshold: moves them to the front of items
 * and returns how many they are. */
static size_t confirm_round(struct confirming *c, struct unconfirmed *items, size_t n,
                            bool only_best)
{
    struct ranking *k = c->k;
    struct match m;
    match_open(&m, c->shard, c->query, c->steps_left, k->err);
    size_t i = 0, n_left_out = 0;
    for (; i < n && !match_is_exhausted(&m); i++) {
        double least = only_best ? ranking_least(k) : 0;
        if (items[i].score >= least) {
            if (match_seek(&m, items[i].docid, 0) != items[i].docid)
                continue;
            if (least > 0)
                items[i].score = match_weigh(&m);
        }
        if (items[i].score < least) {
            items[n_left_out++] = items[i];
            continue;
        }
        if (!match_confirm(&m))
            continue;
        double score = match_weigh(&m);
        k->n_matches++;
        if (score >= ranking_least(k))
            ranking_offer(k, db_docid_of(k->reader, c->shard, items[i].docid), score);
    }
    k->is_counted = k->is_counted && m.n_given_up == 0 && !match_is_exhausted(&m);
    if (match_is_exhausted(&m)) /* the last one examined does not count either */
        k->n_unseen += (double)(n - i + 1);
    c->steps_left -= m.n_steps < c->steps_left ? m.n_steps : c->steps_left;
    k->n_unseen += m.n_given_up;
    match_close(&m);
    return n_left_out;
}

/* Moves the best candidates from the heap to the places after it. Returns how many. */
static size_t take_best(struct confirming *c, size_t n_wanted)
{
    double least = ranking_least(c->k);
    size_t n = 0;
    for (; n < n_wanted && c->n > 0 && c->items[0].score >= least; n++) {
        struct unconfirmed best = c->items[0];
        c->items[0] = c->items[--c->n];
        c->items[c->n] = best;
        heap_sift_down(c->items, sizeof *c->items, c->n, 0, weighs_more, NULL);
    }
    return n;
}

/* Returns how many candidates it will probably take to find enough matches, judging by those seen
 * so far, but limited to about twice as many as those. */
static size_t next_round(const struct ranking *k, size_t n_seen, size_t n_found)
{
    if (k->n == k->max)
        return SIZE_MAX;
    size_t n = (k->max - k->n) * (n_seen + 1) / (n_found + 1) + 1;
    return n < 2 * (n_seen + k->max) ? n : 2 * (n_seen + k->max);
}

static void confirm_best(struct confirming *c)
{
    size_t n_seen = 0, n_before = c->k->n_matches;
    heap_make(c->items, sizeof *c->items, c->n, weighs_more, NULL);
    while (!c->k->err->code) {
        size_t n = take_best(c, next_round(c->k, n_seen, c->k->n_matches - n_before));
        if (n == 0)
            break;
        qsort(c->items + c->n, n, sizeof *c->items, by_docid);
        /* Those left out are only counted. They are below the threshold, so that it does not matter
         * where in the heap they are. */
        c->n += confirm_round(c, c->items + c->n, n, true);
        n_seen += n;
    }
}

/* Estimates how many of the candidates that are left in the heap are matches. As they are roughly
 * in the order of their scores, the sample has some of every score. */
static void count_rest(struct confirming *c)
{
    struct ranking *k = c->k;
    size_t step = (c->n + SAMPLE - 1) / SAMPLE, n = 0;
    uint32_t n_before = k->n_matches;
    if (c->n == 0 || k->err->code)
        return;
    for (size_t i = 0; i < c->n; i += step)
        c->items[n++] = c->items[i];
    qsort(c->items, n, sizeof *c->items, by_docid);
    confirm_round(c, c->items, n, false);
    k->n_estimated += (double)(k->n_matches - n_before) * (double)(c->n - n) / (double)n;
    k->is_counted = k->is_counted && n == c->n;
}

static void confirm_all(struct confirming *c)
{
    struct ranking *k = c->k;
    if (c->is_counting && c->n <= k->checks_left) {
        k->checks_left -= c->n;
        confirm_round(c, c->items, c->n, false);
    } else {
        confirm_best(c);
        if (c->is_counting)
            count_rest(c);
    }
    c->n = 0;
}

static void gather(struct confirming *c, struct match *m, struct screen *screen)
{
    for (uint32_t docid = 0;;) {
        double least = c->is_counting ? 0 : ranking_least(c->k); /* all are counted */
        docid = ranking_next(m, screen, docid + 1, least);
        if (docid == GLASS_END)
            return;
        double bound = screen ? screen_bound(screen, docid) : match_bound(m);
        if (bound < least)
            continue;
        double score = weigh_candidate(c, m, bound);
        if (score < least)
            continue;
        MEM_GROW(c->items, c->n, c->capacity);
        c->items[c->n++] = (struct unconfirmed){docid, score};
        if (c->n == MAX_UNCONFIRMED)
            confirm_all(c);
    }
}

/* Returns true if no candidate of a node is a match whatever the positions are. An OR has documents
 * that match although the words of one child are not in their places. */
static bool is_all_or_nothing(const struct match_node *n)
{
    if (n->is_certain)
        return false;
    if (n->op == STORE_MAX)
        return is_all_or_nothing(n->children[0]) && is_all_or_nothing(n->children[1]);
    return n->op == STORE_PHRASE || n->op == STORE_NEAR || n->op == STORE_AND;
}

bool ranking_may_confirm_later(const struct ranking *k, const struct match_node *root)
{
    return is_all_or_nothing(root) &&
           (k->search->check_at_least == 0 || k->search->max_checked > 0) &&
           k->search->sort_slot < 0 && k->max > 0;
}

void ranking_confirm_later(struct ranking *k, const struct query_tree *q, struct match *m)
{
    struct confirming c = {.k = k,
                           .shard = m->shard,
                           .query = q,
                           .steps_left = (m->max_steps - m->n_steps) / 2,
                           .is_counting = k->search->check_at_least > 0,
                           .max_best = WEIGHED_A_HIT * k->max};
    struct screen screen;
    uint64_t max_steps = m->max_steps;
    uint32_t n_before = k->n_matches;
    c.best = mem_alloc_zeroed(c.max_best, sizeof *c.best);
    m->max_steps -= c.steps_left;
    gather(&c, m, screen_open(&screen, m) ? &screen : NULL);
    ranking_count_unseen(k, m);
    confirm_all(&c);
    bool is_counted = c.is_counting || ranking_least(k) == 0; /* none was skipped */
    k->is_counted = k->is_counted && is_counted;
    k->n_estimated += is_counted ? k->n_matches - n_before : m->root->estimate;
    max_steps -= c.steps_left < max_steps ? c.steps_left : max_steps;
    k->steps_left -= max_steps < k->steps_left ? max_steps : k->steps_left;
    mem_free(c.items);
    mem_free(c.best);
}
