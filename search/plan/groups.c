/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the groups in which documents write the digits of a number: "8 336 817", "0800 123 45 67",
 * and the prefixes of a telephone number: "+49 800 1234567". */
#include "base/digits.h"
#include "base/mem.h"
#include "search/plan/planner.h"
#include "search/plan/split.h"
#include "text/spellings.h"

enum {
    MIN_DIGITS = 4,  /* of a number that is written in groups, */
    MAX_DIGITS = 19, /* and the most, as on cards */
    MIN_FREE = 7,    /* digits of a number whose groups may have any lengths */
    THOUSANDS = 3,
    MAX_GROUP = 8, /* digits of a group */
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

/* Finds the groups in which documents write exactly these digits. */
static size_t same_digits(struct planner *p, struct str digits, struct str parts[])
{
    if (digits.n < MIN_DIGITS || digits.n > MAX_DIGITS)
        return 0;
    struct groups *g = arena_alloc(p->arena, sizeof *g);
    *g = (struct groups){.p = p, .digits = digits, .parts = parts};
    if (!look_up_parts(g))
        return 0;
    size_t n = try_thousands(g);
    for (size_t n_groups = 2; n == 0 && digits.n >= MIN_FREE && n_groups <= SPLIT_MAX_PARTS;
         n_groups++)
        n = try_any(g, 0, n_groups, 0) ? n_groups : 0;
    return n;
}

/* ---- prefixes of telephone numbers ---- */

/* The digits that the codes of countries with three digits begin with (ITU-T E.164). Other codes
 * have two, but for those of North America and Russia. */
static const char LONG_CODES[] = "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 "
                                 "97 99";

static size_t code_length(struct str digits)
{
    if (digits.p[0] == '1' || digits.p[0] == '7')
        return 1;
    for (size_t i = 0; i + 1 < sizeof LONG_CODES; i += 3)
        if (memcmp(LONG_CODES + i, digits.p, 2) == 0)
            return 3;
    return 2;
}

/* Finds a number that documents have with some country's code in front of it. */
static size_t with_any_code(struct planner *p, struct str digits, struct str *ret)
{
    enum { LIMIT = 1000 };
    struct store_frequency *all = arena_alloc(p->arena, LIMIT * sizeof *all);
    size_t n = 0;
    for (unsigned code = 1; code < LIMIT; code++) {
        struct str number = arena_format(p->arena, "%u%.*s", code, STR_PRINT(digits));
        if (number.n - digits.n == code_length(number))
            all[n++] = (struct store_frequency){.name = number};
    }
    if (store_reader_frequencies(p->index->reader, all, n, p->err))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (all[i].termfreq > 0) {
            *ret = all[i].name;
            return 1;
        }
    return 0;
}

static size_t as_a_whole(struct planner *p, struct str digits, struct str *ret)
{
    struct planner_token token = {.kind = TOKEN_WORD, .form = digits, .term = digits};
    *ret = digits;
    return planner_is_known(p, &token) ? 1 : 0;
}

/* Finds a telephone number with another prefix than it was typed with: "0" before the number of a
 * region, or the code of a country in its place, with "00" before it or with a "+" that digits do
 * not tell. */
static size_t other_prefix(struct planner *p, struct str digits, struct str parts[])
{
    size_t n_zeros = 0;
    while (n_zeros < 2 && digits.p[n_zeros] == '0')
        n_zeros++;
    struct str typed = str_slice(digits, n_zeros, digits.n);
    size_t n = n_zeros < 2 ? with_any_code(p, typed, parts) : as_a_whole(p, typed, parts);
    if (n == 0 && n_zeros > 0)
        n = same_digits(p, typed, parts);
    if (n || n_zeros == 1)
        return n;
    struct str national = str_slice(typed, code_length(typed), typed.n);
    if (national.p[0] == '0') /* "+49 (0)89" */
        national = str_slice(national, 1, national.n);
    struct str with_zero = planner_concat(p, STR_LITERAL("0"), national);
    if (national.n < MIN_FREE)
        return 0;
    n = as_a_whole(p, with_zero, parts);
    n = n ? n : same_digits(p, with_zero, parts);
    return n ? n : same_digits(p, national, parts);
}

/* ---- a number ---- */

/* Appends the digits of a number that is a telephone's: "01.44.55.66.77". */
static void append_digits(struct buf *out, struct str number)
{
    for (size_t i = 0; i < number.n; i++)
        if (number.p[i] != '.')
            buf_append_char(out, number.p[i]);
}

size_t planner_groups(struct planner *p, struct str number, struct str parts[])
{
    AUTO(buf_done) struct buf plain = BUF_INIT;
    if (!digits_append_plain(&plain, number, DIGITS_BOTH_GROUP))
        append_digits(&plain, number);
    for (size_t i = 0; i < plain.n; i++)
        if (!ascii_is_digit(plain.p[i]))
            return 0;
    struct str digits = arena_copy(p->arena, buf_str(&plain));
    size_t n = same_digits(p, digits, parts);
    bool is_telephone = digits.n >= SPELLINGS_MIN_DIGITS && digits.n <= SPELLINGS_MAX_DIGITS + 2;
    return n || !is_telephone ? n : other_prefix(p, digits, parts);
}
