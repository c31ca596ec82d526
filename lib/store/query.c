/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all engines need to know about the nodes of queries and about results. */
#include "store/query.h"

void store_results_free(struct store_results *rs)
{
    if (rs)
        rs->free(rs);
}

bool store_is_leaf(enum store_op op)
{
    return op == STORE_TERM || op == STORE_VALUE_RANGE || op == STORE_ALL || op == STORE_NONE;
}

uint32_t store_count_children(const struct store_node *node)
{
    return store_is_leaf(node->op) ? 0 : node->op == STORE_SCALE ? 1 : node->n_children;
}

void store_choose_records(const struct store_second_look *look, const double *scores, size_t n,
                          bool *ret_chosen)
{
    for (size_t i = 0; i < n; i++) {
        size_t n_better = 0;
        for (size_t k = 0; k < n; k++)
            n_better += scores[k] > scores[i] || (scores[k] == scores[i] && k < i);
        ret_chosen[i] = n_better < look->n_records;
    }
}
