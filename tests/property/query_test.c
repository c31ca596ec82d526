/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Any text is either parsed or refused with a column, and a printed tree parses to the same
 * tree. */

#include "base/mem.h"
#include "search/query/lex.h"
#include "search/query/parse.h"
#include "tests/property/query_maker.h"
#include "tests/property/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_leaf(enum query_kind kind)
{
    return kind <= QUERY_ALL;
}

/* Checks what plan.c relies on in a tree. */
static bool is_sound(const struct query_node *node, size_t depth)
{
    if (depth > 5 * LEX_MAX_DEPTH || node->column == 0)
        return false;
    if (is_leaf(node->kind))
        return node->n_children == 0;
    uint32_t least = node->kind == QUERY_LIST || node->kind == QUERY_NOT ? 1 : 2;
    if (node->n_children < least || (node->kind == QUERY_NOT && node->n_children > 1))
        return false;
    for (uint32_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        if (node->kind != QUERY_LIST && child->occur != QUERY_SHOULD)
            return false;
        if (node->kind == QUERY_LIST && child->kind == QUERY_NOT)
            return false;
        if (!is_sound(child, depth + 1))
            return false;
    }
    return true;
}

/* Returns the greatest depth of nested brackets. */
static size_t depth_of(struct str s)
{
    size_t depth = 0, greatest = 0;
    for (size_t i = 0; i < s.n; i++) {
        depth = s.p[i] == '(' ? depth + 1 : s.p[i] == ')' && depth ? depth - 1 : depth;
        greatest = depth > greatest ? depth : greatest;
    }
    return greatest;
}

static const char *check(struct str text)
{
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct query_node *root = NULL, *again = NULL;
    if (parse_query(text, &arena, &root, &err)) {
        if (err.code != ERR_USAGE || strncmp(err.message, "column ", 7) != 0)
            return "refused without a column";
        return NULL;
    }
    if (root && (root->occur != QUERY_SHOULD || !is_sound(root, 0)))
        return "not a sound tree";
    struct str printed = unparse(root, &arena);
    if (depth_of(printed) > LEX_MAX_DEPTH) /* it has more brackets than the query */
        return NULL;
    if (parse_query(printed, &arena, &again, &err))
        return "what was printed is refused";
    struct str twice = unparse(again, &arena);
    if (str_equal(printed, twice))
        return NULL;
    printf("%.*s\n%.*s\n", STR_PRINT(printed), STR_PRINT(twice));
    return "printed another tree";
}

int main(void)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    uint64_t first = environment_number("PRESSMARK_SEED", 1),
             n_runs = environment_number("PRESSMARK_RUNS", 20000);
    for (uint64_t seed = first; seed < first + n_runs; seed++) {
        uint64_t state = seed;
        query_make(&state, &text);
        const char *problem = check(buf_str(&text));
        if (problem) {
            printf("PRESSMARK_SEED=%" PRIu64 ": %s: %s\n", seed, problem, buf_c_string(&text));
            return 1;
        }
    }
    return 0;
}
