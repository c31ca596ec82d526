/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a query from a document, of the words that distinguish it from others. */
#include "search/retrieve/more_like_this.h"

#include "base/mem.h"
#include "search/plan/rank.h"
#include "search/retrieve/key_terms.h"
#include "store/schema.h"

#include <math.h>

enum {
    LIKE_WORDS = 40,
    EXCLUDE_WORDS = 5, /* a document with fewer words is not compared with others */
};
#define NUMBER_WEIGHT                                                                              \
    0.3 /* of a number beside a word: years and counts say less than they seem                     \
         */

/* ---- similar documents ---- */

static bool is_number(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!ascii_is_digit(word.p[i]) && word.p[i] != '.' && word.p[i] != ',')
            return false;
    return true;
}

/* Keeps the words that are frequent in this document and rare in others. Their weights become those
 * of words of a query, the greatest being 1; the ranking adds the rarity once more. */
static void choose_words(struct key_terms *d, const struct plan_index *index)
{
    struct store_stats stats = store_reader_stats(index->reader);
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        struct key_term w = d->words[i];
        if (w.termfreq < 2) /* no other document has it */
            continue;
        double idf = log((stats.n_documents + 1.0) / w.termfreq);
        w.weight = (1 + log(w.wdf)) * idf * (is_number(w.word) ? NUMBER_WEIGHT : 1);
        d->words[n++] = w;
    }
    key_terms_sort(d->words, n);
    d->n = n < LIKE_WORDS ? n : LIKE_WORDS;
    for (size_t i = d->n; i-- > 0;)
        d->words[i].weight /= d->words[0].weight;
}

/* Writes a subtree that searches for any of the words, and returns its number of nodes. */
static size_t ask_for_words(const struct key_terms *d, struct store_node *nodes)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += key_terms_nodes(&d->words[i], d->words[i].weight, nodes + n);
    nodes[n++] = (struct store_node){.op = STORE_OR, .n_children = (uint32_t)d->n};
    return n;
}

static void combine(const struct key_terms *d, struct arena *arena, struct plan *plan)
{
    size_t n_filter = plan->n_nodes;
    struct store_node *nodes = arena_alloc(arena, (d->n * KEY_TERMS_MAX_NODES + n_filter + 4) *
                                                      sizeof *nodes);
    size_t n = ask_for_words(d, nodes);
    if (n_filter) {
        memcpy(nodes + n, plan->nodes, n_filter * sizeof *nodes);
        n += n_filter;
        nodes[n++] = (struct store_node){.op = STORE_FILTER, .n_children = 2};
    }
    nodes[n++] = (struct store_node){.op = STORE_TERM, .name = d->id, .wqf = 1};
    nodes[n++] = (struct store_node){.op = STORE_AND_NOT, .n_children = 2};
    plan->nodes = nodes;
    plan->n_nodes = n;
}

enum err_code more_like_this_plan(const struct plan_index *index, uint32_t docid,
                                  struct arena *arena, struct plan *plan, struct err *err)
{
    struct key_terms d;
    if (key_terms_document(index, docid, arena, &d, err))
        return err->code;
    choose_words(&d, index);
    if (d.n == 0) {
        plan->n_nodes = 0;
        return ERR_OK;
    }
    combine(&d, arena, plan);
    key_terms_match(d.words, d.n, 1.0, index, arena, plan);
    return ERR_OK;
}

/* ---- excluding similar documents ---- */

/* Finds the unique terms of the other documents that are similar enough. */
static enum err_code find_alike(const struct plan_index *index, const struct store_search *search,
                                uint32_t docid, const struct key_terms *d, struct arena *arena,
                                struct str *ret_ids, size_t *ret_n, struct err *err)
{
    struct store_search like = *search;
    struct store_results *results;
    double own;
    bool matches;
    struct store_node *nodes = arena_alloc(arena, (d->n * KEY_TERMS_MAX_NODES + 1) * sizeof *nodes);
    like.n_nodes = ask_for_words(d, nodes);
    like.nodes = nodes;
    like.first = like.check_at_least = 0;
    like.max = MORE_LIKE_THIS_MAX;
    like.sort_slot = -1;
    like.without_data = true;
    if (store_reader_score(index->reader, &like, docid, &matches, &own, err) ||
        store_reader_search(index->reader, &like, &results, err))
        return err->code;
    for (size_t i = 0; i < results->n && !err->code; i++)
        if (results->hits[i].docid != docid &&
            results->hits[i].score >= MORE_LIKE_THIS_SHARE * own &&
            !key_terms_id(index, results->hits[i].docid, arena, &ret_ids[*ret_n], err))
            ++*ret_n;
    store_results_free(results);
    return err->code;
}

static void exclude(const struct str *ids, size_t n_ids, struct arena *arena, struct plan *plan)
{
    size_t n = plan->n_nodes;
    struct store_node *nodes = arena_alloc(arena, (n + n_ids + 2) * sizeof *nodes);
    memcpy(nodes, plan->nodes, n * sizeof *nodes);
    for (size_t i = 0; i < n_ids; i++)
        nodes[n++] = (struct store_node){.op = STORE_TERM, .name = ids[i], .wqf = 1};
    nodes[n++] = (struct store_node){.op = STORE_OR, .n_children = (uint32_t)n_ids};
    nodes[n++] = (struct store_node){.op = STORE_AND_NOT, .n_children = 2};
    plan->nodes = nodes;
    plan->n_nodes = n;
}

enum err_code more_like_this_exclude(const struct plan_index *index,
                                     const struct store_search *search, uint32_t docid,
                                     struct arena *arena, struct plan *plan, struct err *err)
{
    struct key_terms d;
    struct str *ids = arena_alloc(arena, (MORE_LIKE_THIS_MAX + 1) * sizeof *ids);
    size_t n = 1;
    if (key_terms_document(index, docid, arena, &d, err))
        return err->code;
    ids[0] = d.id;
    choose_words(&d, index);
    if (d.n >= EXCLUDE_WORDS && find_alike(index, search, docid, &d, arena, ids, &n, err))
        return err->code;
    exclude(ids, n, arena, plan);
    return ERR_OK;
}
