/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a query of a document: those words of it that tell it from the others. */
#include "search/retrieve/more_like_this.h"

#include "base/mem.h"
#include "search/plan/rank.h"
#include "search/retrieve/key_terms.h"
#include "store/schema.h"

#include <math.h>

enum {
    LIKE_WORDS = 40,
};
#define NUMBER_WEIGHT                                                                              \
    0.3 /* of a number beside a word: years and counts say less than they seem                     \
         */

/* ---- what it says ---- */

static bool is_number(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!ascii_is_digit(word.p[i]) && word.p[i] != '.' && word.p[i] != ',')
            return false;
    return true;
}

/* The words that tell most, by frequency here against frequency elsewhere. Their weights become
 * that of a word in a query: the ranking adds how rare it is once more. */
static void choose_words(struct key_terms *d, const struct plan_index *index)
{
    struct store_stats stats = store_reader_stats(index->reader);
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        struct key_term w = d->words[i];
        if (w.termfreq < 2) /* in no other document */
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

static void combine(const struct key_terms *d, struct arena *arena, struct plan *plan)
{
    size_t n = 0, n_filter = plan->n_nodes;
    struct store_node *nodes = arena_alloc(arena, (d->n * KEY_TERMS_MAX_NODES + n_filter + 4) *
                                                      sizeof *nodes);
    for (size_t i = 0; i < d->n; i++)
        n += key_terms_nodes(&d->words[i], d->words[i].weight, nodes + n);
    nodes[n++] = (struct store_node){.op = STORE_OR, .n_children = (uint32_t)d->n};
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
