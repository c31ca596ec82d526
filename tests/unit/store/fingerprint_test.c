/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests recognising copies and translations by fingerprints. */
#include "store/fingerprint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { N_WORDS = 300, N_PAIRS = 500 };

/* Returns the hash of word number i of a pair of documents. */
static uint32_t word(uint32_t i)
{
    uint64_t h = (i + 1) * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 29) * 0xBF58476D1CE4E5B9u;
    return (uint32_t)(h >> 32);
}

enum {
    ALL_KINDS = FINGERPRINT_COPY | FINGERPRINT_FORMAT | FINGERPRINT_TRANSLATION |
                FINGERPRINT_SIMILAR
};

static struct str value_of(uint32_t first, uint32_t n, const struct fingerprint_page *page,
                           char bytes[FINGERPRINT_BYTES])
{
    struct fingerprint_sketch sketch;
    fingerprint_start(&sketch);
    for (uint32_t i = 0; i < n; i++)
        fingerprint_add(&sketch, word(first + i));
    fingerprint_encode(&sketch, page, bytes);
    return (struct str){bytes, FINGERPRINT_BYTES};
}

static struct str value(uint32_t first, uint32_t n, const char *text, char bytes[FINGERPRINT_BYTES])
{
    struct fingerprint_page page = {.title = STR_LITERAL("title"), .text = str_of(text)};
    return value_of(first, n, &page, bytes);
}

/* Counts the similar ones among pairs of documents in which each has n_own words of its own. */
static int count_near(uint32_t n_own)
{
    int n = 0;
    for (uint32_t i = 0; i < N_PAIRS; i++) {
        char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
        uint32_t first = i * 2 * N_WORDS;
        n += fingerprint_compare(value(first, N_WORDS, "a", a),
                                 value(first + n_own, N_WORDS, "b", b),
                                 ALL_KINDS) == FINGERPRINT_SIMILAR;
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
    assert_int_equal(
        fingerprint_compare(value(0, 200, "same", a), value(0, 200, "same", b), ALL_KINDS),
        FINGERPRINT_COPY);
    assert_int_equal(fingerprint_compare(value(0, 5, "same", a), value(0, 5, "same", b), ALL_KINDS),
                     FINGERPRINT_COPY);
    /* with few words, chance would decide */
    assert_int_equal(fingerprint_compare(value(0, 5, "a", a), value(0, 5, "b", b), ALL_KINDS),
                     FINGERPRINT_NONE);
    assert_int_equal(fingerprint_compare(value(0, 200, "a", a), value(0, 5, "b", b), ALL_KINDS),
                     FINGERPRINT_NONE);
    assert_int_equal(fingerprint_compare(STR_EMPTY, STR_EMPTY, ALL_KINDS), FINGERPRINT_NONE);
    assert_int_equal(fingerprint_compare(value(0, 200, "a", a), STR_EMPTY, ALL_KINDS),
                     FINGERPRINT_NONE);
}

static void the_title_ends_where_the_text_begins(void **state)
{
    (void)state;
    char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
    struct fingerprint_page x = {.title = STR_LITERAL("x"), .text = STR_LITERAL("yz")};
    struct fingerprint_page xy = {.title = STR_LITERAL("xy"), .text = STR_LITERAL("z")};
    assert_int_equal(fingerprint_compare(value_of(0, 9, &x, a), value_of(0, 9, &xy, b), ALL_KINDS),
                     FINGERPRINT_NONE);
}

/* Compares two documents of 200 words, 30 of which differ. */
static enum fingerprint compare_pages(struct fingerprint_page one, struct fingerprint_page other,
                                      unsigned kinds)
{
    char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
    one.text = STR_LITERAL("one");
    other.text = STR_LITERAL("other");
    return fingerprint_compare(value_of(0, 200, &one, a), value_of(30, 200, &other, b), kinds);
}

static void a_page_in_two_formats_has_one_name_or_title(void **state)
{
    (void)state;
    struct fingerprint_page html = {.title = STR_LITERAL("Logs"), .type = STR_LITERAL("html")};
    struct fingerprint_page rst = {.title = STR_LITERAL("Log files"), .type = STR_LITERAL("rst")};
    assert_int_equal(compare_pages(html, rst, ALL_KINDS), FINGERPRINT_NONE);
    rst.title = html.title;
    assert_int_equal(compare_pages(html, rst, ALL_KINDS), FINGERPRINT_FORMAT);
    assert_int_equal(compare_pages(html, rst, FINGERPRINT_COPY | FINGERPRINT_SIMILAR),
                     FINGERPRINT_NONE);
    html.title = rst.title = STR_EMPTY; /* two empty titles are not equal */
    assert_int_equal(compare_pages(html, rst, ALL_KINDS), FINGERPRINT_NONE);
    html.path.stem = rst.path.stem = STR_LITERAL("logs");
    assert_int_equal(compare_pages(html, rst, ALL_KINDS), FINGERPRINT_FORMAT);
    rst.type = html.type;
    assert_int_equal(compare_pages(html, rst, ALL_KINDS), FINGERPRINT_NONE);
    rst.type = STR_LITERAL("rst");
    char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES]; /* other words */
    html.text = STR_LITERAL("html");
    assert_int_equal(
        fingerprint_compare(value_of(0, 200, &html, a), value_of(300, 200, &rst, b), ALL_KINDS),
        FINGERPRINT_NONE);
}

static void translations_differ_in_the_language_of_the_path(void **state)
{
    (void)state;
    struct fingerprint_page en = {
        .language = STR_LITERAL("en"),
        .path = {.place = STR_LITERAL("/logs.html"), .path_language = STR_LITERAL("en")}};
    struct fingerprint_page de = en;
    char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
    en.text = STR_LITERAL("english");
    de.path.path_language = STR_LITERAL("de");
    /* not translated yet, thus nearly the same words */
    assert_int_equal(compare_pages(en, de, ALL_KINDS), FINGERPRINT_TRANSLATION);
    assert_int_equal(compare_pages(en, de, ALL_KINDS & ~FINGERPRINT_TRANSLATION), FINGERPRINT_NONE);
    /* other words of the same language: "de" names something else */
    assert_int_equal(
        fingerprint_compare(value_of(0, 200, &en, a), value_of(300, 200, &de, b), ALL_KINDS),
        FINGERPRINT_NONE);
    de.language = STR_LITERAL("de");
    struct str german = value_of(300, 200, &de, b);
    assert_int_equal(fingerprint_compare(value_of(0, 200, &en, a), german, ALL_KINDS),
                     FINGERPRINT_TRANSLATION);
    assert_true(str_equal(fingerprint_language(german), STR_LITERAL("de")));
    struct fingerprint_path moved = {.place = STR_LITERAL("/x.html"),
                                     .path_language = STR_LITERAL("fr")};
    fingerprint_move(&moved, b, sizeof b);
    assert_true(str_equal(fingerprint_language(german), STR_LITERAL("fr")));
    assert_int_equal(fingerprint_compare(value_of(0, 200, &en, a), german, ALL_KINDS),
                     FINGERPRINT_NONE);
}

static void values_of_older_programs_tell_what_they_did(void **state)
{
    (void)state;
    char a[FINGERPRINT_BYTES], b[FINGERPRINT_BYTES];
    struct str now = value(0, 200, "same", a), old = value(0, 200, "same", b);
    old.n = 16;
    assert_int_equal(fingerprint_compare(now, old, ALL_KINDS), FINGERPRINT_COPY);
    old = value(0, 200, "other", b);
    old.n = 16;
    assert_int_equal(fingerprint_compare(now, old, ALL_KINDS), FINGERPRINT_SIMILAR);
    old.n = 8;
    assert_int_equal(fingerprint_compare(now, old, ALL_KINDS), FINGERPRINT_NONE);
    assert_true(str_equal(fingerprint_language(old), STR_EMPTY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_copies_are_told_by_how_many_words_differ),
        cmocka_unit_test(copies_are_told_from_short_and_empty_texts),
        cmocka_unit_test(the_title_ends_where_the_text_begins),
        cmocka_unit_test(a_page_in_two_formats_has_one_name_or_title),
        cmocka_unit_test(translations_differ_in_the_language_of_the_path),
        cmocka_unit_test(values_of_older_programs_tell_what_they_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
