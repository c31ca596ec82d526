/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Skips the documents that an OR or AND of lists cannot lift over the threshold. */
#include "match/screen.h"

#include "base/mem.h"

#include <stdlib.h>

enum {
    MAX_LISTS = 64, /* with more lists the tree takes less memory */
    SPARSE = 64,    /* an AND whose lists are sparser is faster without windows */
    WORDS = POSTING_WINDOW / 64,
};

/* ---- the lists ---- */

static uint32_t count_lists(const struct match_node *n)
{
    if (n->op != STORE_OR)
        return 1;
    return count_lists(n->children[0]) + count_lists(n->children[1]);
}

static void add_list(struct screen *s, struct match_node *n)
{
    struct arena *arena = &s->m->arena;
    struct screen_list *list = &s->lists[s->n++];
    if (n->op == STORE_TERM && !n->alternatives)
        n->alternatives = alternatives_new(arena, &n->postings, 1, &s->m->n_steps);
    *list = (struct screen_list){.node = n, .postings = n->alternatives, .max = n->max};
    if (!list->postings) {
        list->bits = arena_alloc(arena, WORDS * sizeof *list->bits);
        list->bounds = arena_alloc(arena, POSTING_WINDOW * sizeof *list->bounds);
    }
}

static void collect_lists(struct screen *s, struct match_node *n)
{
    if (n->op != STORE_OR) {
        add_list(s, n);
        return;
    }
    collect_lists(s, n->children[0]);
    collect_lists(s, n->children[1]);
}

/* Adds the lists of an AND, a phrase or a NEAR. Returns false if one of its children is no list or
 * too sparse. */
static bool collect_all(struct screen *s, struct match_node *n)
{
    for (uint32_t i = 0; i < n->n_children; i++) {
        const struct match_node *child = n->children[i];
        bool is_list = child->alternatives || child->op == STORE_TERM;
        if (!is_list || child->estimate < s->m->shard->version.statistics.n_documents / SPARSE)
            return false;
    }
    for (uint32_t i = 0; i < n->n_children; i++)
        add_list(s, n->children[i]);
    return true;
}

static int by_max(const void *left, const void *right)
{
    const struct screen_list *a = left, *b = right;
    return (a->max > b->max) - (a->max < b->max);
}

static bool is_either(enum store_op op)
{
    return op == STORE_TERM || op == STORE_SYNONYM || op == STORE_OR;
}

static bool needs_all(enum store_op op)
{
    return op == STORE_AND || op == STORE_PHRASE || op == STORE_NEAR;
}

bool screen_open(struct screen *s, struct match *m)
{
    struct match_node *root = m->root;
    s->m = m;
    s->n = s->first = s->start = s->end = 0;
    s->needs_all = needs_all(root->op);
    uint32_t n = s->needs_all ? root->n_children : count_lists(root);
    if ((!s->needs_all && !is_either(root->op)) || n > MAX_LISTS || root->max == 0)
        return false;
    s->lists = arena_alloc(&m->arena, n * sizeof *s->lists);
    s->sums = arena_alloc(&m->arena, (n + 1) * sizeof *s->sums);
    if (!s->needs_all)
        collect_lists(s, root);
    else if (!collect_all(s, root))
        return false;
    qsort(s->lists, s->n, sizeof *s->lists, by_max);
    s->sums[0] = 0;
    for (uint32_t i = 0; i < s->n; i++)
        s->sums[i + 1] = s->sums[i] + s->lists[i].max;
    return true;
}

static const uint64_t *bits_of(const struct screen_list *list)
{
    return list->postings ? list->postings->window.bits : list->bits;
}

/* Returns the first document of a list after the window. */
static uint32_t next_of(const struct screen_list *list)
{
    return list->postings ? list->postings->next : list->node->docid;
}

/* ---- a window ---- */

/* Loops over the documents in a word of a set of bits, in ascending order. */
#define FOR_EACH_BIT(word, i, base)                                                                \
    for (uint64_t bits_ = (word);                                                                  \
         bits_ && ((i) = (base) + (uint32_t)__builtin_ctzll(bits_), true); bits_ &= bits_ - 1)

static void put_bound(struct screen *s, struct screen_list *list, uint32_t docid)
{
    uint32_t i = docid - s->start;
    list->bits[i / 64] |= (uint64_t)1 << i % 64;
    list->bounds[i] = match_node_bound(s->m, list->node, docid);
}

/* Moves a node that is no list of postings through all its documents in the window. */
static void walk(struct screen *s, struct screen_list *list)
{
    uint32_t docid = match_node_seek(s->m, list->node, s->start);
    for (; docid < s->end; docid = match_node_seek(s->m, list->node, docid + 1))
        put_bound(s, list, docid);
}

/* Moves it to those of the documents left that it has. */
static void probe(struct screen *s, struct screen_list *list)
{
    for (uint32_t k = 0, i; k < WORDS; k++)
        FOR_EACH_BIT(s->left[k], i, k * 64)
    if (match_node_seek(s->m, list->node, s->start + i) == s->start + i)
        put_bound(s, list, s->start + i);
}

static void read_list(struct screen *s, struct screen_list *list, bool decides)
{
    if (list->postings) {
        alternatives_fill(list->postings, s->start);
        return;
    }
    memset(list->bits, 0, WORDS * sizeof *list->bits);
    if (decides)
        walk(s, list);
    else
        probe(s, list);
}

/* Adds the bounds of a list to those of the documents left. */
static void add_bounds(struct screen *s, const struct screen_list *list)
{
    const uint64_t *bits = bits_of(list);
    struct match_node *n = list->node;
    for (uint32_t k = 0, i; k < WORDS; k++) {
        FOR_EACH_BIT(s->left[k] & bits[k], i, k * 64)
        {
            s->bounds[i] += !list->postings
                                ? list->bounds[i]
                                : bound_weigh(n->bounds, &s->m->length_bounds, &n->weight,
                                              posting_window_wdf(&list->postings->window, i),
                                              match_length(s->m, s->start + i));
        }
    }
}

/* Keeps the documents whose bound reaches least with the given addition. Returns how many are
 * left. */
static uint32_t drop(struct screen *s, double least, double more)
{
    uint32_t n = 0;
    for (uint32_t k = 0, i; k < WORDS; k++) {
        uint64_t left = 0;
        FOR_EACH_BIT(s->left[k], i, k * 64)
        left |= (uint64_t)(s->bounds[i] + more >= least) << i % 64;
        s->left[k] = left;
        n += (uint32_t)__builtin_popcountll(left);
    }
    return n;
}

/* Begins with the documents that are in any of the deciding lists, or in each of them if all are
 * needed. */
static void start_window(struct screen *s)
{
    memset(s->left, s->needs_all ? 0xFF : 0, sizeof s->left);
    for (uint32_t i = s->first; i < s->n; i++) {
        read_list(s, &s->lists[i], true);
        const uint64_t *bits = bits_of(&s->lists[i]);
        for (uint32_t k = 0; k < WORDS; k++)
            s->left[k] = s->needs_all ? s->left[k] & bits[k] : s->left[k] | bits[k];
    }
    for (uint32_t k = 0, i; k < WORDS; k++)
        FOR_EACH_BIT(s->left[k], i, k * 64)
    s->bounds[i] = 0;
}

static void look_at_window(struct screen *s, double least)
{
    uint32_t n_left = 1;
    start_window(s);
    for (uint32_t i = s->n; i-- > 0 && n_left > 0;) {
        struct screen_list *list = &s->lists[i];
        if (i < s->first)
            read_list(s, list, false);
        if (list->max > 0)
            add_bounds(s, list);
        if (s->sums[i] < least) /* else the other lists are enough for each document */
            n_left = drop(s, least, s->sums[i]);
        s->m->n_steps += n_left;
    }
}

/* ---- moving forward ---- */

/* Moves the lists to a document, which each of them has been searched for. */
static void bring(struct screen *s, uint32_t docid)
{
    uint32_t i = docid - s->start;
    for (uint32_t k = 0; k < s->n; k++) {
        const struct screen_list *list = &s->lists[k];
        if (!(bits_of(list)[i / 64] >> i % 64 & 1))
            continue;
        if (list->postings)
            list->node->docid = docid;
        else
            match_node_go_to(s->m, list->node, docid);
    }
    match_arrive(s->m, docid);
}

/* Returns the next document left in the window from docid on, or the window's end if there is
 * none. */
static uint32_t find_left(const struct screen *s, uint32_t docid, double least)
{
    for (uint32_t at = docid - s->start, i; at < s->end - s->start; at = (at | 63) + 1)
        FOR_EACH_BIT(s->left[at / 64] >> at % 64, i, at)
    if (s->bounds[i] >= least)
        return s->start + i;
    return s->end;
}

/* Returns the first document from docid on that any of the deciding lists may have, or all of them
 * if all are needed. */
static uint32_t find_start(const struct screen *s, uint32_t docid)
{
    uint32_t first = GLASS_END, last = 0;
    for (uint32_t i = s->first; i < s->n; i++) {
        uint32_t next = next_of(&s->lists[i]);
        first = next < first ? next : first;
        last = next > last ? next : last;
    }
    uint32_t next = s->needs_all && last > first ? last : first;
    return next > docid ? next : docid;
}

uint32_t screen_next(struct screen *s, uint32_t docid, double least)
{
    for (;;) {
        uint32_t found = docid < s->end ? find_left(s, docid, least) : s->end;
        if (found < s->end) {
            bring(s, found);
            return found;
        }
        if (s->needs_all && s->sums[s->n] < least)
            return GLASS_END;
        while (!s->needs_all && s->first < s->n && s->sums[s->first + 1] < least)
            s->first++;
        docid = find_start(s, docid > s->end ? docid : s->end);
        if (docid == GLASS_END || match_is_exhausted(s->m) || s->m->err->code)
            return docid;
        s->start = docid - (docid - 1) % POSTING_WINDOW;
        s->end = GLASS_END - s->start < POSTING_WINDOW ? GLASS_END : s->start + POSTING_WINDOW;
        look_at_window(s, least);
    }
}
