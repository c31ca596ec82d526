/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests finding the terms within an edit distance of a word. */
#include "search/plan/fuzzy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/retrieve/small_index.h"

/* All words of four letters, and some others, so that every kind of similarity occurs. */
enum { N_WORDS = 900, MAX_LENGTH = 8 };

struct vocabulary {
    struct small_index index;
    char words[N_WORDS][MAX_LENGTH * 2 + 1];
    size_t n;
};

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void make_word(char *word, uint32_t *state)
{
    static const char *const letters[] = {"a", "b", "c", "\xD1\x8F"};
    size_t n = 1 + next_random(state) % MAX_LENGTH;
    word[0] = '\0';
    for (size_t i = 0; i < n; i++)
        strcat(word, letters[next_random(state) % 4]);
}

static int setup(void **state)
{
    static struct vocabulary v;
    static struct small_document document;
    static char text[N_WORDS * (MAX_LENGTH * 2 + 2)];
    uint32_t random = 7;
    for (size_t i = 0; i < N_WORDS; i++)
        make_word(v.words[i], &random);
    qsort(v.words, N_WORDS, sizeof *v.words, compare_words);
    for (size_t i = 0; i < N_WORDS; i++)
        if (v.n == 0 || strcmp(v.words[i], v.words[v.n - 1]) != 0)
            memmove(v.words[v.n++], v.words[i], sizeof *v.words);
    for (size_t i = 0; i < v.n; i++) {
        strcat(text, v.words[i]);
        strcat(text, " ");
    }
    document = (struct small_document){text, "", "a.txt", "", "de"};
    small_index_make(&v.index, &document, 1);
    *state = &v;
    return 0;
}

static int teardown(void **state)
{
    struct vocabulary *v = *state;
    return small_index_remove(&v->index);
}

/* Computes the distance by its recursive definition, on characters of one or two bytes. */
static uint32_t slow_distance(const char *a, const char *b)
{
    size_t i = 1 + (a[0] < 0), j = 1 + (b[0] < 0);
    if (!a[0] || !b[0]) {
        uint32_t n = 0;
        for (const char *p = a[0] ? a : b; *p; p++)
            n += (*p & 0xC0) != 0x80;
        return n;
    }
    bool same = i == j && memcmp(a, b, i) == 0;
    if (same)
        return slow_distance(a + i, b + j);
    uint32_t best = 1 + slow_distance(a + i, b + j), other = 1 + slow_distance(a + i, b);
    best = other < best ? other : best;
    other = 1 + slow_distance(a, b + j);
    best = other < best ? other : best;
    if (a[i] && b[j]) {
        size_t k = 1 + (a[i] < 0), l = 1 + (b[j] < 0);
        if (i == l && j == k && memcmp(a, b + j, i) == 0 && memcmp(a + i, b, j) == 0) {
            other = 1 + slow_distance(a + i + k, b + j + l);
            best = other < best ? other : best;
        }
    }
    return best;
}

static bool is_found(const struct fuzzy_terms *near, const char *word, uint32_t distance)
{
    for (size_t i = 0; i < near->n; i++)
        if (str_equal(near->items[i].term, str_of(word)))
            return near->items[i].distance == distance;
    return false;
}

static void all_words_within_the_distance_are_found(void **state)
{
    struct vocabulary *v = *state;
    uint32_t random = 11;
    for (int run = 0; run < 60; run++) {
        AUTO(arena_done) struct arena arena = ARENA_INIT;
        struct err err = ERR_INIT;
        struct fuzzy_terms near;
        char word[MAX_LENGTH * 2 + 1];
        uint32_t max_distance = 1 + run % 2;
        make_word(word, &random);
        assert_int_equal(fuzzy_find(v->index.plan.reader, STR_EMPTY, str_of(word), max_distance,
                                    &(struct fuzzy_limits){N_WORDS, SIZE_MAX}, &arena, &near, &err),
                         ERR_OK);
        size_t n = 0;
        for (size_t i = 0; i < v->n; i++) {
            if (v->words[i][0] != word[0])
                continue;
            uint32_t distance = slow_distance(word, v->words[i]);
            if (distance > max_distance)
                continue;
            n++;
            if (!is_found(&near, v->words[i], distance))
                fail_msg("'%s' is %u from '%s'", v->words[i], distance, word);
        }
        assert_int_equal(near.n, n);
        for (size_t i = 1; i < near.n; i++)
            assert_true(near.items[i - 1].distance <= near.items[i].distance);
    }
}

static void long_words_and_many_matches_are_bounded(void **state)
{
    struct vocabulary *v = *state;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err err = ERR_INIT;
    struct fuzzy_terms near;
    char word[100];
    memset(word, 'a', sizeof word);
    struct fuzzy_limits three = {3, SIZE_MAX}, few = {N_WORDS, 10};
    fuzzy_find(v->index.plan.reader, STR_EMPTY, (struct str){word, sizeof word}, 2, &three, &arena,
               &near, &err);
    assert_int_equal(near.n, 0);
    fuzzy_find(v->index.plan.reader, STR_EMPTY, STR_LITERAL("abc"), 2, &three, &arena, &near, &err);
    assert_int_equal(near.n, 3);
    assert_true(near.n_walked > 20);
    fuzzy_find(v->index.plan.reader, STR_EMPTY, STR_LITERAL("abc"), 2, &few, &arena, &near, &err);
    assert_in_range(near.n, 0, 10);
    assert_in_range(near.n_walked, 10, 20);
    /* Stems are found behind a prefix. */
    fuzzy_find(v->index.plan.reader, STR_LITERAL("Z"), STR_LITERAL("abca"), 2, &three, &arena,
               &near, &err);
    assert_int_equal(near.n, 3);
    assert_int_equal(near.items[0].term.p[0], 'a');
    assert_int_equal(near.items[0].termfreq, 1);
    assert_int_equal(err.code, ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_words_within_the_distance_are_found),
        cmocka_unit_test(long_words_and_many_matches_are_bounded),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
