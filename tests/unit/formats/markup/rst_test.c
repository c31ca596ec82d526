/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of reStructuredText. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void reads_blocks_with_their_lines(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RST,
                    ":author: Ann\n"
                    ":tags: a, b\n"
                    ":orphan:\n"
                    "\n"
                    "=========\n"
                    "The Title\n"
                    "=========\n"
                    "\n"
                    "A *strong* paragraph with ``literal *x*`` and :ref:`a label <target>` and\n"
                    "`link text <http://x>`_ and word_ and [1]_ and |sub| and \\*escaped\\*.\n"
                    "\n"
                    "Section\n"
                    "-------\n"
                    "\n"
                    "- item one\n"
                    "- item two\n"
                    "  goes on::\n"
                    "\n"
                    "    code *here*\n"
                    "\n"
                    "    more code\n"
                    "\n"
                    ".. note:: Be *careful*\n"
                    "   with this.\n"
                    "\n"
                    ".. code-block:: c\n"
                    "   :linenos:\n"
                    "\n"
                    "   int main(void);\n"
                    "\n"
                    ".. comment here\n"
                    "   and here\n"
                    "\n"
                    ".. image:: x.png\n"
                    "   :alt: A picture\n"
                    "\n"
                    "+-----+-----+\n"
                    "| a   | b   |\n"
                    "+=====+=====+\n"
                    "| c d | e   |\n"
                    "+-----+-----+\n"
                    "\n"
                    "===  ===\n"
                    "x    y\n"
                    "===  ===\n"
                    "1    2\n"
                    "===  ===\n"
                    "\n"
                    ".. [1] The footnote.\n"
                    ".. _target: http://x\n"
                    "\n"
                    "Term\n"
                    "    Definition.\n",
                    WORDS("strong", "two", "main", "careful", "picture", "Definition"),
                    "title: The Title\n"
                    "author = Ann\n"
                    "tags = a\n"
                    "tags = b\n"
                    "h1: The Title\n"
                    "h2: Section\n"
                    "h7: Term\n"
                    "9:4 strong\n"
                    "16:8 two\n"
                    "29:8 main\n"
                    "23:15 careful\n"
                    "35:12 picture\n"
                    "53:5 Definition\n"
                    "navigation: target\n"
                    "[The Title\n"
                    "\n"
                    "A strong paragraph with literal *x* and a label and\n"
                    "link text and word and [1] and sub and *escaped*.\n"
                    "\n"
                    "Section\n"
                    "\n"
                    "- item one\n"
                    "- item two\n"
                    "goes on:\n"
                    "\n"
                    "    code *here*\n"
                    "\n"
                    "    more code\n"
                    "\n"
                    "Be careful\n"
                    "with this.\n"
                    "\n"
                    "   int main(void);\n"
                    "\n"
                    "A picture\n"
                    "\n"
                    "a | b\n"
                    "c d | e\n"
                    "\n"
                    "x | y\n"
                    "1 | 2\n"
                    "\n"
                    "[1] The footnote.\n"
                    "\n"
                    "Term\n"
                    "Definition.\n"
                    "\n"
                    "target\n"
                    "http://x\n"
                    "c\n"
                    ".. comment here\n"
                    "and here\n"
                    "x.png\n"
                    ".. _target: http://x]\n");
}

static void levels_of_headings_follow_their_order(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RST,
                    "Top\n"
                    "===\n"
                    "\n"
                    "Aa\n"
                    "--\n"
                    "\n"
                    "Sub\n"
                    "---\n"
                    "\n"
                    "Deep\n"
                    "~~~~\n"
                    "\n"
                    "Next\n"
                    "====\n"
                    "\n"
                    "----\n"
                    "\n"
                    "end\n",
                    WORDS("Next", "end"),
                    "title: Top\n"
                    "h1: Top\n"
                    "h2: Aa\n"
                    "h2: Sub\n"
                    "h3: Deep\n"
                    "h1: Next\n"
                    "13:1 Next\n"
                    "18:1 end\n"
                    "[Top\n"
                    "\n"
                    "Aa\n"
                    "\n"
                    "Sub\n"
                    "\n"
                    "Deep\n"
                    "\n"
                    "Next\n"
                    "\n"
                    "end]\n");
}

static void inline_marks_are_taken_off_only_where_they_mark(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_RST,
        "2 * 3 * 4, a*b*c, ``x *y*``, *a* **b**, `t <u>`_, :py:func:`~a.b`, x_y_z, 1:`x`:sub:\n"
        "``open *not*\n"
        "last __init__ anon__ `open\n",
        WORDS("not", "last"),
        "title: \n"
        "2:9 not\n"
        "3:1 last\n"
        "navigation: u\n"
        "[2 * 3 * 4, a*b*c, x *y*, a b, t, a.b, x_y_z, 1:x\n"
        "``open not\n"
        "last __init__ anon `open\n"
        "\n"
        "u]\n");
}

static void directives_and_targets_without_text_are_left_out(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RST,
                    ".. toctree::\n"
                    "   :maxdepth: 1\n"
                    "\n"
                    "   one\n"
                    "   two\n"
                    "\n"
                    "shown\n"
                    "\n"
                    ".. |x| replace:: y\n"
                    "\n"
                    "__ http://e.org\n"
                    "\n"
                    ".. function:: f(x)\n"
                    "\n"
                    "   does\n"
                    "\n"
                    ">>> prompt\n",
                    WORDS("does"),
                    "title: \n"
                    "h7: f(x)\n"
                    "15:4 does\n"
                    "navigation: 1\n"
                    "[shown\n"
                    "\n"
                    "f(x)\n"
                    "\n"
                    "does\n"
                    "\n"
                    ">>> prompt\n"
                    "\n"
                    "1\n"
                    "one\n"
                    "two\n"
                    ".. |x| replace:: y\n"
                    "http://e.org]\n");
}

static void names_at_both_ends_of_a_line_are_no_table(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RST,
                    ".. |a| replace:: quince\n"
                    ".. |b| replace:: medlar\n"
                    "\n"
                    "|a|\n"
                    "\n"
                    "|a| and |b|\n"
                    "\n"
                    "| one |a|\n"
                    "| two\n"
                    "\n"
                    "+-+---+\n"
                    "|1|two|\n"
                    "|3|fou|\n"
                    "+-+---+\n",
                    NULL,
                    "title: \n"
                    "navigation: .. |a| replace:: quince\n"
                    "[quince\n"
                    "\n"
                    "quince and medlar\n"
                    "\n"
                    "one quince\n"
                    "two\n"
                    "\n"
                    "1 | two\n"
                    "3 | fou\n"
                    "\n"
                    ".. |a| replace:: quince\n"
                    ".. |b| replace:: medlar]\n");
}

static void terms_that_are_defined_are_told(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_RST,
        "Head\n====\n\n*term* one\n   Its text,\n   and more.\n\nterm two : kind\n   Text.\n\n"
        "No term\n\n   quoted\n\n- item\n  goes on\n\n:field: a\n   b\n\nCode::\n\n   code\n\n"
        ".. py:function:: find(bird)\n   :async:\n\n   Looks.\n\n"
        ".. option:: --loud\n\n.. note:: Mind\n   this.\n",
        NULL,
        "title: Head\nh1: Head\nh7: term one\nh7: term two : kind\nh7: find(bird)\nh7: --loud\n"
        "[Head\n\nterm one\nIts text,\nand more.\n\nterm two : kind\nText.\n\nNo term\n\nquoted\n\n"
        "- item\ngoes on\n\n:field: a\nb\n\nCode:\n\n   code\n\nfind(bird)\n\nLooks.\n\n--loud\n\n"
        "Mind\nthis.]\n");
}

static void meta_and_options_that_are_shown_are_read(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RST,
                    "Fig\n"
                    "===\n"
                    "\n"
                    ".. meta::\n"
                    "   :description lang=en: About figs\n"
                    "     and pears\n"
                    "   :http-equiv=X: no\n"
                    "\n"
                    ".. csv-table:: Prices\n"
                    "   :header: What\n"
                    "   :widths: 1\n"
                    "\n"
                    "   plums\n",
                    NULL,
                    "title: Fig\n"
                    "description = About figs and pears\n"
                    "h1: Fig\n"
                    "navigation: 1\n"
                    "[Fig\n"
                    "\n"
                    "Prices\n"
                    "\n"
                    "What\n"
                    "\n"
                    "plums\n"
                    "\n"
                    "1]\n");
}

static void what_is_not_text_is_beside_it(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RST,
                    ".. A remark on medlars\n"
                    ".. _orchard: http://e.org/trees\n"
                    "\n"
                    "Title\n"
                    "=====\n"
                    "\n"
                    ".. index:: single: quince; jelly\n"
                    "\n"
                    ".. toctree::\n"
                    "   :maxdepth: 2\n"
                    "   :caption: Contents of the book\n"
                    "\n"
                    "   Fruit that is late <late/fruit>\n"
                    "\n"
                    ".. py:function:: boil(x)\n"
                    "   :module: kitchen\n"
                    "\n"
                    ".. unknown-thing:: argument\n"
                    "   :unknown-option: value\n"
                    "\n"
                    "See `the trees <trees.html>`_ and :c:func:`~jam.boil` and |x|.\n"
                    "\n"
                    ".. |x| replace:: plums\n"
                    ".. |y| replace:: sloes\n",
                    WORDS("quince", "kitchen"),
                    "title: Title\n"
                    "h1: Title\n"
                    "h7: boil(x)\n"
                    "7:0 quince\n"
                    "16:0 kitchen\n"
                    "navigation: .. A remark on medlars\n"
                    "[Title\n"
                    "\n"
                    "boil(x)\n"
                    "\n"
                    "argument\n"
                    "\n"
                    "See the trees and jam.boil and plums.\n"
                    "\n"
                    ".. A remark on medlars\n"
                    ".. _orchard: http://e.org/trees\n"
                    "single: quince; jelly\n"
                    "2\n"
                    "Contents of the book\n"
                    "Fruit that is late <late/fruit\n"
                    "kitchen\n"
                    "value\n"
                    "trees.html\n"
                    ".. |x| replace:: plums\n"
                    ".. |y| replace:: sloes]\n");
}

static void what_a_name_stands_for_does_not_hide_what_is_before_it(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RST,
                    "Eat |x|.\n\n.. _trees: http://e.org\n\n.. |x| replace:: ``figs``,\n   "
                    "and plums\n",
                    NULL,
                    "title: \n"
                    "navigation: .. _trees: http://e.org\n"
                    "[Eat ``figs``,.\n"
                    "\n"
                    ".. _trees: http://e.org\n"
                    ".. |x| replace:: ``figs\n"
                    "and plums]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meta_and_options_that_are_shown_are_read),
        cmocka_unit_test(reads_blocks_with_their_lines),
        cmocka_unit_test(levels_of_headings_follow_their_order),
        cmocka_unit_test(inline_marks_are_taken_off_only_where_they_mark),
        cmocka_unit_test(directives_and_targets_without_text_are_left_out),
        cmocka_unit_test(names_at_both_ends_of_a_line_are_no_table),
        cmocka_unit_test(terms_that_are_defined_are_told),
        cmocka_unit_test(what_is_not_text_is_beside_it),
        cmocka_unit_test(what_a_name_stands_for_does_not_hide_what_is_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
