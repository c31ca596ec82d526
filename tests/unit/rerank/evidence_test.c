/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the evidence by which the best hits are ranked again. */
#include "search/rerank/evidence.h"

#include "base/mem.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LIST(...)                                                                                  \
    {                                                                                              \
        .p = (uint32_t[]){__VA_ARGS__}, .n = sizeof(uint32_t[]){__VA_ARGS__} / sizeof(uint32_t)    \
    }
#define NOWHERE                                                                                    \
    {                                                                                              \
        .p = NULL                                                                                  \
    }

static void assert_about(double found, double expected)
{
    if (fabs(found - expected) > 1e-9)
        fail_msg("%.9g, not %.9g", found, expected);
}

static const double HALVES[] = {0.5, 0.5};

static struct evidence_labels look_at_labels(const struct positions_list *positions,
                                             struct label *labels, size_t n)
{
    AUTO(evidence_scratch_done) struct evidence_scratch scratch = {0};
    const struct evidence_terms terms = {positions, HALVES, 2};
    const struct label_list list = {labels, n, n};
    return evidence_labels(&terms, &list, &scratch);
}

/* What a label has of the query, times the square root of the share of its words that the query
 * asks for. */
static void the_label_that_says_best_counts(void **state)
{
    (void)state;
    struct label labels[] = {
        {1, 4, LABEL_HEADING},  /* one of the terms among four words */
        {20, 2, LABEL_TERM},    /* both, and nothing else */
        {40, 4, LABEL_HEADING}, /* both among four */
        {60, 2, LABEL_TITLE},   /* the first one twice */
    };
    const struct positions_list positions[] = {LIST(1, 21, 40, 60, 61), LIST(20, 30, 43, 44)};
    struct evidence_labels found = look_at_labels(positions, labels, 4);
    assert_about(found.best[LABEL_HEADING], sqrt(0.5));
    assert_about(found.best[LABEL_TERM], 1);
    assert_about(found.best[LABEL_TITLE], 0.5);
    assert_false(found.has_all_in_title);
    assert_int_equal(found.title_words, 2);
}

/* A part of the query is soon in one of many headings, but seldom in a title. */
static void a_part_of_the_query_counts_less_in_a_heading(void **state)
{
    (void)state;
    struct label labels[] = {{1, 1, LABEL_HEADING}, {20, 1, LABEL_TERM}, {40, 1, LABEL_TITLE}};
    const struct positions_list positions[] = {LIST(1, 20, 40), NOWHERE};
    struct evidence_labels found = look_at_labels(positions, labels, 3);
    assert_about(found.best[LABEL_HEADING], 0.25);
    assert_about(found.best[LABEL_TERM], 0.25);
    assert_about(found.best[LABEL_TITLE], 0.5);
}

static void words_outside_of_labels_do_not_count(void **state)
{
    (void)state;
    struct label labels[] = {{10, 2, LABEL_HEADING}, {20, 1, LABEL_TITLE}};
    const struct positions_list positions[] = {LIST(9, 12, 19, 21), NOWHERE};
    struct evidence_labels found = look_at_labels(positions, labels, 2);
    assert_about(found.best[LABEL_HEADING], 0);
    assert_about(found.best[LABEL_TITLE], 0);
    found = look_at_labels(positions, NULL, 0);
    assert_about(found.best[LABEL_HEADING], 0);
}

static void a_title_with_all_of_the_query_is_told(void **state)
{
    (void)state;
    struct label labels[] = {{5, 3, LABEL_TITLE}};
    const struct positions_list positions[] = {LIST(7), LIST(5)};
    struct evidence_labels found = look_at_labels(positions, labels, 1);
    assert_true(found.has_all_in_title);
    assert_int_equal(found.title_words, 3);
}

static void a_term_that_is_the_query_is_told(void **state)
{
    (void)state;
    struct label whole[] = {{5, 2, LABEL_TERM}, {20, 3, LABEL_TERM}};
    struct label longer[] = {{5, 3, LABEL_TERM}, {20, 3, LABEL_HEADING}};
    const struct positions_list positions[] = {LIST(6, 20, 22), LIST(5, 21)};
    assert_true(look_at_labels(positions, whole, 2).is_term);
    assert_false(look_at_labels(positions, longer, 2).is_term);
    assert_false(look_at_labels((struct positions_list[]){LIST(5, 6), NOWHERE}, whole, 2).is_term);
}

static void neighbours_are_side_by_side_or_near(void **state)
{
    (void)state;
    const struct positions_list first = LIST(10, 100), beside = LIST(50, 101), behind = LIST(9),
                                near = LIST(104), far = LIST(5, 15, 105), same = LIST(100),
                                none = NOWHERE;
    assert_about(evidence_pair(&first, &beside, 4, 0.5), 1);
    assert_about(evidence_pair(&first, &behind, 4, 0.5), 0.5);
    assert_about(evidence_pair(&first, &near, 4, 0.5), 0.5);
    assert_about(evidence_pair(&first, &far, 4, 0.5), 0);
    assert_about(evidence_pair(&first, &same, 4, 0.5), 0);
    assert_about(evidence_pair(&first, &none, 4, 0.5), 0);
    assert_about(evidence_pair(&none, &first, 4, 0.5), 0);
}

static double part_of(const struct positions_list *positions, uint32_t n_words)
{
    AUTO(evidence_scratch_done) struct evidence_scratch scratch = {0};
    const struct evidence_terms terms = {positions, HALVES, 2};
    return evidence_part(&terms, n_words, 100, &scratch);
}

static void the_best_part_says_more_than_the_whole(void **state)
{
    (void)state;
    const struct positions_list together[] = {LIST(5010, 5020, 5030), LIST(5040, 9000)},
                                apart[] = {LIST(10, 3000, 6000), LIST(9000, 9900)};
    double kept = log2(1 + 100.0 / 10000);
    double whole = 0.5 * 3 * kept / (3 * kept + 1) + 0.5 * 2 * kept / (2 * kept + 1);
    assert_about(part_of(together, 10000), 0.5 * 3 / 4 + 0.5 * 1 / 2 - whole);
    assert_about(part_of(apart, 10000), 0.5 * 1 / 2 - whole);
    assert_about(part_of(together, 100), 0);
}

/* Words of a title, or of a document that counts as shorter than it is. */
static void words_behind_the_end_are_in_parts(void **state)
{
    (void)state;
    const struct positions_list positions[] = {LIST(1001, 1002, 1003), NOWHERE};
    double kept = log2(1 + 100.0 / 800);
    assert_about(part_of(positions, 800), 0.5 * 3 / 4 - 0.5 * 3 * kept / (3 * kept + 1));
}

/* Positions as in a damaged record. */
static void there_are_not_too_many_parts(void **state)
{
    (void)state;
    const struct positions_list positions[] = {LIST(1, 2, UINT32_MAX), NOWHERE};
    assert_about(part_of(positions, 800), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_label_that_says_best_counts),
        cmocka_unit_test(a_part_of_the_query_counts_less_in_a_heading),
        cmocka_unit_test(words_outside_of_labels_do_not_count),
        cmocka_unit_test(a_title_with_all_of_the_query_is_told),
        cmocka_unit_test(a_term_that_is_the_query_is_told),
        cmocka_unit_test(neighbours_are_side_by_side_or_near),
        cmocka_unit_test(the_best_part_says_more_than_the_whole),
        cmocka_unit_test(words_behind_the_end_are_in_parts),
        cmocka_unit_test(there_are_not_too_many_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
