/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of Org. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void reads_blocks_and_headings_with_their_lines(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ORG,
                    "#+TITLE: Org title\n"
                    "#+AUTHOR: Ann\n"
                    "#+FILETAGS: :x:y:\n"
                    "#+OPTIONS: toc:nil\n"
                    "#+作者: 王芳\n"
                    "Intro *bold* /it/ =code *v*= [[http://x][label]] [[file:a.png]] /usr/bin/x\n"
                    "* TODO [#A] Head one :tag1:\n"
                    ":PROPERTIES:\n"
                    ":ID: 3\n"
                    ":END:\n"
                    "SCHEDULED: <2020-01-01>\n"
                    "- item\n"
                    "- term :: def\n"
                    "** Sub\n"
                    "#+begin_src c\n"
                    "int *x*;\n"
                    "\n"
                    "y\n"
                    "#+end_src\n"
                    "| a | b |\n"
                    "|---+---|\n"
                    "| c | d |\n"
                    "# comment\n"
                    ": fixed\n",
                    WORDS("Intro", "item", "Sub", "int", "fixed"),
                    "title: Org title\n"
                    "author = Ann\n"
                    "tags = x\n"
                    "tags = y\n"
                    "作者 = 王芳\n"
                    "tags = tag1\n"
                    "id = 3\n"
                    "h1: Head one\n"
                    "h7: term\n"
                    "h2: Sub\n"
                    "6:1 Intro\n"
                    "12:3 item\n"
                    "14:4 Sub\n"
                    "16:1 int\n"
                    "24:3 fixed\n"
                    "navigation: toc:nil\n"
                    "[Intro bold it code *v* label a.png /usr/bin/x\n"
                    "\n"
                    "Head one\n"
                    "\n"
                    "- item\n"
                    "- term\n"
                    "def\n"
                    "\n"
                    "Sub\n"
                    "\n"
                    "int *x*;\n"
                    "\n"
                    "y\n"
                    "\n"
                    "a | b\n"
                    "c | d\n"
                    "fixed\n"
                    "\n"
                    "toc:nil\n"
                    "http://x\n"
                    "file:\n"
                    "* TODO [#A\n"
                    "SCHEDULED: <2020-01-01\n"
                    "c\n"
                    "# comment]\n");
}

static void inline_marks_are_taken_off_only_where_they_mark(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ORG,
                    "/it/ a/b/c =x *y*= ~z~ +s+ _u_ [[#id]] [fn:1] <<t>>end \\\\\n"
                    "[1/2] *open\n"
                    "\n"
                    "[fn:1] note\n",
                    WORDS("open", "note"),
                    "title: \n"
                    "2:8 open\n"
                    "4:8 note\n"
                    "navigation: fn:1\n"
                    "[it a/b/c x *y* z s u #id  end\n"
                    "[1/2] *open\n"
                    "\n"
                    "note\n"
                    "\n"
                    "fn:1\n"
                    "t]\n");
}

static void comments_and_clocks_are_left_out(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ORG,
                    "#+BEGIN_COMMENT\n"
                    "no\n"
                    "#+END_COMMENT\n"
                    "* COMMENT h\n"
                    ":LOGBOOK:\n"
                    "note\n"
                    ":END:\n"
                    "CLOCK: [x]\n"
                    "#+begin_quote\n"
                    "yes *b*\n"
                    "#+end_quote\n"
                    ":not a drawer\n",
                    WORDS("yes", "drawer"),
                    "title: h\n"
                    "h1: h\n"
                    "10:1 yes\n"
                    "12:8 drawer\n"
                    "navigation: no\n"
                    "[h\n"
                    "\n"
                    "note\n"
                    "\n"
                    "yes b\n"
                    "\n"
                    ":not a drawer\n"
                    "\n"
                    "no\n"
                    "* COMMENT\n"
                    "CLOCK: [x]\n");
}

static void terms_that_are_defined_are_told(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_ORG,
        "* Head\n- *one* :: Text\n  goes on.\n+ two ::\n- no::term\n- item\n1. a :: b\n", NULL,
        "title: Head\nh1: Head\nh7: one\nh7: two\n[Head\n\n- one\nText\ngoes on.\n+ two\n"
        "- no::term\n- item\n1. a :: b]\n");
}

static void what_is_not_text_is_beside_it(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ORG,
                    "#+TITLE: Title\n"
                    "#+LINK: orchard http://e.org/%s\n"
                    "#+CAPTION[Short]: Long caption\n"
                    "* COMMENT Cut away :fruit:\n"
                    ":PROPERTIES:\n"
                    ":CUSTOM_ID: medlar\n"
                    ":END:\n"
                    "See [[http://e.org/trees][the trees]] <<place>>.\n"
                    "# A remark\n"
                    "#+begin_src c :tangle boil.c\n"
                    "boil();\n"
                    "#+end_src\n"
                    "#+begin_comment\n"
                    "Hidden quince\n"
                    "#+end_comment\n",
                    WORDS("quince"),
                    "title: Title\n"
                    "tags = fruit\n"
                    "custom_id = medlar\n"
                    "h1: Cut away\n"
                    "14:0 quince\n"
                    "navigation: orchard http://e.org/%s\n"
                    "[Long caption\n"
                    "\n"
                    "Cut away\n"
                    "\n"
                    "See the trees .\n"
                    "\n"
                    "boil();\n"
                    "\n"
                    "orchard http://e.org/%s\n"
                    "Short]:\n"
                    "* COMMENT\n"
                    "http://e.org/trees\n"
                    "place\n"
                    "# A remark\n"
                    "c :tangle boil.c\n"
                    "Hidden quince]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_blocks_and_headings_with_their_lines),
        cmocka_unit_test(inline_marks_are_taken_off_only_where_they_mark),
        cmocka_unit_test(comments_and_clocks_are_left_out),
        cmocka_unit_test(terms_that_are_defined_are_told),
        cmocka_unit_test(what_is_not_text_is_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
