/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests validating, repairing, decoding and encoding UTF-8. */
#include "text/utf8.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define REPLACEMENT "\xEF\xBF\xBD"

static void well_formed_text_is_valid(void **state)
{
    static const char *const texts[] = {"",
                                        "plain",
                                        "café",
                                        "漢字",
                                        "😀",
                                        "\xF4\x8F\xBF\xBF",
                                        "\xED\x9F\xBF",
                                        "\xEE\x80\x80",
                                        "eight byte and é more"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(utf8_is_valid(str_of(texts[i]), NULL));
    assert_true(utf8_is_valid(STR_LITERAL("a\0b"), NULL));
}

/* Ill-formed text, where it is ill-formed, and its repaired form. */
static const struct {
    const char *text;
    size_t bad_offset;
    const char *repaired;
    size_t n_replaced;
} repairs[] = {
    {"\x80", 0, REPLACEMENT, 1},
    {"ab\xFFgh", 2, "ab" REPLACEMENT "gh", 1},
    {"twelve bytes\xC3", 12, "twelve bytes" REPLACEMENT, 1},
    {"\xC0\xAF", 0, REPLACEMENT REPLACEMENT, 2}, /* overlong */
    {"\xE0\x80\xAF", 0, REPLACEMENT REPLACEMENT REPLACEMENT, 3},
    {"\xED\xA0\x80", 0, REPLACEMENT REPLACEMENT REPLACEMENT, 3}, /* a surrogate */
    {"\xF4\x90\x80\x80", 0, REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT, 4},
    {"\xE2\x82"
     "A",
     0, REPLACEMENT "A", 1}, /* cut short: one maximal part */
    {"\xF0\x9F\x98"
     "A",
     0, REPLACEMENT "A", 1},
    {"\xF0\x9F\x98", 0, REPLACEMENT, 1},
    {"\xE6\xBC\xA2\xE6\xBC", 3, "漢" REPLACEMENT, 1},
};

static void ill_formed_text_is_found_and_repaired(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++) {
        struct buf out = BUF_INIT;
        size_t bad_offset = 99;

        assert_false(utf8_is_valid(str_of(repairs[i].text), NULL));
        assert_false(utf8_is_valid(str_of(repairs[i].text), &bad_offset));
        assert_int_equal(bad_offset, repairs[i].bad_offset);
        assert_int_equal(utf8_append_repaired(&out, str_of(repairs[i].text)),
                         repairs[i].n_replaced);
        assert_string_equal(buf_c_string(&out), repairs[i].repaired);
        buf_done(&out);
    }
}

/* Text is examined eight or more bytes at a time. */
static void an_error_is_found_at_any_offset(void **state)
{
    char text[150];
    size_t bad_offset;

    (void)state;
    for (size_t n = 1; n <= sizeof text; n++)
        for (size_t at = 0; at < n; at++) {
            memset(text, 'a', n);
            assert_true(utf8_is_valid((struct str){text, n}, NULL));
            text[at] = '\xFF';
            assert_false(utf8_is_valid((struct str){text, n}, &bad_offset));
            assert_int_equal(bad_offset, at);
        }
}

static void decoding_and_encoding_agree(void **state)
{
    static const uint32_t characters[] = {0,      'A',    0x7F,   0x80,   0x7FF,   0x800,
                                          0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF};

    (void)state;
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        char bytes[4];
        size_t next, n = utf8_put(characters[i], bytes);

        assert_true(utf8_is_valid((struct str){bytes, n}, NULL));
        assert_int_equal(utf8_decode((struct str){bytes, n}, 0, &next), characters[i]);
        assert_int_equal(next, n);
    }
}

static void byte_order_marks_are_dropped(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        const char *expected;
    } cases[] = {
        {STR_LITERAL("abc"), "abc"},
        {STR_LITERAL(""), ""},
        {STR_LITERAL("\xEF\xBB\xBF"
                     "a\xEF\xBB\xBF"),
         "a\xEF\xBB\xBF"},
        {STR_LITERAL("\xFF\xFE"
                     "a\0\n\0"),
         "a\n"},
        {STR_LITERAL("\xFE\xFF"
                     "\0a\x20\xAC"),
         "a\u20AC"},
        {STR_LITERAL("\xFF\xFE"
                     "\x3D\xD8\x00\xDE"),
         "\U0001F600"},
        {STR_LITERAL("\xFF\xFE"
                     "\x3D\xD8"
                     "a\0"),
         "\uFFFD"
         "a"},
        {STR_LITERAL("\xFF\xFE"
                     "\x00\xDE"),
         "\uFFFD"},
        {STR_LITERAL("\xFF\xFE"
                     "a\0b"),
         "a\uFFFD"},
        {STR_LITERAL("\xFF\xFE"), ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO(buf_done) struct buf out = BUF_INIT;
        utf8_append_unmarked(&out, cases[i].bytes);
        assert_string_equal(buf_c_string(&out), cases[i].expected);
    }
}

static void floor_finds_the_boundary(void **state)
{
    struct str s = STR_LITERAL("aé漢😀");
    static const size_t floors[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};

    (void)state;
    for (size_t i = 0; i < sizeof floors / sizeof *floors; i++)
        assert_int_equal(utf8_floor(s, i), floors[i]);
    assert_int_equal(utf8_floor(STR_EMPTY, 3), 0);
}

static void columns_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(utf8_columns(STR_LITERAL("plain")), 5);
    assert_int_equal(utf8_columns(STR_LITERAL("漢字a")), 5);
    assert_int_equal(utf8_columns(STR_LITERAL("cafe\u0301")), 4);
    assert_int_equal(utf8_columns(STR_LITERAL("a\x01\x7F")), 1);
}

static void composes_letters_with_marks(void **state)
{
    (void)state;
    assert_int_equal(utf8_compose('e', 0x301), 0xE9);
    assert_int_equal(utf8_compose(0xEA, 0x301), 0x1EBF);
    assert_int_equal(utf8_compose('q', 0x301), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_valid),
        cmocka_unit_test(ill_formed_text_is_found_and_repaired),
        cmocka_unit_test(an_error_is_found_at_any_offset),
        cmocka_unit_test(decoding_and_encoding_agree),
        cmocka_unit_test(floor_finds_the_boundary),
        cmocka_unit_test(columns_of_a_terminal),
        cmocka_unit_test(byte_order_marks_are_dropped),
        cmocka_unit_test(composes_letters_with_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
