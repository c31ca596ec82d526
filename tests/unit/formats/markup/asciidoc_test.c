/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of AsciiDoc. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void reads_blocks_and_headings_with_their_lines(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ASCIIDOC,
                    "= The Title\n"
                    "Ann Author <ann@example.org>\n"
                    "v1.0, 2020-01-31\n"
                    ":lang: de\n"
                    ":keywords: x, y\n"
                    "\n"
                    "Preamble *bold* _it_ `code` and http://e.org/a[label] and linkgit:git-log[1] "
                    "{keywords} {nbsp}x\n"
                    "hard +\n"
                    "break <<sec,the section>> &#8212; snake_case_name\n"
                    "\n"
                    "[[sec]]\n"
                    "Section Two\n"
                    "-----------\n"
                    "* one\n"
                    "** two *b*\n"
                    "term::\n"
                    "  definition\n"
                    "+\n"
                    "----\n"
                    "code *x*\n"
                    "\n"
                    " more\n"
                    "----\n"
                    "\n"
                    ".Block title\n"
                    "|===\n"
                    "| a | b\n"
                    "2+| c d\n"
                    "|===\n"
                    "\n"
                    "// comment\n"
                    "[NOTE]\n"
                    "====\n"
                    "Inside\n"
                    "====\n"
                    "image::x.png[Alt text,100]\n",
                    WORDS("Preamble", "definition", "code", "Inside", "text"),
                    "title: The Title\n"
                    "language: de\n"
                    "author = Ann Author\n"
                    "date = 2020-01-31\n"
                    "keywords = x\n"
                    "keywords = y\n"
                    "h1: The Title\n"
                    "h2: Section Two\n"
                    "h7: term\n"
                    "7:1 Preamble\n"
                    "17:3 definition\n"
                    "7:23 code\n"
                    "34:1 Inside\n"
                    "36:18 text\n"
                    "navigation: Ann Author <ann@example.org\n"
                    "[The Title\n"
                    "\n"
                    "Preamble bold it code and label and git-log[1] x  x\n"
                    "hard\n"
                    "break the section — snake_case_name\n"
                    "\n"
                    "Section Two\n"
                    "\n"
                    "* one\n"
                    "* two b\n"
                    "term\n"
                    "definition\n"
                    "\n"
                    "code *x*\n"
                    "\n"
                    " more\n"
                    "\n"
                    "Block title\n"
                    "\n"
                    "a | b\n"
                    "c d\n"
                    "\n"
                    "Inside\n"
                    "\n"
                    "Alt text\n"
                    "\n"
                    "Ann Author <ann@example.org\n"
                    "v1.0, 2020-01-31\n"
                    "http://e.org/a\n"
                    "sec\n"
                    "2+\n"
                    "// comment\n"
                    "NOTE\n"
                    "x.png\n"
                    "100]\n");
}

static void inline_marks_are_taken_off_only_where_they_mark(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_ASCIIDOC,
        "`a` _b_ *c* **d**e x_y_z \"`q`\" pass:[<b>] image:i.png[alt] http://e.org[] http://e.org "
        "{unknown} \\*no* a * b * c\n"
        "footnote:[note] kbd:[Ctrl+C] open *star\n",
        WORDS("note", "star"),
        "title: \n"
        "2:11 note\n"
        "2:36 star\n"
        "navigation: i.png\n"
        "[a b c de x_y_z \"q\" <b> alt http://e.org http://e.org unknown *no* a * b * c\n"
        "note Ctrl+C open *star\n"
        "\n"
        "i.png]\n");
}

static void reads_lists_callouts_and_conditions(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ASCIIDOC,
                    ". one\n"
                    ".. two\n"
                    "+\n"
                    "more\n"
                    "<1> call\n"
                    "\n"
                    " indented *code*\n"
                    "\n"
                    "////\n"
                    "hidden\n"
                    "////\n"
                    "ifdef::x[]\n"
                    "last\n"
                    "endif::x[]\n",
                    WORDS("more", "call", "last"),
                    "title: \n"
                    "4:1 more\n"
                    "5:5 call\n"
                    "13:1 last\n"
                    "navigation: hidden\n"
                    "[. one\n"
                    ". two\n"
                    "\n"
                    "more\n"
                    "<1> call\n"
                    "\n"
                    " indented *code*\n"
                    "\n"
                    "last\n"
                    "\n"
                    "hidden\n"
                    "x]\n");
}

static void reads_headings_of_both_styles(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ASCIIDOC,
                    "= T\n"
                    "\n"
                    "== A ==\n"
                    "\n"
                    "Bcd\n"
                    "~~~\n"
                    "\n"
                    "====== F\n"
                    "\n"
                    "....\n"
                    "== not\n"
                    "....\n",
                    WORDS("not"),
                    "title: T\n"
                    "h1: T\n"
                    "h2: A\n"
                    "h3: Bcd\n"
                    "h6: F\n"
                    "11:4 not\n"
                    "[T\n"
                    "\n"
                    "A\n"
                    "\n"
                    "Bcd\n"
                    "\n"
                    "F\n"
                    "\n"
                    "== not]\n");
}

static void terms_that_are_defined_are_told(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ASCIIDOC,
                    "= Head\n\n`one`:: Text.\ntwo::\n  More.\nstd::string is none.\n", NULL,
                    "title: Head\nh1: Head\nh7: one\nh7: two\n[Head\n\none\nText.\ntwo\nMore.\n"
                    "std::string is none.]\n");
}

static void what_is_not_text_is_beside_it(void **state)
{
    (void)state;
    assert_extracts(FORMAT_ASCIIDOC,
                    "= Title\n"
                    "Ann Author <ann@e.org>\n"
                    "v1.0, 2020-01-31: First edition\n"
                    ":keywords: fruit\n"
                    "\n"
                    "[[orchard]]\n"
                    "[quote, Bo Writer, The Book of Trees]\n"
                    "____\n"
                    "Late fruit.\n"
                    "____\n"
                    "\n"
                    ".A tree\n"
                    "image::tree.png[Medlar, 100, title=\"In autumn\"]\n"
                    "\n"
                    "See link:trees.html[the trees] & http://e.org/q[jam], {keywords} &amp; "
                    "image:q.png[Quince].\n"
                    "\n"
                    "// A remark\n"
                    "[source,c,title=\"Boiling\"]\n"
                    "----\n"
                    "boil();\n"
                    "----\n"
                    "ifdef::draft[Only in a draft]\n",
                    WORDS("Writer", "autumn"),
                    "title: Title\n"
                    "author = Ann Author\n"
                    "date = 2020-01-31\n"
                    "keywords = fruit\n"
                    "h1: Title\n"
                    "7:0 Writer\n"
                    "13:0 autumn\n"
                    "navigation: Ann Author <ann@e.org\n"
                    "[Title\n"
                    "\n"
                    "Late fruit.\n"
                    "\n"
                    "A tree\n"
                    "\n"
                    "Medlar\n"
                    "\n"
                    "See the trees & jam, fruit & Quince.\n"
                    "\n"
                    "boil();\n"
                    "\n"
                    "Ann Author <ann@e.org\n"
                    "v1.0, 2020-01-31: First edition\n"
                    "orchard\n"
                    "quote, Bo Writer, The Book of Trees\n"
                    "tree.png\n"
                    "100, title=\"In autumn\"\n"
                    "trees.html\n"
                    "http://e.org/q\n"
                    "q.png\n"
                    "// A remark\n"
                    "source,c,title=\"Boiling\"\n"
                    "draft[Only in a draft]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_blocks_and_headings_with_their_lines),
        cmocka_unit_test(inline_marks_are_taken_off_only_where_they_mark),
        cmocka_unit_test(reads_lists_callouts_and_conditions),
        cmocka_unit_test(reads_headings_of_both_styles),
        cmocka_unit_test(terms_that_are_defined_are_told),
        cmocka_unit_test(what_is_not_text_is_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
