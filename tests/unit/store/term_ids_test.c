/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the numbering of terms. */
#include "store/term_ids.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static uint32_t intern(struct term_ids *d, struct str term, bool *is_new)
{
    return term_ids_intern(d, term, term_ids_hash(term), is_new);
}

static void numbers_terms_in_order_of_arrival(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    const struct str terms[] = {STR_LITERAL("b"), STR_LITERAL("a"), STR_EMPTY, STR_LITERAL("a\0b"),
                                STR_LITERAL("a\0c")};
    bool is_new;
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(intern(d, terms[i], &is_new), i);
        assert_true(is_new);
    }
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(intern(d, terms[i], &is_new), i);
        assert_false(is_new);
        assert_true(str_equal(term_ids_term(d, i), terms[i]));
    }
    assert_int_equal(term_ids_count(d), 5);
    term_ids_free(d);
}

static void copies_the_terms(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    char word[] = "word";
    bool is_new;
    intern(d, str_of(word), &is_new);
    word[0] = 'l';
    assert_true(str_equal(term_ids_term(d, 0), STR_LITERAL("word")));
    intern(d, str_of(word), &is_new);
    assert_true(is_new);
    term_ids_free(d);
}

static void keeps_every_term_while_it_grows(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    enum { N = 50000 };
    char word[300];
    bool is_new;
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < N; i++) {
            int n = snprintf(word, sizeof word, "%u%.*s", i, (int)(i % 40),
                             "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
            assert_int_equal(intern(d, (struct str){word, (size_t)n}, &is_new), i);
            assert_int_equal(is_new, round == 0);
        }
    assert_int_equal(term_ids_count(d), N);
    term_ids_free(d);
}

static void tells_terms_of_one_hash_apart(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    bool is_new;
    assert_int_equal(term_ids_intern(d, STR_LITERAL("one"), 7, &is_new), 0);
    assert_int_equal(term_ids_intern(d, STR_LITERAL("two"), 7, &is_new), 1);
    assert_int_equal(term_ids_intern(d, STR_LITERAL("onetwo"), 7, &is_new), 2);
    assert_int_equal(term_ids_intern(d, STR_LITERAL("two"), 7, &is_new), 1);
    assert_false(is_new);
    term_ids_free(d);
}

/* Terms of every length with the same hash that differ in one byte. */
static void compares_every_byte(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    char word[40];
    bool is_new;
    for (size_t n = 0; n < sizeof word; n++) {
        memset(word, 'a', sizeof word);
        term_ids_intern(d, (struct str){word, n}, 7, &is_new);
        assert_true(is_new);
        for (size_t i = 0; i < n; i++) {
            word[i] = '\0';
            term_ids_intern(d, (struct str){word, n}, 7, &is_new);
            assert_true(is_new);
            term_ids_intern(d, (struct str){word, n}, 7, &is_new);
            assert_false(is_new);
            word[i] = 'a';
        }
    }
    term_ids_free(d);
}

static void forgets_all_terms_when_cleared(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    bool is_new;
    intern(d, STR_LITERAL("x"), &is_new);
    intern(d, STR_LITERAL("y"), &is_new);
    term_ids_clear(d);
    assert_int_equal(term_ids_count(d), 0);
    assert_int_equal(intern(d, STR_LITERAL("y"), &is_new), 0);
    assert_true(is_new);
    term_ids_free(d);
    term_ids_free(NULL);
}

/* Every byte of a term must affect the hash, and its low bits, which choose the slot, must be
 * spread. */
static void spreads_hashes(void **state)
{
    (void)state;
    enum { N = 1 << 14 };
    static unsigned char hits[N];
    char word[40];
    unsigned most = 0;
    memset(hits, 0, sizeof hits);
    for (unsigned i = 0; i < N; i++) {
        int n = snprintf(word, sizeof word, "Zterm%u", i);
        unsigned h = ++hits[term_ids_hash((struct str){word, (size_t)n}) & (N - 1)];
        most = h > most ? h : most;
    }
    assert_true(most < 12); /* a random function gives about 8 */
    for (size_t n = 1; n < sizeof word; n++) {
        memset(word, 'a', sizeof word);
        uint32_t plain = term_ids_hash((struct str){word, n});
        for (size_t i = 0; i < n; i++) {
            word[i] = 'b';
            assert_int_not_equal(term_ids_hash((struct str){word, n}), plain);
            word[i] = 'a';
        }
    }
}

static void guesses_by_the_hash(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    struct str term = STR_LITERAL("press"), other = STR_LITERAL("mark");
    bool is_new;
    assert_true(term_ids_guess(d, term_ids_hash(term)) == TERM_IDS_NONE);
    uint32_t id = term_ids_intern(d, term, term_ids_hash(term), &is_new);
    term_ids_prefetch(d, term_ids_hash(other));
    assert_true(term_ids_guess(d, term_ids_hash(term)) == id);
    assert_true(term_ids_guess(d, term_ids_hash(other)) == TERM_IDS_NONE);
    term_ids_free(d);
}

/* Also those whose hash leads to the slot of another term. */
static void guesses_every_term_of_a_full_table(void **state)
{
    (void)state;
    struct term_ids *d = term_ids_new();
    enum { N = 600 }; /* for 1024 slots */
    char word[20];
    bool is_new;
    for (uint32_t i = 0; i < N; i++) {
        snprintf(word, sizeof word, "word%u", i);
        intern(d, str_of(word), &is_new);
    }
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(term_ids_guess(d, term_ids_hash(term_ids_term(d, i))), i);
    term_ids_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_terms_in_order_of_arrival),
        cmocka_unit_test(copies_the_terms),
        cmocka_unit_test(keeps_every_term_while_it_grows),
        cmocka_unit_test(tells_terms_of_one_hash_apart),
        cmocka_unit_test(compares_every_byte),
        cmocka_unit_test(forgets_all_terms_when_cleared),
        cmocka_unit_test(spreads_hashes),
        cmocka_unit_test(guesses_by_the_hash),
        cmocka_unit_test(guesses_every_term_of_a_full_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
