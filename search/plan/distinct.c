/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the operands of AND and OR that say the same as an earlier one. */
#include "search/plan/planner.h"

static bool is_same(const struct query_node *a, const struct query_node *b)
{
    return a->kind == b->kind && str_equal(a->text, b->text) && str_equal(a->field, b->field) &&
           str_equal(a->from, b->from) && str_equal(a->to, b->to) && a->is_above == b->is_above &&
           a->is_below == b->is_below && a->window == b->window && a->distance == b->distance;
}

const struct query_node **planner_distinct(struct planner *p, const struct query_node *node,
                                           uint32_t *ret_n)
{
    size_t n_slots = 4, n = node->n_children;
    while (n_slots < 2 * n)
        n_slots *= 2;
    const struct query_node **children = arena_alloc(p->arena, n * sizeof *children);
    const struct query_node **slots = arena_alloc(p->arena, n_slots * sizeof *slots);
    memset(slots, 0, n_slots * sizeof *slots);
    *ret_n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct query_node *child = node->children[i];
        uint32_t hash = str_hash(str_hash(STR_HASH_START, child->field), child->text);
        size_t slot = (hash ^ hash >> 15) & (n_slots - 1);
        while (slots[slot] && !is_same(slots[slot], child))
            slot = (slot + 1) & (n_slots - 1);
        if (slots[slot])
            continue;
        if (child->n_children == 0)
            slots[slot] = child;
        children[(*ret_n)++] = child;
    }
    return children;
}
