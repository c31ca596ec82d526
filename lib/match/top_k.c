/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the best k matches with MaxScore (Turtle and Flood, "Query Evaluation: Strategies and
 * Optimizations", 1995): lists that together cannot lift a document over the threshold are only
 * probed. */
#include "base/mem.h"
#include "match/ranking.h"
#include "match/second_look.h"

#include <assert.h>
#include <stdlib.h>

/* ---- matches ---- */

/* Returns the threshold: the weight that a document must reach to be examined. It never decreases.
 * It is the score of the worst of the k best hits, or the next greater number if documents of equal
 * score come after it, that is, if they are ordered by number and there is only one shard. */
static double threshold_of(const struct ranking *k)
{
    const struct store_search *s = k->search;
    bool is_enough = k->n == k->max && k->n_matches >= s->check_at_least && s->sort_slot < 0;
    if (!is_enough)
        return 0;
    double worst = k->max ? k->heap[0].score : INFINITY;
    return s->order_slot < 0 && k->reader->n_shards == 1 ? nextafter(worst, INFINITY) : worst;
}

/* The matches of a shard found before any was skipped because of its weight. */
struct count {
    uint32_t n_matches, last_docid;
    uint64_t n_lists; /* of an OR, summed over the matches */
};

/* Estimates the number of all matches. Matches of an OR are assumed to be in as many of its lists
 * as those counted; other matches, to be as frequent as so far. */
static double estimate(const struct count *c, const struct match *m)
{
    double n = c->n_matches, last = m->shard->version.statistics.last_docid;
    return c->n_lists ? n * match_sum_lists(m) / (double)c->n_lists : n * last / c->last_docid;
}

/* ---- a shard ---- */

/* Returns true if the candidate cannot become one of the best, so that it only counts as a match.
 */
static bool is_only_counted(const struct ranking *k, const struct screen *screen, uint32_t docid)
{
    return screen && k->max > 0 && k->search->sort_slot < 0 &&
           screen_bound(screen, docid) < ranking_least(k);
}

/* Ranks all matches of a shard that may be among the best. */
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
    if (ranking_may_confirm_later(k, m.root)) {
        ranking_confirm_later(k, q, &m);
        match_close(&m);
        return;
    }
    bool has_screen = screen_open(&screen, &m);
    for (uint32_t docid = 0; least <= m.root->max;) {
        docid = ranking_next(&m, has_screen ? &screen : NULL, docid + 1, least);
        if (docid == GLASS_END)
            break;
        if (least > 0 && !has_screen && match_bound(&m) < least)
            continue;
        bool has_weight = least > 0 || !is_only_counted(k, has_screen ? &screen : NULL, docid);
        if ((least > 0 && match_weigh(&m) < least) || !match_confirm(&m))
            continue;
        score = has_weight ? match_weigh(&m) : 0;
        if (score < least)
            continue;
        k->n_matches++;
        if (least == 0) {
            count.n_matches++;
            count.n_lists += match_count_lists(&m);
            count.last_docid = docid;
        }
        if (has_weight)
            ranking_offer(k, db_docid_of(k->reader, shard, docid), score);
        assert(threshold_of(k) >= least);
        least = threshold_of(k);
    }
    ranking_count_unseen(k, &m);
    k->is_counted = k->is_counted && least == 0;
    k->n_estimated += was_enough  ? m.root->estimate
                      : least > 0 ? estimate(&count, &m)
                                  : count.n_matches;
    k->steps_left -= m.n_steps < max_steps ? m.n_steps : max_steps;
    match_close(&m);
}

/* ---- the second look ---- */

/* A hit with its new score and its previous place, which decides between equal scores. */
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
    struct store_results shown; /* must be first, since free_results() gets a pointer to it */
    struct buf *data;           /* one for each of the n hits, which the caller may reorder */
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
        hit->value = arena_copy(&rs->arena,
                                ranking_find_value(k, lists, s->choose_slot, hit->docid));
        hit->needs_data = false;
    }
    for (size_t i = 0; i < k->reader->n_shards; i++)
        value_reader_done(&lists[i]);
    s->choose(s->choose_ctx, rs->shown.hits, rs->shown.n);
}

/* Turns the ranking into results and reads the data of its hits. */
static struct store_results *take(struct ranking *k)
{
    const struct store_search *s = k->search;
    struct results *rs = mem_alloc_zeroed(1, sizeof *rs);
    rs->shown.free = free_results;
    ranking_sort(k);
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

/* Returns how many candidates are needed, for the result or for the second look. */
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
                        .checks_left = search->max_checked,
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
    ranking_done(&k);
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
