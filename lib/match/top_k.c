/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the best k matches with MaxScore (Turtle and Flood, "Query Evaluation: Strategies and
 * Optimizations", 1995): lists that together cannot lift a document over the threshold are only
 * probed. */
#include "base/heap.h"
#include "base/mem.h"
#include "match/match.h"
#include "match/screen.h"
#include "match/second_look.h"

#include <assert.h>
#include <stdlib.h>

/* A value that was looked up, or not yet: p is NULL. */
struct value {
    char *p;
    size_t n;
};

struct candidate {
    uint32_t docid;
    double score;
    struct value sort, order;
};

struct ranking {
    struct db_reader *reader;
    const struct store_search *search;
    struct candidate *heap; /* the worst on top */
    size_t n, capacity, max;
    uint32_t n_matches;   /* that were seen */
    double n_estimated;   /* matches that there may be in all */
    uint32_t least, most; /* and that there are for sure, and at most */
    bool is_counted;      /* all were seen */
    uint64_t steps_left;
    double n_unseen;                   /* documents that were not looked at */
    struct value_reader *sort, *order; /* a list for each shard */
    struct err *err;
};

/* ---- order ---- */

/* The value of a document, empty where it has none; valid until the next is looked for. */
static struct str find_value(struct ranking *k, struct value_reader *lists, uint32_t slot,
                             uint32_t docid)
{
    uint32_t number;
    struct shard *s = db_shard_of(k->reader, docid, &number);
    struct value_reader *l = &lists[s - k->reader->shards];
    if (!l->cursor.tree)
        value_reader_open(l, &s->postlist, slot, k->err);
    value_reader_seek(l, number);
    return l->docid == number ? l->value : STR_EMPTY;
}

static void look_up(struct ranking *k, struct value_reader *lists, int slot, uint32_t docid,
                    struct value *value)
{
    if (value->p)
        return;
    struct str found = find_value(k, lists, (uint32_t)slot, docid);
    value->n = found.n;
    value->p = mem_alloc(found.n);
    memcpy(value->p, found.p, found.n);
}

static int compare_values(const struct value *a, const struct value *b)
{
    return str_compare((struct str){a->p, a->n}, (struct str){b->p, b->n});
}

/* Those without a value come last, either way. */
static int compare_dates(const struct value *a, const struct value *b, bool is_ascending)
{
    if ((a->n == 0) != (b->n == 0))
        return a->n ? -1 : 1;
    int order = compare_values(a, b);
    return is_ascending ? order : -order;
}

/* < 0: a comes before b. */
static int compare(struct ranking *k, struct candidate *a, struct candidate *b)
{
    const struct store_search *s = k->search;
    if (s->sort_slot >= 0) {
        look_up(k, k->sort, s->sort_slot, a->docid, &a->sort);
        look_up(k, k->sort, s->sort_slot, b->docid, &b->sort);
        int order = compare_dates(&a->sort, &b->sort, s->sort_ascending);
        if (order)
            return order;
    } else if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    if (s->order_slot >= 0) {
        look_up(k, k->order, s->order_slot, a->docid, &a->order);
        look_up(k, k->order, s->order_slot, b->docid, &b->order);
        int order = compare_values(&a->order, &b->order);
        if (order)
            return order;
    }
    return a->docid < b->docid ? -1 : 1;
}

/* The worst of the candidates is on top of the heap. */
static bool is_worse(void *ctx, const void *a, const void *b)
{
    return compare(ctx, (struct candidate *)a, (struct candidate *)b) > 0;
}

static void discard(struct candidate *c)
{
    mem_free(c->sort.p);
    mem_free(c->order.p);
}

static void offer(struct ranking *k, uint32_t docid, double score)
{
    struct candidate c = {.docid = docid, .score = score};
    if (k->n < k->max) {
        MEM_GROW(k->heap, k->n, k->capacity);
        k->heap[k->n++] = c;
        if (k->n == k->max)
            heap_make(k->heap, sizeof *k->heap, k->n, is_worse, k);
    } else if (k->max && compare(k, &c, &k->heap[0]) < 0) {
        discard(&k->heap[0]);
        k->heap[0] = c;
        heap_sift_down(k->heap, sizeof *k->heap, k->n, 0, is_worse, k);
    } else {
        discard(&c);
    }
}

/* The best first. */
static void sort_heap(struct ranking *k)
{
    heap_make(k->heap, sizeof *k->heap, k->n, is_worse, k);
    for (size_t n = k->n; n > 1;) {
        struct candidate worst = k->heap[0];
        k->heap[0] = k->heap[--n];
        k->heap[n] = worst;
        heap_sift_down(k->heap, sizeof *k->heap, n, 0, is_worse, k);
    }
}

/* ---- matches ---- */

/* The threshold: what a document must weigh to be looked at. It never falls. It is the score of the
 * worst of the k best, or just above that where equal scores come behind it, as they do where they
 * are ordered by number and there is only one shard. */
static double threshold_of(const struct ranking *k)
{
    const struct store_search *s = k->search;
    bool is_enough = k->n == k->max && k->n_matches >= s->check_at_least && s->sort_slot < 0;
    if (!is_enough)
        return 0;
    double worst = k->max ? k->heap[0].score : INFINITY;
    return s->order_slot < 0 && k->reader->n_shards == 1 ? nextafter(worst, INFINITY) : worst;
}

/* The matches of a shard, before any was passed over for its weight. */
struct count {
    uint32_t n_matches, last_docid;
    uint64_t n_lists; /* of an OR, that they were in */
};

/* How many matches there may be in all: those of an OR are in as many of its lists as those that
 * were counted; others come as often. */
static double estimate(const struct count *c, const struct match *m)
{
    double n = c->n_matches, last = m->shard->version.statistics.last_docid;
    return c->n_lists ? n * match_sum_lists(m) / (double)c->n_lists : n * last / c->last_docid;
}

/* What was not looked at, for want of steps. */
static void count_unseen(struct ranking *k, const struct match *m)
{
    const struct glass_statistics *s = &m->shard->version.statistics;
    double n_behind = match_is_exhausted(m) ? (double)s->last_docid - m->stopped_at + 1 : 0;
    k->n_unseen += m->n_given_up;
    if (s->last_docid)
        k->n_unseen += n_behind * s->n_documents / s->last_docid;
    k->is_counted = k->is_counted && m->n_given_up == 0 && !match_is_exhausted(m);
}

/* The next candidate that may get least; GLASS_END: there is none. */
static uint32_t next_candidate(struct match *m, struct screen *screen, bool has_screen,
                               uint32_t docid, double least)
{
    if (!has_screen)
        return match_seek(m, docid, least);
    docid = screen_next(screen, docid, least);
    return match_goes_on(m, docid) ? docid : GLASS_END;
}

/* ---- matches whose words' places have to be looked at ---- */

/* Reading places takes long, and a document can only become one of the best by what it weighs if it
 * is a match. So those that weigh most are looked at first, in rounds, and in each round one behind
 * the other, until what is left is below the threshold. */

struct unconfirmed {
    uint32_t docid;
    double score; /* at most */
};

enum { UNCONFIRMED = 1 << 16 }; /* that are kept until a round is begun */

static int by_unconfirmed_score(const void *left, const void *right)
{
    const struct unconfirmed *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

static int by_docid(const void *left, const void *right)
{
    const struct unconfirmed *a = left, *b = right;
    return a->docid < b->docid ? -1 : a->docid > b->docid;
}

/* What a document must weigh, whichever comes first: documents of the same score are compared. */
static double least_score(const struct ranking *k)
{
    return k->n == k->max ? k->heap[0].score : 0;
}

struct confirming {
    struct ranking *k;
    struct shard *shard;
    const struct query_tree *query;
    uint64_t steps_left;
    struct unconfirmed *items;
    size_t n;
};

/* Offers the matches among n documents in the order of their numbers. */
static void confirm_round(struct confirming *c, const struct unconfirmed *items, size_t n)
{
    struct ranking *k = c->k;
    struct match m;
    match_open(&m, c->shard, c->query, c->steps_left, k->err);
    size_t i = 0;
    for (; i < n && !match_is_exhausted(&m); i++) {
        if (items[i].score < least_score(k) ||
            match_seek(&m, items[i].docid, 0) != items[i].docid || !match_confirm(&m))
            continue;
        double score = match_weigh(&m);
        k->n_matches++;
        if (score >= least_score(k))
            offer(k, db_docid_of(k->reader, c->shard, items[i].docid), score);
    }
    k->is_counted = k->is_counted && m.n_given_up == 0 && !match_is_exhausted(&m);
    if (match_is_exhausted(&m)) /* the one that was looked at last, too */
        k->n_unseen += (double)(n - i + 1);
    c->steps_left -= m.n_steps < c->steps_left ? m.n_steps : c->steps_left;
    k->n_unseen += m.n_given_up;
    match_close(&m);
}

static void confirm_all(struct confirming *c)
{
    size_t n_round = 2 * c->k->max;
    if (c->n)
        qsort(c->items, c->n, sizeof *c->items, by_unconfirmed_score);
    for (size_t i = 0, n; i < c->n && !c->k->err->code; i += n, n_round *= 2) {
        double least = least_score(c->k);
        for (n = 0; n < n_round && i + n < c->n && c->items[i + n].score >= least;)
            n++;
        if (n == 0)
            break;
        qsort(c->items + i, n, sizeof *c->items, by_docid);
        confirm_round(c, c->items + i, n);
    }
    c->n = 0;
}

/* Whether nobody asks how many matches there are, and what a document weighs at most is what it
 * weighs if it is one: not so of an OR, where it may be one without the words in their places. */
static bool may_confirm_later(const struct ranking *k, const struct match_node *root)
{
    bool is_all_or_nothing = root->op == STORE_PHRASE || root->op == STORE_NEAR ||
                             root->op == STORE_AND;
    return !root->is_certain && is_all_or_nothing && k->search->check_at_least == 0 &&
           k->search->sort_slot < 0 && k->max > 0;
}

static void rank_uncertain(struct ranking *k, struct shard *shard, const struct query_tree *q,
                           struct match *m)
{
    AUTO(mem_free_pointer) struct unconfirmed *items = NULL;
    size_t capacity = 0;
    struct confirming c = {k, shard, q, (m->max_steps - m->n_steps) / 2, NULL, 0};
    uint64_t max_steps = m->max_steps;
    uint32_t n_before = k->n_matches;
    m->max_steps -= c.steps_left;
    for (uint32_t docid = 0;;) {
        double least = least_score(k);
        docid = match_seek(m, docid + 1, least);
        if (docid == GLASS_END)
            break;
        if (least > 0 && match_bound(m) < least)
            continue;
        double score = match_weigh(m);
        if (score < least)
            continue;
        MEM_GROW(items, c.n, capacity);
        items[c.n++] = (struct unconfirmed){docid, score};
        c.items = items;
        if (c.n == UNCONFIRMED)
            confirm_all(&c);
    }
    count_unseen(k, m);
    confirm_all(&c);
    bool is_counted = least_score(k) == 0; /* none was passed over */
    k->is_counted = k->is_counted && is_counted;
    k->n_estimated += is_counted ? k->n_matches - n_before : m->root->estimate;
    max_steps -= c.steps_left < max_steps ? c.steps_left : max_steps;
    k->steps_left -= max_steps < k->steps_left ? max_steps : k->steps_left;
}

/* ---- a shard ---- */

/* All matches of a shard that may be among the best. */
static void rank_shard(struct ranking *k, struct shard *shard, const struct query_tree *q)
{
    struct match m;
    struct screen screen;
    struct count count = {0};
    double least = threshold_of(k), score;
    bool was_enough = least > 0;
    uint64_t max_steps = k->steps_left /
                         (uint64_t)(k->reader->shards + k->reader->n_shards - shard);
    match_open(&m, shard, q, max_steps, k->err);
    k->least += m.root->least;
    k->most += m.root->most;
    if (may_confirm_later(k, m.root)) {
        rank_uncertain(k, shard, q, &m);
        match_close(&m);
        return;
    }
    bool has_screen = screen_open(&screen, &m);
    for (uint32_t docid = 0; least <= m.root->max;) {
        docid = next_candidate(&m, &screen, has_screen, docid + 1, least);
        if (docid == GLASS_END)
            break;
        if (least > 0 && !has_screen && match_bound(&m) < least)
            continue;
        score = match_weigh(&m);
        if (score < least || !match_confirm(&m))
            continue;
        if (!m.root->is_certain && (score = match_weigh(&m)) < least)
            continue;
        k->n_matches++;
        if (least == 0) {
            count.n_matches++;
            count.n_lists += match_count_lists(&m);
            count.last_docid = docid;
        }
        offer(k, db_docid_of(k->reader, shard, docid), score);
        assert(threshold_of(k) >= least);
        least = threshold_of(k);
    }
    count_unseen(k, &m);
    k->is_counted = k->is_counted && least == 0;
    k->n_estimated += was_enough  ? m.root->estimate
                      : least > 0 ? estimate(&count, &m)
                                  : count.n_matches;
    k->steps_left -= m.n_steps < max_steps ? m.n_steps : max_steps;
    match_close(&m);
}

/* ---- the second look ---- */

/* What a hit was before it, and where: a better score, else a better place, goes before. */
struct looked_at {
    struct candidate candidate;
    size_t place;
};

static int by_second_score(const void *left, const void *right)
{
    const struct looked_at *a = left, *b = right;
    if (a->candidate.score != b->candidate.score)
        return a->candidate.score > b->candidate.score ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

static uint32_t second_look_depth(const struct store_search *s)
{
    return s->second_look && s->sort_slot < 0 ? s->second_look->depth : 0;
}

/* Ranks the best of the sorted candidates again. */
static void look_again(struct ranking *k)
{
    size_t depth = second_look_depth(k->search), n = k->n < depth ? k->n : depth;
    if (n == 0)
        return;
    AUTO(mem_free_pointer) struct second_look_hit *hits = mem_alloc_zeroed(n, sizeof *hits);
    AUTO(mem_free_pointer) struct looked_at *seen = mem_alloc_zeroed(n, sizeof *seen);
    for (size_t i = 0; i < n; i++)
        hits[i] = (struct second_look_hit){k->heap[i].docid, k->heap[i].score};
    if (db_second_look(k->reader, k->search->second_look, hits, n, k->err))
        return;
    for (size_t i = 0; i < n; i++) {
        seen[i] = (struct looked_at){k->heap[i], i};
        seen[i].candidate.score = hits[i].score;
    }
    qsort(seen, n, sizeof *seen, by_second_score);
    for (size_t i = 0; i < n; i++)
        k->heap[i] = seen[i].candidate;
}

/* ---- results ---- */

struct results {
    struct store_results shown; /* first, since free_results() gets it */
    struct buf *data; /* of each of the n hits, which the caller may put in another order */
    size_t n;
    struct arena arena;
};

static void free_results(struct store_results *rs)
{
    struct results *all = (struct results *)rs;
    for (size_t i = 0; i < all->n; i++)
        buf_done(&all->data[i]);
    arena_done(&all->arena);
    mem_free(all);
}

/* Reads the data of the hits that need them. */
static enum err_code read_data(struct db_reader *r, struct results *rs, struct err *err)
{
    AUTO(table_cursor_done) struct table_cursor c = {0};
    for (size_t i = 0; i < rs->n; i++) {
        struct store_hit *hit = &rs->shown.hits[i];
        uint32_t number;
        struct shard *s = db_shard_of(r, hit->docid, &number);
        bool is_there;
        if (!hit->needs_data)
            continue;
        if (c.tree != &s->docdata)
            table_cursor_done(&c);
        c.tree = &s->docdata;
        if (db_find_document(&c, number, &is_there, err) ||
            (is_there && table_cursor_take_tag(&c, &rs->data[i], err)))
            return err->code;
        hit->data = buf_str(&rs->data[i]);
    }
    return ERR_OK;
}

static void choose(struct ranking *k, struct results *rs)
{
    const struct store_search *s = k->search;
    AUTO(mem_free_pointer)
    struct value_reader *lists = mem_alloc_zeroed(k->reader->n_shards, sizeof *lists);
    for (size_t i = 0; i < rs->shown.n; i++) {
        struct store_hit *hit = &rs->shown.hits[i];
        hit->value = arena_copy(&rs->arena, find_value(k, lists, s->choose_slot, hit->docid));
        hit->needs_data = false;
    }
    for (size_t i = 0; i < k->reader->n_shards; i++)
        value_reader_done(&lists[i]);
    s->choose(s->choose_ctx, rs->shown.hits, rs->shown.n);
}

/* Hands the ranking over, and reads what belongs to its hits. */
static struct store_results *take(struct ranking *k)
{
    const struct store_search *s = k->search;
    struct results *rs = mem_alloc_zeroed(1, sizeof *rs);
    rs->shown.free = free_results;
    sort_heap(k);
    look_again(k);
    size_t n = k->n > s->first ? k->n - s->first : 0;
    n = n < s->max ? n : s->max;
    rs->shown.hits = arena_alloc(&rs->arena, n * sizeof *rs->shown.hits);
    rs->shown.n = rs->n = n;
    rs->data = arena_alloc(&rs->arena, n * sizeof *rs->data);
    memset(rs->data, 0, n * sizeof *rs->data);
    for (size_t i = 0; i < n; i++) {
        const struct candidate *c = &k->heap[s->first + i];
        rs->shown.hits[i] = (struct store_hit){.docid = c->docid,
                                               .score = c->score,
                                               .data = STR_EMPTY,
                                               .value = STR_EMPTY,
                                               .needs_data = !s->without_data};
    }
    if (s->choose && !k->err->code)
        choose(k, rs);
    if (!k->err->code)
        read_data(k->reader, rs, k->err);
    uint32_t lower = k->n_matches > k->least ? k->n_matches : k->least;
    rs->shown.total_lower = k->is_counted ? k->n_matches : lower;
    rs->shown.total_upper = k->is_counted ? k->n_matches : k->most;
    rs->shown.n_unseen = (uint32_t)ceil(k->n_unseen);
    rs->shown.total_estimate = (uint32_t)fmin(fmax(k->n_estimated + 0.5, rs->shown.total_lower),
                                              rs->shown.total_upper);
    return &rs->shown;
}

/* As many candidates as are wanted or looked at again. */
static size_t most_wanted(const struct store_search *search)
{
    size_t wanted = (size_t)search->first + search->max, depth = second_look_depth(search);
    return wanted > depth ? wanted : depth;
}

static enum err_code search_once(struct db_reader *r, const struct store_search *search,
                                 struct store_results **ret_results, struct err *err)
{
    struct query_tree q;
    if (query_tree_init(&q, r, search, err))
        return err->code;
    struct ranking k = {.reader = r,
                        .search = search,
                        .max = most_wanted(search),
                        .is_counted = true,
                        .steps_left = search->max_steps ? search->max_steps : UINT64_MAX,
                        .err = err};
    k.sort = mem_alloc_zeroed(r->n_shards, sizeof *k.sort);
    k.order = mem_alloc_zeroed(r->n_shards, sizeof *k.order);
    for (size_t i = 0; i < r->n_shards && !err->code; i++)
        rank_shard(&k, &r->shards[i], &q);
    struct store_results *rs = err->code ? NULL : take(&k);
    if (err->code)
        store_results_free(rs);
    else
        *ret_results = rs;
    for (size_t i = 0; i < k.n; i++)
        discard(&k.heap[i]);
    for (size_t i = 0; i < r->n_shards; i++) {
        value_reader_done(&k.sort[i]);
        value_reader_done(&k.order[i]);
    }
    mem_free(k.sort);
    mem_free(k.order);
    mem_free(k.heap);
    query_tree_done(&q);
    return err->code;
}

enum err_code db_reader_search(struct store_reader *reader, const struct store_search *search,
                               struct store_results **ret_results, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    do
        search_once(r, search, ret_results, err);
    while (db_try_again(r, &n_tries, err));
    return err->code;
}

static enum err_code score_once(struct db_reader *r, const struct store_search *search,
                                uint32_t docid, bool *ret_matches, double *ret_score,
                                struct err *err)
{
    struct query_tree q;
    struct match m;
    uint32_t number;
    if (query_tree_init(&q, r, search, err))
        return err->code;
    match_open(&m, db_shard_of(r, docid, &number), &q, UINT64_MAX, err);
    bool matches = match_seek(&m, number, 0) == number && match_confirm(&m);
    double score = matches ? match_weigh(&m) : 0;
    if (!err->code) {
        *ret_matches = matches;
        *ret_score = score;
    }
    match_close(&m);
    query_tree_done(&q);
    return err->code;
}

enum err_code db_reader_score(struct store_reader *reader, const struct store_search *search,
                              uint32_t docid, bool *ret_matches, double *ret_score, struct err *err)
{
    struct db_reader *r = db_reader_of(reader);
    unsigned n_tries = 0;
    do
        score_once(r, search, docid, ret_matches, ret_score, err);
    while (db_try_again(r, &n_tries, err));
    return err->code;
}
