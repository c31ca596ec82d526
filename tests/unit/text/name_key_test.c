/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the keys of names of files. */
#include "text/name_key.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = analyser_new((struct analyser_settings){.keep_marks = false});
    return 0;
}

static int tear_down(void **state)
{
    analyser_free(*state);
    return 0;
}

static void check(struct analyser *a, const char *stem, const char *ending, const char *expected)
{
    AUTO(buf_done) struct buf key = BUF_INIT;
    buf_append_str(&key, STR_LITERAL("N"));
    name_key_append(a, str_of(stem), str_of(ending), &key);
    assert_string_equal(buf_c_string(&key) + 1, expected);
}

static void signs_between_words_are_left_out(void **state)
{
    check(*state, "Annual_Report-2021", "PDF", "annualreport2021.pdf");
    check(*state, "annual report 2021", "pdf", "annualreport2021.pdf");
    check(*state, "AnnualReport (2021)", "", "annualreport2021");
    check(*state, "Tom's notes", "txt", "tomsnotes.txt");
    check(*state, "Tom\u2019s notes", "txt", "tomsnotes.txt");
}

static void marks_are_left_out(void **state)
{
    check(*state, "Kapitel 3 \u2013 Einf\u00FChrung", "md", "kapitel3einfuhrung.md");
    check(*state, "Kapitel 3 - Einfuehrung", "md", "kapitel3einfuhrung.md");
    check(*state, "\u00C5rsrapport", "md", "arsrapport.md");
    check(*state, "Aarsrapport", "md", "arsrapport.md");
}

static void names_without_words_are_folded(void **state)
{
    check(*state, "???", "txt", "???.txt");
    check(*state, "", "", "");
}

static void long_names_are_cut_at_a_character(void **state)
{
    AUTO(buf_done) struct buf stem = BUF_INIT;
    AUTO(buf_done) struct buf expected = BUF_INIT;
    buf_append_char(&stem, 'x');
    for (int i = 0; i < ANALYSER_MAX_TERM_BYTES / 8; i++)
        buf_append_str(&stem, STR_LITERAL("\u0434\u0434\u0434\u0434 "));
    name_key_append(*state, buf_str(&stem), STR_EMPTY, &expected);
    assert_int_equal(expected.n, ANALYSER_MAX_TERM_BYTES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_between_words_are_left_out),
        cmocka_unit_test(marks_are_left_out),
        cmocka_unit_test(names_without_words_are_folded),
        cmocka_unit_test(long_names_are_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
