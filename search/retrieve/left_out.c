/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for a document that the query excludes although it has all of the query's words. */
#include "search/retrieve/left_out.h"

#include "search/plan/rank.h"
#include "search/query/parse.h"

enum { FEW_STEPS = 4 }; /* divides the steps that a search may take: it is only for a hint */

/* Returns true if a bare word is excluded. What is quoted, in brackets or in a field was meant to
 * be. */
static bool excludes_word(const struct query_node *node)
{
    for (uint32_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        bool is_excluded = child->occur == QUERY_MUST_NOT || node->kind == QUERY_NOT;
        if (is_excluded && child->kind == QUERY_WORDS && child->field.n == 0)
            return true;
        if (excludes_word(child))
            return true;
    }
    return false;
}

/* Searches for all the words together, without the documents that match the query as it is. */
static void combine(const struct plan *all, const struct plan *asked, struct arena *arena,
                    struct store_search *search)
{
    size_t n = all->n_nodes;
    struct store_node *nodes = arena_alloc(arena, (n + asked->n_nodes + 1) * sizeof *nodes);
    memcpy(nodes, all->nodes, n * sizeof *nodes);
    memcpy(nodes + n, asked->nodes, asked->n_nodes * sizeof *nodes);
    n += asked->n_nodes;
    nodes[n++] = (struct store_node){.op = STORE_AND_NOT, .n_children = 2};
    search->nodes = nodes;
    search->n_nodes = n;
}

enum err_code left_out_find(const struct searcher *source, const struct retrieved *asked,
                            struct str query, struct arena *arena, uint32_t *ret_docid,
                            struct err *err)
{
    struct plan_index index = retrieve_index(source, NULL);
    struct query_node *words;
    struct plan all;
    struct store_search search;
    struct store_results *results;
    *ret_docid = 0;
    if (!asked->tree || !excludes_word(asked->tree) || asked->plan.n_nodes == 0)
        return ERR_OK;
    if (parse_plain(query, arena, &words, err))
        return err->code;
    words->kind = words->n_children > 1 ? QUERY_AND : QUERY_LIST;
    if (plan_query(words, &index, arena, &all, err) || all.n_nodes == 0)
        return err->code;
    rank_defaults(&search, source->length_skew, all.n_documents);
    combine(&all, &asked->plan, arena, &search);
    search.max = 1;
    search.max_steps /= FEW_STEPS;
    search.without_data = true;
    if (store_reader_search(source->reader, &search, &results, err))
        return err->code;
    if (results->n)
        *ret_docid = results->hits[0].docid;
    store_results_free(results);
    return ERR_OK;
}
