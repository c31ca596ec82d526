/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the histogram of document lengths. */
#include "store/lengths.h"

#include "base/mem.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct lengths of(const uint32_t *lengths, size_t n)
{
    struct lengths l = {{0}};
    for (size_t i = 0; i < n; i++)
        lengths_count(&l, lengths[i]);
    return l;
}
#define OF(...)                                                                                    \
    of((const uint32_t[]){__VA_ARGS__}, sizeof(uint32_t[]){__VA_ARGS__} / sizeof(uint32_t))

static void each_length_has_a_bucket_and_larger_ones_come_later(void **state)
{
    (void)state;
    unsigned last = 0;
    for (uint64_t length = 0; length <= UINT32_MAX; length += 1 + length / 100) {
        struct lengths l = OF((uint32_t)length);
        unsigned bucket = 0;
        while (bucket < LENGTHS_BUCKETS && l.counts[bucket] == 0)
            bucket++;
        assert_true(bucket < LENGTHS_BUCKETS && bucket >= last && bucket <= last + 1);
        last = bucket;
    }
    struct lengths longest = OF(UINT32_MAX);
    assert_int_equal(longest.counts[LENGTHS_BUCKETS - 1], 1);
}

static void skew_is_that_of_the_means(void **state)
{
    (void)state;
    struct lengths none = {{0}}, empty = OF(0, 0, 0), alike = OF(7, 7, 7, 0);
    assert_true(lengths_skew(&none) == 0 && lengths_skew(&empty) == 0);
    assert_true(fabs(lengths_skew(&alike)) < 1e-12);
    /* (2 + 8) / 2 over the root of 2 * 8 */
    struct lengths two = OF(2, 8, 0);
    assert_true(fabs(lengths_skew(&two) - log(5.0 / 4)) < 1e-12);
    /* buckets are an eighth wide, and all lengths of one are counted in its middle */
    struct lengths large = OF(2000, 8000);
    assert_true(fabs(lengths_skew(&large) - log(5.0 / 4)) < 0.02);
}

static void one_giant_does_not_make_a_skew(void **state)
{
    (void)state;
    struct lengths l = {{0}};
    for (int i = 0; i < 10000; i++)
        lengths_count(&l, 300);
    lengths_count(&l, 1000000);
    assert_true(lengths_skew(&l) < 0.4);
    assert_true(lengths_skew(&l) > 0.2);
}

static void histograms_are_added_up(void **state)
{
    (void)state;
    struct err err = ERR_INIT;
    struct lengths all = OF(1, 1, 0, 500, 70000, 4000000000), some = OF(1, 500, 70000);
    AUTO(buf_done) struct buf encoded = BUF_INIT;
    lengths_encode(&some, &encoded);
    struct lengths read = OF(1, 0, 4000000000);
    assert_int_equal(lengths_decode(buf_str(&encoded), &read, &err), ERR_OK);
    assert_memory_equal(&read, &all, sizeof all);
    assert_int_equal(lengths_decode((struct str){0}, &read, &err), ERR_OK); /* an older index */
    assert_memory_equal(&read, &all, sizeof all);
}

static void damaged_histograms_are_refused(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf encoded = BUF_INIT;
    struct lengths l = OF(1, 500, 70000), before = l;
    lengths_encode(&l, &encoded);
    for (size_t n = 1; n < encoded.n; n++) {
        struct err err = ERR_INIT;
        struct str cut = {encoded.p, n};
        if (lengths_decode(cut, &l, &err) == ERR_OK)
            l = before; /* cut between two buckets */
        else
            assert_int_equal(err.code, ERR_CORRUPT);
        assert_memory_equal(&l, &before, sizeof l);
    }
    buf_clear(&encoded);
    buf_append_varint(&encoded, LENGTHS_BUCKETS);
    buf_append_varint(&encoded, 1);
    struct err err = ERR_INIT;
    assert_int_equal(lengths_decode(buf_str(&encoded), &l, &err), ERR_CORRUPT);
    assert_memory_equal(&l, &before, sizeof l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_length_has_a_bucket_and_larger_ones_come_later),
        cmocka_unit_test(skew_is_that_of_the_means),
        cmocka_unit_test(one_giant_does_not_make_a_skew),
        cmocka_unit_test(histograms_are_added_up),
        cmocka_unit_test(damaged_histograms_are_refused),
    };
    return cmocka_run_group_tests_name("lengths", tests, NULL, NULL);
}
