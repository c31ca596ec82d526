/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorts terms by their names with a multikey quicksort (Bentley and Sedgewick, "Fast Algorithms
 * for Sorting and Searching Strings", 1997). */
#include "base/mem.h"
#include "bulk/run.h"

/* Terms are compared seven bytes at a time, as numbers: the bytes and, below them, how many of the
 * seven there are, or 8 if more follow. So "a" and "a\0" differ, and two terms whose numbers are
 * equal and end below 8 are the same. Quicksort divides into three parts by the number at a depth,
 * and the middle part continues seven bytes deeper. As a processor cannot predict which way a term
 * goes, the parts are made without branches. */

enum { STEP_BYTES = 7, MORE_FOLLOW = 8, INSERTION_MAX = 12 };

struct item {
    uint64_t key;
    uint32_t term;
};

struct sorter {
    const struct term_ids *ids;
    uint32_t random; /* chooses pivots, so that no order of terms is bad */
};

static uint64_t make_key(struct str term, size_t depth)
{
    uint64_t key = 0;
    size_t n = term.n > depth ? term.n - depth : 0;
    for (size_t i = 0; i < STEP_BYTES; i++)
        key = key << 8 | (i < n ? (unsigned char)term.p[depth + i] : 0);
    return key << 8 | (n > STEP_BYTES ? MORE_FOLLOW : n);
}

static bool is_below(const struct sorter *s, const struct item *a, const struct item *b,
                     size_t depth)
{
    if (a->key != b->key)
        return a->key < b->key;
    struct str name_a = term_ids_term(s->ids, a->term);
    struct str name_b = term_ids_term(s->ids, b->term);
    size_t shared = depth + STEP_BYTES;
    if (name_a.n <= shared || name_b.n <= shared)
        return name_a.n < name_b.n;
    return str_compare(str_slice(name_a, shared, name_a.n), str_slice(name_b, shared, name_b.n)) <
           0;
}

static void insertion_sort(const struct sorter *s, struct item *items, size_t n, size_t depth)
{
    for (size_t i = 1; i < n; i++) {
        struct item item = items[i];
        size_t at = i;
        for (; at > 0 && is_below(s, &item, &items[at - 1], depth); at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

static uint64_t choose_pivot(struct sorter *s, const struct item *items, size_t n)
{
    uint64_t keys[3];
    for (unsigned i = 0; i < 3; i++) {
        s->random = s->random * 1664525 + 1013904223;
        keys[i] = items[(uint64_t)s->random * n >> 32].key;
    }
    uint64_t low = keys[0] < keys[1] ? keys[0] : keys[1];
    uint64_t high = keys[0] < keys[1] ? keys[1] : keys[0];
    return keys[2] < low ? low : keys[2] > high ? high : keys[2];
}

/* Returns make_key() at depth 0 without reading the term. */
static uint64_t first_key(const struct term_ids *ids, uint32_t term)
{
    size_t n = term_ids_term(ids, term).n;
    uint64_t bytes = head_order(term_ids_head(ids, term));
    return (bytes & ~UINT64_C(0xFF)) | (n > STEP_BYTES ? MORE_FOLLOW : n);
}

/* Moves the items with keys below limit to the front, and returns their number. Key and term are
 * copied separately, because a read of both at once would wait until what was just written is in
 * memory. */
static size_t divide(struct item *items, size_t n, uint64_t limit)
{
    size_t n_below = 0;
    for (size_t i = 0; i < n; i++) {
        struct item item = items[i], *to = &items[n_below];
        items[i].key = to->key;
        items[i].term = to->term;
        to->key = item.key;
        to->term = item.term;
        n_below += item.key < limit;
    }
    return n_below;
}

static void sort(struct sorter *s, struct item *items, size_t n, size_t depth)
{
    while (n > INSERTION_MAX) {
        uint64_t pivot = choose_pivot(s, items, n);
        size_t low = divide(items, n, pivot);
        size_t n_equal = divide(items + low, n - low, pivot + 1), high = low + n_equal;
        sort(s, items, low, depth);
        if ((pivot & 0xFF) == MORE_FOLLOW) {
            for (size_t i = low; i < high; i++)
                items[i].key = make_key(term_ids_term(s->ids, items[i].term), depth + STEP_BYTES);
            sort(s, items + low, n_equal, depth + STEP_BYTES);
        }
        items += high;
        n -= high;
    }
    insertion_sort(s, items, n, depth);
}

void bulk_sort_terms(const struct term_ids *ids, uint32_t *order, size_t n)
{
    struct item *items = mem_alloc(n * sizeof *items);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct item){first_key(ids, order[i]), order[i]};
    struct sorter sorter = {ids, 1};
    sort(&sorter, items, n, 0);
    for (size_t i = 0; i < n; i++)
        order[i] = items[i].term;
    mem_free(items);
}
