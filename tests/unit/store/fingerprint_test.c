/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/fingerprint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { N_WORDS = 300, N_PAIRS = 500 };

/* The hash of word number i of a pair of documents. */
static uint32_t word(uint32_t i)
{
    uint64_t h = (i + 1) * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 29) * 0xBF58476D1CE4E5B9u;
    return (uint32_t)(h >> 32);
}

static struct str value(uint32_t first, uint32_t n, const char *text, char bytes[FINGERPRINT_BYTES])
{
    struct fingerprint_sketch sketch;
    fingerprint_start(&sketch);
    for (uint32_t i = 0; i < n; i++)
        fingerprint_add(&sketch, word(first + i));
    uint32_t length = fingerprint_encode(&sketch, STR_LITERAL("title"), str_of(text), bytes);
    return (struct str){bytes, length};
}

/* Of pairs of documents with so many words each that the other has not, how many are near. */
static int count_near(uint32_t n_own)
{
    int n = 0;
    for (uint32_t i = 0; i < N_PAIRS; i++) {
        char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
        uint32_t first = i * 2 * N_WORDS;
        n += fingerprint_compare(value(first, N_WORDS, "a", a),
                                 value(first + n_own, N_WORDS, "b", b)) == FINGERPRINT_SIMILAR;
    }
    return n;
}

static void near_copies_are_told_by_how_many_words_differ(void **state)
{
    (void)state;
    assert_int_equal(count_near(0), N_PAIRS);
    assert_true(count_near(6) >= N_PAIRS * 9 / 10);
    assert_true(count_near(15) >= N_PAIRS / 2);
    assert_true(count_near(60) <= N_PAIRS / 100);
    assert_true(count_near(100) <= 1);
    assert_int_equal(count_near(N_WORDS), 0);
}

static void copies_are_told_from_short_and_empty_texts(void **state)
{
    (void)state;
    char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
    assert_int_equal(fingerprint_compare(value(0, 200, "same", a), value(0, 200, "same", b)),
                     FINGERPRINT_COPY);
    assert_int_equal(fingerprint_compare(value(0, 5, "same", a), value(0, 5, "same", b)),
                     FINGERPRINT_COPY);
    /* few words: chance would decide */
    assert_int_equal(fingerprint_compare(value(0, 5, "a", a), value(0, 5, "b", b)),
                     FINGERPRINT_NONE);
    assert_int_equal(fingerprint_compare(value(0, 200, "a", a), value(0, 5, "b", b)),
                     FINGERPRINT_NONE);
    assert_int_equal(fingerprint_compare(STR_EMPTY, STR_EMPTY), FINGERPRINT_NONE);
    assert_int_equal(fingerprint_compare(value(0, 200, "a", a), STR_EMPTY), FINGERPRINT_NONE);
}

static void the_title_ends_where_the_text_begins(void **state)
{
    (void)state;
    char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
    struct fingerprint_sketch sketch;
    fingerprint_start(&sketch);
    uint32_t n = fingerprint_encode(&sketch, STR_LITERAL("x"), STR_LITERAL("yz"), a);
    assert_int_equal(fingerprint_encode(&sketch, STR_LITERAL("xy"), STR_LITERAL("z"), b), n);
    assert_int_equal(fingerprint_compare((struct str){a, n}, (struct str){b, n}), FINGERPRINT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_copies_are_told_by_how_many_words_differ),
        cmocka_unit_test(copies_are_told_from_short_and_empty_texts),
        cmocka_unit_test(the_title_ends_where_the_text_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
