/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expands a query with words of its best hits (pseudo relevance feedback, after RM3: Abdul-Jaleel
 * et al., TREC 2004). */
#include "search/retrieve/feedback.h"

#include "base/mem.h"
#include "search/retrieve/key_terms.h"

#include <stdlib.h>

/* Most published RM3 runs use 10 documents and a weight of 0.5. These values are more careful,
 * because a wrong first page would lead further astray (tests/quality). */
enum { EXPAND_DOCUMENTS = 5, EXPAND_WORDS = 20 };
#define EXPAND_WEIGHT 0.2 /* of the new words; the query has the rest */

/* The words of several documents with their probabilities, which are summed. */
struct model {
    struct key_term *words;
    size_t n, capacity;
};

static void model_done(struct model *m)
{
    mem_free(m->words);
}

static enum err_code add_document(struct model *m, const struct plan_index *index, uint32_t docid,
                                  double share, struct arena *arena, struct err *err)
{
    struct key_terms d;
    if (key_terms_document(index, docid, arena, &d, err))
        return err->code;
    for (size_t i = 0; i < d.n; i++) {
        if (d.words[i].termfreq < 2) /* it would find no other document */
            continue;
        d.words[i].weight = share * d.words[i].wdf / d.length;
        MEM_GROW(m->words, m->n, m->capacity);
        m->words[m->n++] = d.words[i];
    }
    return ERR_OK;
}

static int by_name(const void *left, const void *right)
{
    const struct key_term *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* Keeps the most probable words and makes their probabilities add up to 1. */
static void choose_words(struct model *m)
{
    size_t n = 0;
    if (m->n)
        qsort(m->words, m->n, sizeof *m->words, by_name);
    for (size_t i = 0; i < m->n; i++) {
        if (n && str_equal(m->words[n - 1].name, m->words[i].name))
            m->words[n - 1].weight += m->words[i].weight;
        else
            m->words[n++] = m->words[i];
    }
    key_terms_sort(m->words, n);
    m->n = n < EXPAND_WORDS ? n : EXPAND_WORDS;
    double sum = 0;
    for (size_t i = 0; i < m->n; i++)
        sum += m->words[i].weight;
    for (size_t i = 0; i < m->n; i++)
        m->words[i].weight /= sum;
}

static enum err_code read_hits(struct model *m, const struct plan_index *index,
                               const struct store_results *results, struct arena *arena,
                               struct err *err)
{
    double sum = 0;
    for (size_t i = 0; i < results->n; i++)
        sum += results->hits[i].score;
    for (size_t i = 0; i < results->n && sum > 0; i++)
        if (add_document(m, index, results->hits[i].docid, results->hits[i].score / sum, arena,
                         err))
            return err->code;
    choose_words(m);
    return ERR_OK;
}

/* Combines the query with the words of the model. As a query of n words weighs n, while the
 * probabilities of the model add up to 1, the model is multiplied by n. */
static void combine(const struct model *m, bool may_find_more, struct arena *arena,
                    struct plan *plan)
{
    size_t n = plan->n_nodes;
    struct store_node *nodes = arena_alloc(arena,
                                           (n + m->n * KEY_TERMS_MAX_NODES + 3) * sizeof *nodes);
    memcpy(nodes, plan->nodes, n * sizeof *nodes);
    nodes[n++] = (struct store_node){
        .op = STORE_SCALE, .n_children = 1, .factor = 1.0 - EXPAND_WEIGHT};
    double n_words = plan->n_words ? plan->n_words : 1;
    for (size_t i = 0; i < m->n; i++)
        n += key_terms_nodes(&m->words[i], EXPAND_WEIGHT * n_words * m->words[i].weight, nodes + n);
    nodes[n++] = (struct store_node){.op = STORE_OR, .n_children = (uint32_t)m->n};
    nodes[n++] = (struct store_node){.op = may_find_more ? STORE_OR : STORE_AND_MAYBE,
                                     .n_children = 2};
    plan->nodes = nodes;
    plan->n_nodes = n;
}

enum err_code feedback_plan(const struct plan_index *index, const struct store_search *search,
                            bool may_find_more, struct arena *arena, struct plan *plan,
                            struct err *err)
{
    AUTO(model_done) struct model model = {0};
    struct store_results *results;
    struct store_search first = *search;
    first.nodes = plan->nodes;
    first.n_nodes = plan->n_nodes;
    first.first = first.check_at_least = 0;
    first.max = EXPAND_DOCUMENTS;
    first.sort_slot = -1;
    first.without_data = true;
    if (store_reader_search(index->reader, &first, &results, err))
        return err->code;
    read_hits(&model, index, results, arena, err);
    store_results_free(results);
    if (err->code || model.n == 0)
        return err->code;
    combine(&model, may_find_more, arena, plan);
    key_terms_match(model.words, model.n, EXPAND_WEIGHT, index, arena, plan);
    return ERR_OK;
}
