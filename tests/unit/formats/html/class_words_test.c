/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests classifying the words in classes and ids of HTML elements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/formats/html/class_words.h"

static void words_are_told_by_signs_and_capitals(void **state)
{
    (void)state;
    assert_int_equal(CLASS_AROUND, class_words(STR_LITERAL("site-widgets")));
    assert_int_equal(CLASS_AROUND | CLASS_AROUND_ID, class_words(STR_LITERAL("mainSidebar")));
    assert_int_equal(CLASS_AROUND, class_words(STR_LITERAL("x SHARE2")));
    assert_int_equal(CLASS_AROUND | CLASS_AROUND_ID, class_words(STR_LITERAL("bottomNav")));
    assert_int_equal(CLASS_CONSENT | CLASS_CONSENT_PART, class_words(STR_LITERAL("cookie_banner")));
    assert_int_equal(CLASS_PUBLISHED | CLASS_DATE, class_words(STR_LITERAL("posted date")));
    assert_int_equal(CLASS_CONSENT_PART, class_words(STR_LITERAL("zzz law")));
}

static void other_words_say_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"",          "k",       "na v",    "navy",
                                        "candidate", "wid get", "quux",    "updatedness",
                                        "12 34",     "n",       "\xC3\xA9"};
    assert_int_equal(0, class_words(STR_EMPTY));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(0, class_words(str_of(names[i])));
}

static void some_words_count_at_the_end_of_a_name(void **state)
{
    (void)state;
    assert_int_equal(CLASS_LAST, class_words(STR_LITERAL("site-toolbar")));
    assert_int_equal(CLASS_LAST, class_words(STR_LITERAL("toolbar x")));
    assert_int_equal(0, class_words(STR_LITERAL("toolbar-notes")));
    assert_int_equal(0, class_words(STR_LITERAL("toolbarItem")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_told_by_signs_and_capitals),
        cmocka_unit_test(other_words_say_nothing),
        cmocka_unit_test(some_words_count_at_the_end_of_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
