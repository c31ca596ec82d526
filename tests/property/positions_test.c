/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Positions of random documents are read back as they were written, damaged ones do no harm, and
 * phrases and NEAR agree with trying all combinations. Environment: PRESSMARK_SEED,
 * PRESSMARK_RUNS. */

#include "base/mem.h"
#include "positions/positions.h"
#include "tests/property/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MAX_ENTRIES = 3000, MAX_POSITIONS = 60000, N_LISTS = 4, MANY = 100000 };

struct world {
    struct positions_entry entries[MAX_ENTRIES], sorted[MAX_ENTRIES];
    uint32_t positions[MAX_POSITIONS];
    size_t n;
};

/* Makes few terms or many, with few positions or many, close together or up to the last possible
 * one. */
static void make_world(struct world *w)
{
    static const uint32_t spreads[] = {1, 2, 10, 1000, 100000};
    size_t n = 0;
    uint32_t wanted = 1 + below(1 + below(MAX_ENTRIES)), longest = 1 + below(1 + below(500));
    for (w->n = 0; w->n < wanted && n + longest < MAX_POSITIONS; w->n++) {
        char name[16];
        int length = snprintf(name, sizeof name, "%u", (unsigned)w->n);
        uint32_t count = 1 + below(1 + below(longest)), position = below(3) ? 0 : below(5000);
        uint32_t spread = spreads[below(5)];
        w->entries[w->n] = (struct positions_entry){
            positions_hash((struct str){name, (size_t)length}), w->positions + n, count};
        for (uint32_t i = 0; i < count; i++)
            w->positions[n++] = position += 1 + below(spread);
        if (below(2000) == 0)
            w->positions[n - 1] = UINT32_MAX;
    }
}

/* Finds a list by a reader that was opened for other documents before. */
static bool locate(struct str encoded, uint64_t hash, struct positions_place *ret)
{
    static struct positions_reader reader;
    return positions_reader_open(&reader, encoded) && positions_reader_locate(&reader, hash, ret);
}

static void reads_what_was_written(void **state)
{
    (void)state;
    static struct world w;
    struct buf out = BUF_INIT, scratch = BUF_INIT;
    struct positions_list list = {0}, decoded = {0};
    uint64_t seed = environment_number("PRESSMARK_SEED", 1),
             n_runs = environment_number("PRESSMARK_RUNS", 60);
    for (uint64_t run = 0; run < n_runs; run++) {
        random_state = seed + run;
        make_world(&w);
        memcpy(w.sorted, w.entries, w.n * sizeof *w.entries);
        buf_clear(&out);
        buf_append(&out, "before", 6);
        positions_encode(w.sorted, w.n, &scratch, &out);
        struct str encoded = str_slice(buf_str(&out), 6, out.n);
        for (size_t i = 0; i < w.n; i++) {
            const struct positions_entry *e = &w.entries[i];
            list.n = 1; /* it is appended to */
            list.capacity = list.capacity ? list.capacity : 1;
            list.p = mem_resize(list.p, list.capacity, sizeof *list.p);
            if (!positions_find(encoded, e->hash, &list) || list.n != 1 + e->n ||
                memcmp(list.p + 1, e->positions, e->n * sizeof *e->positions) != 0)
                fail_msg("PRESSMARK_SEED=%llu: term %zu of %zu", (unsigned long long)(seed + run),
                         i, w.n);
        }
        /* The only effect of damage may be a wrong or missing list. */
        for (int i = 0; i < 200; i++) {
            struct str damaged = str_slice(encoded, 0, below((uint32_t)encoded.n + 1));
            char *copy = mem_alloc(damaged.n + 1);
            memcpy(copy, damaged.p, damaged.n);
            for (uint32_t k = below(4); k > 0 && damaged.n; k--)
                copy[below(below(2) && damaged.n > 8 ? 8 : (uint32_t)damaged.n)] = (char)below(256);
            damaged.p = copy;
            list.n = 0;
            positions_find(damaged, w.entries[below((uint32_t)w.n)].hash, &list);
            for (size_t k = 1; k < list.n; k++)
                assert_true(list.p[k] > list.p[k - 1]);
            struct positions_place at;
            size_t n_wanted = list.n;
            if (locate(damaged, w.entries[below((uint32_t)w.n)].hash, &at))
                positions_keep(&at, below(2), &list, &decoded);
            assert_true(list.n <= n_wanted);
            mem_free(copy);
        }
    }
    mem_free(list.p);
    mem_free(decoded.p);
    buf_done(&out);
    buf_done(&scratch);
}

static bool has(const struct positions_entry *e, uint64_t position)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (e->positions[i] == position)
            return true;
    return false;
}

/* Makes a list of numbers, most of which are offset below a position, or nearly so, for many of the
 * positions or few of them. */
static void make_wanted(const struct positions_entry *e, uint32_t offset,
                        struct positions_list *wanted)
{
    uint32_t before = 0, step = below(2) ? 4 : 100;
    wanted->n = 0;
    for (uint32_t i = 0; i < e->n; i += 1 + below(step)) {
        uint64_t number = (uint64_t)e->positions[i] + below(3) - below(2);
        if (number > offset && number - offset > before && number <= UINT32_MAX)
            positions_list_add(wanted, before = (uint32_t)number - offset);
    }
}

static void keeps_what_fits(void **state)
{
    (void)state;
    static struct world w;
    struct buf out = BUF_INIT, scratch = BUF_INIT;
    struct positions_list wanted = {0}, decoded = {0};
    size_t n_kept = 0, n_dropped = 0, n_few = 0;
    for (uint64_t run = 0; run < 40; run++) {
        random_state = 1000 + run;
        make_world(&w);
        memcpy(w.sorted, w.entries, w.n * sizeof *w.entries);
        buf_clear(&out);
        positions_encode(w.sorted, w.n, &scratch, &out);
        for (size_t i = 0; i < w.n; i++) {
            const struct positions_entry *e = &w.entries[i];
            const uint32_t offset = below(2) ? below(8) : 0;
            struct positions_place at;
            size_t n_right = 0;
            make_wanted(e, offset, &wanted);
            for (size_t k = 0; k < wanted.n; k++)
                n_right += has(e, (uint64_t)wanted.p[k] + offset);
            n_dropped += wanted.n - n_right;
            n_few += wanted.n > 0 && e->n > 10 * wanted.n;
            assert_true(locate(buf_str(&out), e->hash, &at));
            assert_int_equal(at.n, e->n);
            positions_keep(&at, offset, &wanted, &decoded);
            assert_int_equal(wanted.n, n_right);
            for (size_t k = 0; k < wanted.n; k++)
                assert_true(has(e, (uint64_t)wanted.p[k] + offset));
            n_kept += n_right;
        }
    }
    assert_true(n_kept > 1000 && n_dropped > 1000 && n_few > 1000);
    mem_free(wanted.p);
    mem_free(decoded.p);
    buf_done(&out);
    buf_done(&scratch);
}

static void has_nothing_of_nothing(void **state)
{
    (void)state;
    struct buf out = BUF_INIT, scratch = BUF_INIT;
    struct positions_list list = {0};
    positions_encode(NULL, 0, &scratch, &out);
    assert_int_equal(out.n, 0);
    assert_false(positions_find(buf_str(&out), positions_hash(STR_LITERAL("a")), &list));
    /* A word without positions may be confused with another one. Two words that are both there are
     * told apart. */
    uint32_t one = 1, two = 2;
    struct positions_entry entries[] = {{positions_hash(STR_LITERAL("a")), &one, 1},
                                        {positions_hash(STR_LITERAL("b")), &two, 1}};
    positions_encode(entries, 2, &scratch, &out);
    assert_true(positions_find(buf_str(&out), positions_hash(STR_LITERAL("b")), &list));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.p[0], 2);
    mem_free(list.p);
    buf_done(&out);
    buf_done(&scratch);
}

/* If two words have the same hash, the lists of all others are still complete. */
static void survives_two_words_of_one_hash(void **state)
{
    (void)state;
    struct buf out = BUF_INIT, scratch = BUF_INIT;
    struct positions_list list = {0};
    uint32_t positions[] = {1, 2, 3, 4};
    struct positions_entry entries[] = {{7, positions, 2},
                                        {7, positions + 2, 2},
                                        {7, positions + 1, 3},
                                        {UINT64_MAX, positions, 4}};
    positions_encode(entries, 4, &scratch, &out);
    assert_true(positions_find(buf_str(&out), UINT64_MAX, &list));
    assert_int_equal(list.n, 4);
    mem_free(list.p);
    buf_done(&out);
    buf_done(&scratch);
}

/* ---- matching ---- */

/* Tries all combinations of positions of the lists from i on. */
static bool try_all(const struct positions_list *lists, size_t n, uint32_t window, bool is_phrase,
                    uint32_t *chosen, size_t i)
{
    if (i == n)
        return true;
    for (size_t k = 0; k < lists[i].n; k++) {
        bool fits = true;
        chosen[i] = lists[i].p[k];
        for (size_t j = 0; j < i && fits; j++) {
            uint32_t distance = chosen[i] > chosen[j] ? chosen[i] - chosen[j]
                                                      : chosen[j] - chosen[i];
            fits = distance > 0 && distance < window && (!is_phrase || chosen[i] > chosen[j]);
        }
        if (fits && try_all(lists, n, window, is_phrase, chosen, i + 1))
            return true;
    }
    return false;
}

static void matches_as_trying_everything_does(void **state)
{
    (void)state;
    uint32_t numbers[N_LISTS][12], chosen[N_LISTS];
    struct positions_list lists[N_LISTS];
    size_t places[3 * N_LISTS];
    unsigned n_phrases = 0, n_near = 0;
    random_state = environment_number("PRESSMARK_SEED", 1);
    for (int run = 0; run < 100000; run++) {
        size_t n = 1 + below(N_LISTS);
        uint32_t spread = 1 + below(12), window = (uint32_t)n + below(5);
        for (size_t i = 0; i < n; i++) {
            uint32_t position = 0;
            lists[i] = (struct positions_list){numbers[i], 1 + below(11), 12};
            for (size_t k = 0; k < lists[i].n; k++)
                numbers[i][k] = position += 1 + below(spread);
        }
        bool phrase = try_all(lists, n, window, true, chosen, 0);
        n_phrases += phrase;
        uint64_t steps = MANY, few = MANY;
        assert_int_equal(positions_have_phrase(lists, n, window, places, &steps), phrase);
        assert_in_range(steps, 1, few);
        /* With fewer steps the answer is the same, or there is none. */
        few = below(MANY - (uint32_t)steps + 2);
        if (positions_have_phrase(lists, n, window, places, &few) != phrase)
            assert_true(phrase && few == 0);
        bool near = try_all(lists, n, window, false, chosen, 0);
        n_near += near;
        steps = few = MANY;
        assert_int_equal(positions_have_near(lists, n, window, places, &steps), near);
        assert_in_range(steps, 1, few);
        few = below(MANY - (uint32_t)steps + 2);
        if (positions_have_near(lists, n, window, places, &few) != near)
            assert_true(near && few == 0);
    }
    assert_in_range(n_phrases, 20000, 80000);
    assert_in_range(n_near, n_phrases + 1, 90000);
}

/* Tests the same word twice, and words at the same position. */
static void near_wants_different_places(void **state)
{
    (void)state;
    uint32_t five[] = {5}, five_nine[] = {5, 9}, five_six[] = {5, 6}, all[] = {5, 6, 7};
    size_t places[9];
    uint64_t steps = MANY;
    struct positions_list same[] = {{five_nine, 2, 2}, {five_nine, 2, 2}};
    assert_false(positions_have_near(same, 2, 4, places, &steps));
    assert_true(positions_have_near(same, 2, 5, places, &steps));
    struct positions_list stuck[] = {{five, 1, 1}, {five_six, 2, 2}};
    assert_true(positions_have_near(stuck, 2, 2, places, &steps));
    struct positions_list turned[] = {{five_six, 2, 2}, {five, 1, 1}};
    assert_true(positions_have_near(turned, 2, 2, places, &steps));
    struct positions_list twice[] = {{five, 1, 1}, {five, 1, 1}};
    assert_false(positions_have_near(twice, 2, 9, places, &steps));
    struct positions_list three[] = {{all, 3, 3}, {all, 3, 3}, {all, 3, 3}};
    assert_true(positions_have_near(three, 3, 3, places, &steps));
    struct positions_list empty[] = {{five, 1, 1}, {NULL, 0, 0}};
    assert_false(positions_have_near(empty, 2, 9, places, &steps));
    assert_false(positions_have_phrase(empty, 2, 9, places, &steps));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(keeps_what_fits),
        cmocka_unit_test(has_nothing_of_nothing),
        cmocka_unit_test(survives_two_words_of_one_hash),
        cmocka_unit_test(matches_as_trying_everything_does),
        cmocka_unit_test(near_wants_different_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
