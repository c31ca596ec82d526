/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the groups in which documents write the digits of a number: "8 336 817", "0800 123 45 67".
 */
#include "base/digits.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/plan/split.h"

enum {
    MIN_DIGITS = 4,  /* of a number that is written in groups, */
    MAX_DIGITS = 19, /* and the most, as on cards */
    MIN_FREE = 7,    /* digits of a number whose groups may have any lengths */
    THOUSANDS = 3,
    MAX_GROUP = 7, /* digits of a group */
    MAX_TRIES = 16,
};

struct groups {
    struct planner *p;
    struct str digits;
    struct store_frequency known[MAX_DIGITS * MAX_GROUP]; /* the parts of the digits */
    struct str *parts;
    uint32_t n_tries;
};

static bool is_known(const struct groups *g, size_t start, size_t length)
{
    return g->known[start * MAX_GROUP + length - 1].termfreq > 0;
}

static bool look_up_parts(struct groups *g)
{
    for (size_t start = 0; start < g->digits.n; start++)
        for (size_t length = 1; length <= MAX_GROUP; length++) {
            size_t end = start + length < g->digits.n ? start + length : g->digits.n;
            g->known[start * MAX_GROUP + length - 1].name = str_slice(g->digits, start, end);
        }
    return !store_reader_frequencies(g->p->index->reader, g->known, g->digits.n * MAX_GROUP,
                                     g->p->err);
}

static bool stand_together(struct groups *g, size_t n)
{
    return g->n_tries++ < MAX_TRIES && split_count(g->p->index->reader, g->parts, (uint32_t)n, 1,
                                                   PLANNER_GROUP_STEPS, g->p->err) > 0;
}

/* Tries groups of three, but for the first. Returns how many there are, or 0. */
static size_t try_thousands(struct groups *g)
{
    size_t n = 0;
    for (size_t start = 0, end = (g->digits.n - 1) % THOUSANDS + 1; start < g->digits.n;
         start = end, end += THOUSANDS) {
        if (n == SPLIT_MAX_PARTS || !is_known(g, start, end - start))
            return 0;
        g->parts[n++] = str_slice(g->digits, start, end);
    }
    return stand_together(g, n) ? n : 0;
}

/* Tries all ways to divide the digits from start on into the remaining of n groups. Only the first
 * group may have a single digit. */
static bool try_any(struct groups *g, size_t start, size_t n, size_t part)
{
    size_t left = g->digits.n - start, after = n - part - 1, min = part ? 2 : 1;
    if (part == n)
        return left == 0 && stand_together(g, n);
    for (size_t length = left < MAX_GROUP ? left : MAX_GROUP;
         length >= min && g->n_tries < MAX_TRIES; length--) {
        size_t behind = left - length;
        if (behind < 2 * after || behind > MAX_GROUP * after || !is_known(g, start, length))
            continue;
        g->parts[part] = str_slice(g->digits, start, start + length);
        if (try_any(g, start + length, n, part + 1))
            return true;
    }
    return false;
}

size_t planner_groups(struct planner *p, struct str number, struct str parts[])
{
    AUTO(buf_done) struct buf plain = BUF_INIT;
    if (!digits_append_plain(&plain, number, DIGITS_BOTH_GROUP))
        buf_append_str(&plain, number);
    for (size_t i = 0; i < plain.n; i++)
        if (!ascii_is_digit(plain.p[i]))
            return 0;
    if (plain.n < MIN_DIGITS || plain.n > MAX_DIGITS)
        return 0;
    struct groups *g = arena_alloc(p->arena, sizeof *g);
    *g = (struct groups){.p = p, .digits = arena_copy(p->arena, buf_str(&plain)), .parts = parts};
    if (!look_up_parts(g))
        return 0;
    size_t n = try_thousands(g);
    for (size_t n_groups = 2; n == 0 && plain.n >= MIN_FREE && n_groups <= SPLIT_MAX_PARTS;
         n_groups++)
        n = try_any(g, 0, n_groups, 0) ? n_groups : 0;
    return n;
}
