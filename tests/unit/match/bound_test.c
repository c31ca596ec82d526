/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares quick bounds of weights, and lists that are added up window by window, with what is
 * computed in full. */
#include "match/alternatives.h"
#include "match/bound.h"
#include "tests/property/random.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { N_TERMS = 200, N_DOCUMENTS = 2000 };

static struct weight random_weight(enum store_weighting weighting)
{
    struct store_search search = {
        .weighting = weighting,
        .k1 = 1.2,
        .b = 0.75,
        .min_length = 0.5,
        .burst = {.c = below(2) ? 1 : 8, .power = 0.5, .max = 5, .log_share = 0.75, .wqf_power = 1},
    };
    struct db_collection all = {.n_documents = 1 + below(1000000), .min_length = 1};
    all.total_length = (uint64_t)all.n_documents * (1 + below(5000));
    struct db_facts term = {.termfreq = 1 + below(all.n_documents), .max_wdf = 100000};
    term.collection_frequency = term.termfreq + below(1000000);
    struct weight w;
    weight_init(&w, &search, &all, &term, 1 + below(3), 0.2 + below(10));
    return w;
}

/* Returns a number; small ones are the most frequent. */
static uint32_t random_number(void)
{
    return 1 + below(1u << (1 + below(16)));
}

static void compare_bounds(enum store_weighting weighting)
{
    double n_close = 0;
    for (int i = 0; i < N_TERMS; i++) {
        struct weight w = random_weight(weighting);
        struct bound_lengths lengths = {{0}};
        struct bound_weights weights = {{0}};
        for (int k = 0; k < N_DOCUMENTS; k++) {
            uint32_t length = random_number(), wdf = random_number();
            wdf = wdf < length ? wdf : length;
            double weight = db_weigh(&w, wdf, length);
            double bound = bound_weigh(&weights, &lengths, &w, wdf, length);
            assert_true(bound >= weight);
            n_close += bound <= weight * 1.3;
        }
    }
    assert_true(n_close >= 0.9 * N_TERMS * N_DOCUMENTS);
}

static void bounds_are_above_weights(void **state)
{
    (void)state;
    compare_bounds(STORE_BURST);
    compare_bounds(STORE_BM25);
}

/* Makes a list of one chunk, as it would be read, from gaps and wdfs. */
static void append_posting(struct buf *out, uint32_t gap, uint32_t wdf)
{
    buf_append_varint(out, gap);
    buf_append_varint(out, wdf);
}

struct made_list {
    struct postlist_reader reader;
    struct buf bytes;
    uint32_t *wdfs; /* by document; 0: not in the list */
};

static void make_list(struct made_list *l, uint32_t n_documents, uint32_t one_in)
{
    uint32_t before = 0, last = 0;
    *l = (struct made_list){.wdfs = calloc(n_documents + 1, sizeof *l->wdfs)};
    for (uint32_t docid = 1; docid <= n_documents; docid++) {
        if (below(one_in) && docid != n_documents)
            continue;
        uint32_t wdf = 1 + (below(4) ? below(3) : below(40000));
        l->wdfs[docid] = wdf;
        if (before == 0) {
            l->reader.chunk.first = docid;
            l->reader.chunk.first_wdf = wdf;
        } else {
            append_posting(&l->bytes, docid - before - 1, wdf);
        }
        before = last = docid;
    }
    l->reader.chunk.is_first = l->reader.chunk.is_last = true;
    l->reader.chunk.last = last;
    l->reader.chunk.start = l->reader.p = (const uint8_t *)(l->bytes.n ? l->bytes.p : "");
    l->reader.chunk.end = l->reader.chunk.start + l->bytes.n;
}

static void alternatives_are_sums_of_lists(void **state)
{
    enum { LISTS = 5, DOCUMENTS = 20000 };
    (void)state;
    for (uint32_t one_in = 1; one_in < 20000; one_in = one_in * 3 + below(3)) {
        struct made_list lists[LISTS];
        struct postlist_reader *readers[LISTS];
        struct arena arena = ARENA_INIT;
        uint64_t n_steps = 0;
        for (size_t i = 0; i < LISTS; i++) {
            make_list(&lists[i], DOCUMENTS, one_in + below(7));
            readers[i] = &lists[i].reader;
        }
        struct alternatives *a = alternatives_new(&arena, readers, LISTS, &n_steps);
        for (uint32_t docid = 1; docid <= DOCUMENTS; docid += 1 + below(below(9) ? 3 : 5000)) {
            uint32_t sum = 0, n = 0, expected = docid;
            for (; expected <= DOCUMENTS && n == 0; expected += n == 0)
                for (size_t i = 0; i < LISTS; i++) {
                    sum += lists[i].wdfs[expected];
                    n += lists[i].wdfs[expected] > 0;
                }
            assert_int_equal(alternatives_seek(a, docid), expected);
            assert_int_equal(alternatives_wdf(a, expected), sum);
            assert_int_equal(alternatives_count(a, expected), n);
            docid = expected;
        }
        assert_int_equal(alternatives_seek(a, DOCUMENTS + 1), GLASS_END);
        assert_true(n_steps > 0);
        for (size_t i = 0; i < LISTS; i++) {
            buf_done(&lists[i].bytes);
            free(lists[i].wdfs);
        }
        arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_above_weights),
        cmocka_unit_test(alternatives_are_sums_of_lists),
    };
    random_state = environment_number("PRESSMARK_SEED", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
