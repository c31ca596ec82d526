/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the two words that one word may also be written as. */
#include "search/plan/split.h"

#include "search/plan/rank.h"
#include "text/utf8.h"

enum { MAX_BYTES = 64 }; /* of a term that is split */

/* Keeps the most promising splits, the best first. */
static size_t keep(struct split *splits, size_t n, size_t max, struct split split)
{
    for (size_t i = 0; i < n; i++) {
        if (split.frequency <= splits[i].frequency)
            continue;
        struct split worse = splits[i];
        splits[i] = split;
        split = worse;
    }
    if (n < max && split.frequency)
        splits[n++] = split;
    return n;
}

size_t split_find(struct store_reader *reader, struct str term, struct split *ret, size_t max,
                  struct err *err)
{
    struct store_frequency parts[2 * MAX_BYTES];
    size_t n = 0, n_found = 0, at = 0;
    if (term.n > MAX_BYTES)
        return 0;
    for (utf8_decode(term, 0, &at); at < term.n; utf8_decode(term, at, &at)) {
        parts[n++] = (struct store_frequency){.name = str_slice(term, 0, at)};
        parts[n++] = (struct store_frequency){.name = str_slice(term, at, term.n)};
    }
    if (n == 0 || store_reader_frequencies(reader, parts, n, err))
        return 0;
    for (size_t i = 0; i < n; i += 2) {
        uint32_t left = parts[i].termfreq, right = parts[i + 1].termfreq;
        struct split split = {{parts[i].name, parts[i + 1].name}, left < right ? left : right};
        n_found = keep(ret, n_found, max, split);
    }
    return n_found;
}

bool split_is_likely(const struct split *split)
{
    struct str left = split->parts[0], right = split->parts[1];
    bool is_digit_before = ascii_is_digit(left.p[left.n - 1]);
    size_t next;
    if (is_digit_before != ascii_is_digit(right.p[0]))
        return true;
    utf8_decode(left, 0, &next);
    bool is_left_single = next == left.n;
    utf8_decode(right, 0, &next);
    return !is_left_single && next < right.n;
}

uint32_t split_count(struct store_reader *reader, const struct str *parts, uint32_t n_parts,
                     uint32_t up_to, uint64_t max_steps, struct err *err)
{
    struct store_node nodes[SPLIT_MAX_PARTS + 1];
    struct store_search search;
    struct store_results *results;
    for (uint32_t i = 0; i < n_parts; i++)
        nodes[i] = (struct store_node){.op = STORE_TERM, .name = parts[i]};
    nodes[n_parts] = (struct store_node){
        .op = STORE_PHRASE, .n_children = n_parts, .window = n_parts};
    rank_defaults(&search, 0, 0);
    search.max_steps = max_steps;
    search.nodes = nodes;
    search.n_nodes = n_parts + 1;
    search.weighting = STORE_BOOLEAN;
    search.max = 1;
    search.check_at_least = up_to;
    search.without_data = true;
    if (store_reader_search(reader, &search, &results, err))
        return 0;
    uint32_t total = results->n ? results->total_estimate : 0;
    store_results_free(results);
    return total;
}
