/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Passes over the documents that an OR of lists cannot lift over the threshold. */
#include "match/screen.h"

#include "base/mem.h"

#include <stdlib.h>

enum { MAX_LISTS = 64 }; /* of more, the tree finds the next document sooner */

static uint32_t count_lists(const struct match_node *n)
{
    if (n->op != STORE_OR)
        return 1;
    return count_lists(n->children[0]) + count_lists(n->children[1]);
}

static void collect_lists(struct screen *s, struct match_node *n)
{
    if (n->op == STORE_OR) {
        collect_lists(s, n->children[0]);
        collect_lists(s, n->children[1]);
    } else {
        struct screen_list *list = &s->lists[s->n++];
        *list = (struct screen_list){.node = n, .max = n->max};
        if (n->max > 0 && n->op == STORE_TERM)
            list->postings = n->postings;
        if (n->max > 0)
            list->alternatives = n->alternatives;
    }
}

static int by_max(const void *left, const void *right)
{
    const struct screen_list *a = left, *b = right;
    return (a->max > b->max) - (a->max < b->max);
}

bool screen_open(struct screen *s, struct match *m)
{
    uint32_t n = count_lists(m->root);
    *s = (struct screen){.m = m};
    if ((m->root->op != STORE_OR && m->root->op != STORE_TERM) || n > MAX_LISTS ||
        m->root->max == 0)
        return false;
    s->lists = arena_alloc(&m->arena, n * sizeof *s->lists);
    s->docids = arena_alloc(&m->arena, n * sizeof *s->docids);
    s->sums = arena_alloc(&m->arena, (n + 1) * sizeof *s->sums);
    memset(s->docids, 0, n * sizeof *s->docids);
    collect_lists(s, m->root);
    qsort(s->lists, s->n, sizeof *s->lists, by_max);
    s->sums[0] = 0;
    for (uint32_t i = 0; i < s->n; i++)
        s->sums[i + 1] = s->sums[i] + s->lists[i].max;
    return true;
}

/* Brings a list to the first document from docid on, which it returns. */
static inline uint32_t seek_list(struct match *m, const struct screen_list *list, uint32_t docid)
{
    struct match_node *node = list->node;
    struct postlist_reader *l = list->postings;
    if (node->docid >= docid)
        return node->docid;
    if (list->alternatives) {
        m->n_steps++;
        return node->docid = alternatives_seek(list->alternatives, docid);
    }
    if (!l || l->docid == 0 || docid > l->chunk.last)
        return match_node_seek(m, node, docid);
    if (l->docid < docid)
        postlist_reader_scan(l, docid);
    m->n_steps++;
    return node->docid = l->docid;
}

/* Brings the lists that decide to docid or behind it; returns the first document of any. */
static inline uint32_t next_document(const struct screen *s, uint32_t docid)
{
    uint32_t next = GLASS_END;
    for (uint32_t i = s->first; i < s->n; i++) {
        if (s->docids[i] < docid)
            s->docids[i] = seek_list(s->m, &s->lists[i], docid);
        next = s->docids[i] < next ? s->docids[i] : next;
    }
    return next;
}

/* What the lists that decide give at most to any document that is in the same of them. */
static inline double max_of(const struct screen *s, uint32_t docid)
{
    double sum = 0;
    for (uint32_t i = s->first; i < s->n; i++)
        if (s->docids[i] == docid)
            sum += s->lists[i].max;
    return sum;
}

static inline double bound_of(const struct screen *s, uint32_t i, uint32_t docid, uint32_t length)
{
    const struct screen_list *list = &s->lists[i];
    if (!list->postings && !list->alternatives)
        return match_node_bound(s->m, list->node, docid);
    uint32_t wdf = list->postings ? list->postings->wdf
                                  : alternatives_wdf(list->alternatives, docid);
    return bound_weigh(list->node->bounds, &s->m->length_bounds, &list->node->weight, wdf, length);
}

static bool may_reach(const struct screen *s, uint32_t docid, double least)
{
    double sum = max_of(s, docid);
    uint32_t i = s->first;
    if (sum + s->sums[i] < least)
        return false;
    uint32_t length = match_length(s->m, docid);
    sum = 0;
    for (uint32_t k = i; k < s->n; k++)
        if (s->docids[k] == docid)
            sum += bound_of(s, k, docid, length);
    while (sum + s->sums[i] >= least) {
        if (i-- == 0)
            return true;
        if (seek_list(s->m, &s->lists[i], docid) == docid)
            sum += bound_of(s, i, docid, length);
    }
    return false;
}

uint32_t screen_next(struct screen *s, uint32_t docid, double least)
{
    while (s->first < s->n && s->sums[s->first + 1] < least)
        s->first++;
    for (;; docid++) {
        docid = next_document(s, docid);
        if (docid == GLASS_END || match_is_exhausted(s->m) || may_reach(s, docid, least))
            return docid;
    }
}
