/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds the tree of iterators of a query for one shard, simplified where the shard's content
 * allows it. */
#include "base/heap.h"
#include "base/mem.h"
#include "match/match.h"

#include <stdlib.h>

/* ---- the array of nodes ---- */

static enum err_code malformed(size_t i, struct err *err)
{
    return err_set(err, ERR_USAGE, "node %zu of the query has the wrong children", i);
}

static bool is_list_of_terms(const struct query_tree *q, size_t i)
{
    const struct store_node *node = &q->search->nodes[i];
    if (node->op == STORE_TERM || node->op == STORE_NONE)
        return true;
    if (node->op != STORE_OR && node->op != STORE_SYNONYM)
        return false;
    for (size_t k = 0; k < node->n_children; k++)
        if (!is_list_of_terms(q, q->children[q->first_child[i] + k]))
            return false;
    return true;
}

static bool has_right_children(const struct query_tree *q, size_t i)
{
    const struct store_node *node = &q->search->nodes[i];
    switch (node->op) {
    case STORE_AND_NOT:
    case STORE_AND_MAYBE:
    case STORE_FILTER:
        return node->n_children == 2;
    case STORE_PHRASE:
    case STORE_NEAR:
    case STORE_SYNONYM:
        for (size_t k = 0; k < node->n_children; k++)
            if (!is_list_of_terms(q, q->children[q->first_child[i] + k]))
                return false;
        return true;
    default:
        return true;
    }
}

/* Finds the children of each node of the post-order array, from left to right, using a stack of the
 * subtrees without a parent. */
static enum err_code find_children(struct query_tree *q, struct err *err)
{
    const struct store_search *search = q->search;
    AUTO(mem_free_pointer) size_t *stack = mem_alloc((search->n_nodes + 1) * sizeof *stack);
    size_t n_open = 0, n_placed = 0;
    for (size_t i = 0; i < search->n_nodes; i++) {
        const struct store_node *node = &search->nodes[i];
        size_t n = store_count_children(node);
        if (n > n_open || (n == 0 && !store_is_leaf(node->op)))
            return malformed(i, err);
        n_open -= n;
        q->first_child[i] = n_placed;
        if (n)
            memcpy(q->children + n_placed, stack + n_open, n * sizeof *stack);
        n_placed += n;
        stack[n_open++] = i;
        if (!has_right_children(q, i))
            return malformed(i, err);
    }
    return n_open == 1 ? ERR_OK : err_set(err, ERR_USAGE, "the query has %zu roots", n_open);
}

/* ---- statistics ---- */

static void gather_collection(struct query_tree *q, const struct db_reader *r)
{
    struct db_collection *c = &q->collection;
    for (size_t i = 0; i < r->n_shards; i++) {
        const struct glass_statistics *s = &r->shards[i].version.statistics;
        if (s->n_documents && (c->n_documents == 0 || s->min_length < c->min_length))
            c->min_length = s->min_length;
        c->n_documents += s->n_documents;
        c->total_length += s->total_length;
    }
}

static enum err_code gather_term(struct query_tree *q, const struct db_reader *r, size_t i,
                                 struct err *err)
{
    struct db_facts *f = &q->facts[i];
    for (size_t k = 0; k < r->n_shards && !err->code; k++) {
        struct postlist_reader l = {0};
        postlist_reader_open(&l, &r->shards[k].postlist, q->search->nodes[i].name, err);
        uint32_t max_wdf = postlist_reader_max_wdf(&l);
        f->termfreq += l.n_documents;
        f->collection_frequency += l.collection_frequency;
        f->max_wdf = max_wdf > f->max_wdf ? max_wdf : f->max_wdf;
        postlist_reader_done(&l);
    }
    return err->code;
}

enum err_code query_tree_init(struct query_tree *q, struct db_reader *r,
                              const struct store_search *search, struct err *err)
{
    size_t n = search->n_nodes;
    if (search->weighting == STORE_SCHEME)
        return err_set(err, ERR_USAGE, "weighting by '%s' needs libxapian", search->scheme);
    *q = (struct query_tree){.search = search};
    q->first_child = mem_alloc((n + 1) * sizeof *q->first_child);
    q->children = mem_alloc((n + 1) * sizeof *q->children);
    gather_collection(q, r);
    if (find_children(q, err) == ERR_OK && r->n_shards > 1) {
        q->facts = mem_alloc_zeroed(n, sizeof *q->facts);
        for (size_t i = 0; i < n && !err->code; i++)
            if (search->nodes[i].op == STORE_TERM)
                gather_term(q, r, i, err);
    }
    if (err->code)
        query_tree_done(q);
    return err->code;
}

void query_tree_done(struct query_tree *q)
{
    mem_free(q->first_child);
    mem_free(q->children);
    mem_free(q->facts);
    *q = (struct query_tree){0};
}

/* ---- leaves of the tree ---- */

struct builder {
    struct match *match;
    const struct query_tree *query;
    bool is_part; /* within a phrase or alternatives, which read the lists of the single terms */
};

static struct match_node *build(struct builder *b, size_t i, double factor);

static struct match_node *new_node(struct builder *b, enum store_op op, uint32_t n_children)
{
    struct arena *arena = &b->match->arena;
    struct match_node *n = arena_alloc(arena, sizeof *n);
    *n = (struct match_node){.op = op, .is_certain = true, .n_children = n_children};
    n->children = arena_alloc(arena, n_children * sizeof *n->children);
    return n;
}

static void remember(struct match *m, struct match_node *n)
{
    MEM_GROW(m->holders, m->n_holders, m->holders_capacity);
    m->holders[m->n_holders++] = n;
}

/* Returns a leaf that reads values if has_values is set, and postings otherwise. */
static struct match_node *new_leaf(struct builder *b, enum store_op op, bool has_values)
{
    struct arena *arena = &b->match->arena;
    struct match_node *n = new_node(b, op, 0);
    if (has_values) {
        n->values = arena_alloc(arena, sizeof *n->values);
        *n->values = (struct value_reader){0};
    } else {
        n->postings = arena_alloc(arena, sizeof *n->postings);
        *n->postings = (struct postlist_reader){0};
    }
    remember(b->match, n);
    return n;
}

static void set_weight(struct builder *b, struct match_node *n, uint32_t wqf, double factor)
{
    weight_init(&n->weight, b->query->search, &b->query->collection, &n->facts, wqf, factor);
    n->max = n->weight.max;
    n->bounds = arena_alloc(&b->match->arena, sizeof *n->bounds);
    *n->bounds = (struct bound_weights){{0}};
}

static struct match_node *build_term(struct builder *b, size_t i, double factor)
{
    const struct store_node *node = &b->query->search->nodes[i];
    struct match_node *n = new_leaf(b, STORE_TERM, false);
    postlist_reader_open(n->postings, &b->match->shard->postlist, node->name, b->match->err);
    n->least = n->estimate = n->most = n->postings->n_documents;
    if (b->query->facts)
        n->facts = b->query->facts[i];
    else
        n->facts = (struct db_facts){.termfreq = n->postings->n_documents,
                                     .max_wdf = postlist_reader_max_wdf(n->postings),
                                     .collection_frequency = n->postings->collection_frequency};
    if (factor > 0 && n->most)
        set_weight(b, n, node->wqf ? node->wqf : 1, factor);
    return n;
}

static struct match_node *build_range(struct builder *b, const struct store_node *node)
{
    struct match_node *n = new_leaf(b, STORE_VALUE_RANGE, true);
    value_reader_open(n->values, &b->match->shard->postlist, node->slot, b->match->err);
    n->lower = node->name;
    n->upper = node->upper;
    n->estimate = n->values->n_documents / 2;
    n->most = n->values->n_documents;
    return n;
}

static struct match_node *build_all(struct builder *b)
{
    struct match_node *n = new_leaf(b, STORE_ALL, false);
    postlist_reader_open_lengths(n->postings, &b->match->shard->postlist, b->match->err);
    n->least = n->estimate = n->most = b->match->shard->version.statistics.n_documents;
    return n;
}

/* ---- any of several ---- */

/* Estimates how many of all documents have one of two independent properties. */
static uint64_t estimate_either(double a, double b, double all)
{
    return all > 0 ? (uint64_t)(a + b - a * b / all + 0.5) : 0;
}

static struct match_node *either(struct builder *b, enum store_op op, struct match_node *left,
                                 struct match_node *right)
{
    struct match_node *n = new_node(b, op, 2);
    uint32_t here = b->match->shard->version.statistics.n_documents;
    uint64_t sum = (uint64_t)left->most + right->most;
    n->children[0] = left;
    n->children[1] = right;
    n->is_certain = left->is_certain && right->is_certain;
    n->max = op == STORE_MAX ? fmax(left->max, right->max) : left->max + right->max;
    n->least = left->least > right->least ? left->least : right->least;
    n->most = sum < here ? (uint32_t)sum : here;
    n->estimate = (uint32_t)estimate_either(left->estimate, right->estimate, here);
    n->facts = db_join_facts(&left->facts, &right->facts, &b->query->collection);
    return n;
}

/* For a heap with the least frequent node on top. */
static bool is_rarer(void *ctx, const void *a, const void *b)
{
    const struct match_node *const *left = a, *const *right = b;
    (void)ctx;
    return (*left)->facts.termfreq < (*right)->facts.termfreq;
}

/* Builds a tree of pairs with the frequent nodes near the root, so that as few nodes as possible
 * move when the lists advance (Huffman, 1952). */
static struct match_node *build_either(struct builder *b, size_t i, enum store_op op, double factor)
{
    size_t n = b->query->search->nodes[i].n_children;
    const size_t *children = b->query->children + b->query->first_child[i];
    AUTO(mem_free_pointer) struct match_node **heap = mem_alloc(n * sizeof *heap);
    for (size_t k = 0; k < n; k++)
        heap[k] = build(b, children[k], factor);
    heap_make(heap, sizeof *heap, n, is_rarer, NULL);
    while (n > 1) {
        struct match_node *least = heap[0];
        heap[0] = heap[--n];
        heap_sift_down(heap, sizeof *heap, n, 0, is_rarer, NULL);
        heap[0] = either(b, op, heap[0], least);
        heap_sift_down(heap, sizeof *heap, n, 0, is_rarer, NULL);
    }
    return heap[0];
}

/* Opens alternatives over the lists that were opened since the holder first. */
static struct alternatives *open_alternatives(struct match *m, size_t first)
{
    size_t n = m->n_holders - first;
    AUTO(mem_free_pointer) struct postlist_reader **lists = mem_alloc(n * sizeof *lists);
    for (size_t i = 0; i < n; i++)
        lists[i] = m->holders[first + i]->postings;
    return alternatives_new(&m->arena, lists, n, &m->n_steps);
}

static struct match_node *build_synonym(struct builder *b, size_t i, double factor)
{
    size_t first = b->match->n_holders;
    bool is_part = b->is_part;
    b->is_part = true;
    struct match_node *any = build_either(b, i, STORE_OR, 0);
    b->is_part = is_part;
    if (any->most == 0 || (factor == 0 && (is_part || any->op == STORE_TERM)))
        return any;
    struct match_node *n = new_node(b, STORE_SYNONYM, 1);
    n->children[0] = any;
    n->least = any->least;
    n->estimate = any->estimate;
    n->most = any->most;
    n->facts = any->facts;
    if (!is_part && b->match->n_holders - first <= POSTING_MAX_LISTS)
        n->alternatives = open_alternatives(b->match, first);
    if (factor > 0)
        set_weight(b, n, 1, factor);
    return n;
}

/* ---- all of several ---- */

static int by_estimate(const void *left, const void *right)
{
    const struct match_node *const *a = left, *const *b = right;
    return ((*a)->estimate > (*b)->estimate) - ((*a)->estimate < (*b)->estimate);
}

/* Sets the bounds of an AND, a phrase or a NEAR from its children. */
static void finish_all(struct builder *b, struct match_node *n)
{
    uint32_t here = b->match->shard->version.statistics.n_documents;
    double estimate = here;
    n->most = here;
    for (uint32_t k = 0; k < n->n_children; k++) {
        struct match_node *child = n->children[k];
        n->is_certain = n->is_certain && child->is_certain;
        n->max += child->max;
        n->most = child->most < n->most ? child->most : n->most;
        estimate *= here ? (double)child->estimate / here : 0;
    }
    n->others_max = arena_alloc(&b->match->arena, n->n_children * sizeof *n->others_max);
    for (uint32_t k = 0; k < n->n_children; k++)
        n->others_max[k] = n->max - n->children[k]->max;
    n->estimate = (uint32_t)(estimate + 0.5);
    n->facts.termfreq = n->estimate;
}

static struct match_node *build_all_of(struct builder *b, size_t i, double factor)
{
    const struct store_node *node = &b->query->search->nodes[i];
    const size_t *children = b->query->children + b->query->first_child[i];
    struct match_node *n = new_node(b, STORE_AND, node->n_children);
    for (uint32_t k = 0; k < n->n_children; k++)
        n->children[k] = build(b, children[k], node->op == STORE_FILTER && k ? 0 : factor);
    qsort(n->children, n->n_children, sizeof *n->children, by_estimate);
    finish_all(b, n);
    return n;
}

/* Collects the terms below node i. Their leaves are the holders from first on. */
static void collect_terms(struct builder *b, size_t i, struct match_word *word, size_t first)
{
    const struct store_node *node = &b->query->search->nodes[i];
    if (node->op == STORE_TERM) {
        word->names[word->n] = node->name;
        word->hashes[word->n] = positions_hash(node->name);
        word->terms[word->n] = b->match->holders[first + word->n];
        word->n++;
        return;
    }
    for (size_t k = 0; k < store_count_children(node); k++)
        collect_terms(b, b->query->children[b->query->first_child[i] + k], word, first);
}

static bool has_same_terms(const struct match_word *a, const struct match_word *b)
{
    if (a->n != b->n || (a->n && a->hashes[0] != b->hashes[0]))
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!str_equal(a->names[i], b->names[i]))
            return false;
    return true;
}

static void find_alike(struct match_word *words, uint32_t k)
{
    words[k].like = k;
    words[k].n_alike = 1;
    for (uint32_t i = k; i-- > 0 && words[k].n_alike == 1;) {
        if (has_same_terms(&words[i], &words[k])) {
            words[k].like = words[i].like;
            words[k].n_alike = words[i].n_alike + 1;
        }
    }
}

static struct match_node *build_places(struct builder *b, size_t i, double factor)
{
    const struct store_node *node = &b->query->search->nodes[i];
    const size_t *children = b->query->children + b->query->first_child[i];
    struct match *m = b->match;
    struct match_node *n = new_node(b, node->op, node->n_children);
    n->words = arena_alloc(&m->arena, n->n_children * sizeof *n->words);
    n->lists = arena_alloc(&m->arena, n->n_children * sizeof *n->lists);
    n->places = arena_alloc(&m->arena, 3 * n->n_children * sizeof *n->places);
    memset(n->lists, 0, n->n_children * sizeof *n->lists);
    n->window = node->window > n->n_children ? node->window : n->n_children;
    b->is_part = true;
    for (uint32_t k = 0; k < n->n_children; k++) {
        struct match_word *word = &n->words[k];
        size_t first = m->n_holders;
        n->children[k] = build(b, children[k], factor);
        size_t n_terms = m->n_holders - first;
        word->n = 0;
        word->terms = arena_alloc(&m->arena, n_terms * sizeof *word->terms);
        word->names = arena_alloc(&m->arena, n_terms * sizeof *word->names);
        word->hashes = arena_alloc(&m->arena, n_terms * sizeof *word->hashes);
        collect_terms(b, children[k], word, first);
        find_alike(n->words, k);
    }
    b->is_part = false;
    remember(m, n);
    finish_all(b, n);
    n->is_certain = false;
    return n;
}

/* ---- AND_NOT and AND_MAYBE ---- */

static struct match_node *build_beside(struct builder *b, size_t i, double factor)
{
    const struct store_node *node = &b->query->search->nodes[i];
    const size_t *children = b->query->children + b->query->first_child[i];
    bool is_not = node->op == STORE_AND_NOT;
    struct match_node *first = build(b, children[0], factor);
    if (!is_not && factor == 0)
        return first;
    struct match_node *n = new_node(b, node->op, 2),
                      *second = build(b, children[1], is_not ? 0 : factor);
    n->children[0] = first;
    n->children[1] = second;
    n->is_certain = first->is_certain && second->is_certain;
    n->max = first->max + second->max;
    n->most = first->most;
    n->least = !is_not                       ? first->least
               : first->least > second->most ? first->least - second->most
                                             : 0;
    n->estimate = first->estimate;
    uint32_t here = b->match->shard->version.statistics.n_documents;
    if (is_not && here)
        n->estimate = (uint32_t)(first->estimate * (1 - (double)second->estimate / here) + 0.5);
    n->facts.termfreq = n->estimate;
    return n;
}

static struct match_node *build(struct builder *b, size_t i, double factor)
{
    const struct store_node *node = &b->query->search->nodes[i];
    switch (node->op) {
    case STORE_TERM:
        return build_term(b, i, factor);
    case STORE_AND:
    case STORE_FILTER:
        return build_all_of(b, i, factor);
    case STORE_OR:
        return build_either(b, i, STORE_OR, factor);
    case STORE_MAX:
        return build_either(b, i, factor > 0 ? STORE_MAX : STORE_OR, factor);
    case STORE_SYNONYM:
        return build_synonym(b, i, factor);
    case STORE_AND_NOT:
    case STORE_AND_MAYBE:
        return build_beside(b, i, factor);
    case STORE_PHRASE:
    case STORE_NEAR:
        return build_places(b, i, factor);
    case STORE_SCALE:
        return build(b, b->query->children[b->query->first_child[i]], factor * node->factor);
    case STORE_VALUE_RANGE:
        return build_range(b, node);
    case STORE_ALL:
        return build_all(b);
    default: {
        struct match_node *nothing = new_node(b, STORE_NONE, 0);
        nothing->docid = GLASS_END;
        return nothing;
    }
    }
}

void match_open(struct match *m, struct shard *shard, const struct query_tree *q,
                uint64_t max_steps, struct err *err)
{
    struct builder b = {m, q, false};
    *m = (struct match){
        .shard = shard, .err = err, .places = {.shard = shard, .err = err}, .max_steps = max_steps};
    m->lengths = db_lengths_window(shard, 0, err);
    m->root = build(&b, q->search->n_nodes - 1, q->search->weighting == STORE_BOOLEAN ? 0 : 1);
}

void match_close(struct match *m)
{
    for (size_t i = 0; i < m->n_holders; i++) {
        struct match_node *n = m->holders[i];
        if (n->postings)
            postlist_reader_done(n->postings);
        if (n->values)
            value_reader_done(n->values);
        for (uint32_t k = 0; n->words && k < n->n_children; k++)
            if (n->words[k].like == k)
                mem_free(n->lists[k].p);
    }
    places_done(&m->places);
    mem_free(m->scratch.p);
    mem_free(m->holders);
    arena_done(&m->arena);
}
