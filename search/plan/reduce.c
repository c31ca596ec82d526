/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaves parts out of a query that is too large for the engine. It keeps the rarest of the required
 * and of the optional parts, and the most frequent of the excluded ones. */
#include "base/mem.h"
#include "search/plan/planner.h"

#include <stdlib.h>

enum { N_ROLES = 3 };

/* A part is kept or left out as a whole: a word, a phrase, a range, or words near each other. */
struct part {
    const struct query_node *node;
    enum part_role { PART_REQUIRED, PART_OPTIONAL, PART_EXCLUDED } role;
    uint32_t termfreq; /* of its rarest term */
    size_t place;      /* in the query */
    size_t rank;       /* among those of its role */
};

struct parts {
    struct part *items;
    size_t n, capacity;
    struct store_frequency *terms; /* the terms of all parts, in order */
    size_t *owners;                /* the index of each term's part */
    size_t n_terms, terms_capacity, owners_capacity;
};

static void parts_done(struct parts *ps)
{
    mem_free(ps->items);
    mem_free(ps->terms);
    mem_free(ps->owners);
}

/* ---- the parts of a query ---- */

/* Returns true if the children of a node can be left out one by one. Within something excluded this
 * is so only for alternatives, because a shorter conjunction would exclude more. */
static bool is_group(const struct query_node *node, enum part_role role)
{
    bool is_choice = node->kind == QUERY_OR || node->kind == QUERY_LIST;
    bool is_conjunction = node->kind == QUERY_AND || node->kind == QUERY_NOT;
    for (uint32_t i = 0; is_choice && i < node->n_children; i++)
        is_conjunction |= node->children[i]->occur != QUERY_SHOULD;
    return role == PART_EXCLUDED ? is_choice && !is_conjunction : is_choice || is_conjunction;
}

static enum part_role role_of(const struct query_node *group, const struct query_node *child,
                              enum part_role role)
{
    if (role == PART_EXCLUDED || group->kind == QUERY_NOT || child->occur == QUERY_MUST_NOT)
        return PART_EXCLUDED;
    bool is_filter = group->kind == QUERY_LIST && (child->field.n || child->kind == QUERY_RANGE);
    bool is_required = group->kind == QUERY_AND || child->occur == QUERY_MUST || is_filter;
    return is_required ? PART_REQUIRED : PART_OPTIONAL;
}

static void add_terms(struct planner *p, struct parts *ps, const struct query_node *node)
{
    size_t n = 0;
    for (uint32_t i = 0; i < node->n_children; i++)
        add_terms(p, ps, node->children[i]);
    if (node->kind != QUERY_WORDS && node->kind != QUERY_PHRASE)
        return;
    struct planner_field field = planner_field(p, node->field);
    struct planner_token *tokens = planner_tokens(p, node->text, &n);
    for (size_t i = 0; i < n; i++) {
        MEM_GROW(ps->terms, ps->n_terms, ps->terms_capacity);
        MEM_GROW(ps->owners, ps->n_terms, ps->owners_capacity);
        ps->owners[ps->n_terms] = ps->n - 1;
        ps->terms[ps->n_terms++] = (struct store_frequency){
            .name = planner_concat(p, field.prefix, tokens[i].term)};
    }
}

static void collect(struct planner *p, struct parts *ps, const struct query_node *node,
                    enum part_role role)
{
    if (is_group(node, role)) {
        for (uint32_t i = 0; i < node->n_children; i++)
            collect(p, ps, node->children[i], role_of(node, node->children[i], role));
        return;
    }
    MEM_GROW(ps->items, ps->n, ps->capacity);
    ps->items[ps->n] = (struct part){
        .node = node, .role = role, .termfreq = UINT32_MAX, .place = ps->n};
    ps->n++;
    add_terms(p, ps, node);
}

/* ---- the choice ---- */

/* A required part that no document has decides the answer, so it comes first; an optional one says
 * nothing and comes last. Excluded parts matter more the more documents have them. */
static uint32_t key_of(const struct part *part)
{
    return part->role == PART_REQUIRED   ? part->termfreq
           : part->role == PART_OPTIONAL ? part->termfreq - 1
                                         : UINT32_MAX - part->termfreq;
}

static int by_role(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    uint32_t x = key_of(a), y = key_of(b);
    if (a->role != b->role)
        return a->role < b->role ? -1 : 1;
    if (x != y)
        return x < y ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static int by_rank(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (int)a->role - (int)b->role;
}

static int by_place(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Keeps the max most important parts, in the order of the query. */
static void choose(struct planner *p, struct parts *ps, size_t max)
{
    size_t n_of_role[N_ROLES] = {0};
    if (store_reader_frequencies(p->index->reader, ps->terms, ps->n_terms, p->err))
        return;
    for (size_t i = 0; i < ps->n_terms; i++) {
        struct part *part = &ps->items[ps->owners[i]];
        if (ps->terms[i].termfreq < part->termfreq)
            part->termfreq = ps->terms[i].termfreq;
    }
    qsort(ps->items, ps->n, sizeof *ps->items, by_role);
    for (size_t i = 0; i < ps->n; i++)
        ps->items[i].rank = n_of_role[ps->items[i].role]++;
    qsort(ps->items, ps->n, sizeof *ps->items, by_rank);
    ps->n = max;
    qsort(ps->items, ps->n, sizeof *ps->items, by_place);
}

/* ---- the reduced query ---- */

static bool is_positive(const struct query_node *node)
{
    return node->kind != QUERY_NOT && node->occur != QUERY_MUST_NOT;
}

static bool has_positive(const struct query_node *node)
{
    for (uint32_t i = 0; i < node->n_children; i++)
        if (is_positive(node->children[i]))
            return true;
    return false;
}

/* Returns a copy of a node with those of its parts that were kept, which are consumed from *next
 * on, or NULL if nothing is left. A group that keeps only what it excludes is dropped, because it
 * would match all other documents. */
static struct query_node *rebuild(struct planner *p, const struct parts *ps, size_t *next,
                                  const struct query_node *node, enum part_role role)
{
    struct query_node *copy = arena_alloc(p->arena, sizeof *copy);
    *copy = *node;
    if (!is_group(node, role)) {
        bool stays = *next < ps->n && ps->items[*next].node == node;
        *next += stays;
        return stays ? copy : NULL;
    }
    copy->children = arena_alloc(p->arena, node->n_children * sizeof *copy->children);
    copy->n_children = 0;
    for (uint32_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        struct query_node *left = rebuild(p, ps, next, child, role_of(node, child, role));
        if (left)
            copy->children[copy->n_children++] = left;
    }
    bool is_emptied = node->kind != QUERY_NOT && has_positive(node) && !has_positive(copy);
    return copy->n_children == 0 || is_emptied ? NULL : copy;
}

const struct query_node *planner_reduce(struct planner *p, const struct query_node *root,
                                        size_t max, size_t *ret_n)
{
    AUTO(parts_done) struct parts ps = {0};
    size_t next = 0;
    collect(p, &ps, root, PART_OPTIONAL);
    *ret_n = ps.n;
    if (ps.n <= max)
        return root;
    choose(p, &ps, max);
    return p->err->code ? NULL : rebuild(p, &ps, &next, root, PART_OPTIONAL);
}
