/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests which paths are recognised as those of pages in other languages. */
#include "search/rerank/translation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void paths_name_other_languages(void **state)
{
    (void)state;
    static const char *const paths[] = {"doc/cs-CZ/install.html", "man/de/man1/ls.1",
                                        "doc/pt_BR/a.txt",        "install.fr.html",
                                        "index.html.ja",          "guide.zh_CN.html"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (!translation_is(str_of(paths[i]), STR_LITERAL("en")))
            fail_msg("%s is in another language", paths[i]);
}

static void other_paths_do_not(void **state)
{
    (void)state;
    static const char *const paths[] = {"",
                                        "doc/en-US/install.html",
                                        "doc/install.html",
                                        "de/docs/en/install.html",
                                        "install.en.html",
                                        "config.pl",
                                        "de",
                                        "doc/xx/install.html",
                                        "doc/de-index/install.html"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (translation_is(str_of(paths[i]), STR_LITERAL("en")))
            fail_msg("%s is in no other language", paths[i]);
    assert_false(translation_is(STR_LITERAL("de/install.html"), STR_EMPTY));
    assert_false(translation_is(STR_LITERAL("de/install.html"), STR_LITERAL("de")));
    assert_true(translation_is(STR_LITERAL("en/install.html"), STR_LITERAL("de")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_name_other_languages),
        cmocka_unit_test(other_paths_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
