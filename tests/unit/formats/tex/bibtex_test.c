/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of BibTeX. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void an_entry_is_a_document(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_BIBTEX,
        "@string{jf = \"Journal of \" # {Fruit}}\n"
        "@comment{left out}\n"
        "@Article{lee:2021,\n"
        "  author = {Lee, Ann and Ko{\\v c}i{\\'n}ski, J{\\\"o}rg AND\n {Barnes and Noble}},\n"
        "  title = \"The {M}edlar in K{\\\"o}ln\",\n"
        "  journal = jf # { B},\n"
        "  year = 2021, month = feb, day = 3,\n"
        "  keywords = {fruit, late},\n"
        "  abstract = {Medlars are \\emph{late}, to ann@example.org\n"
        "     by 5\\%.},\n"
        "}\n",
        WORDS("Medlars"),
        "id: lee:2021\n"
        "title: The Medlar in Köln\n"
        "entry = Article\n"
        "author = Lee, Ann\n"
        "author = Kočiński, Jörg\n"
        "author = Barnes and Noble\n"
        "journal = Journal of Fruit B\n"
        "year = 2021\n"
        "month = February\n"
        "day = 3\n"
        "keywords = fruit\n"
        "keywords = late\n"
        "date = 3 February 2021\n"
        "10:0 Medlars\n"
        "[Lee, Ann and Kočiński, Jörg AND Barnes and Noble\nThe Medlar in Köln\nJournal of Fruit "
        "B\n\n"
        "Medlars are late, to ann@example.org by 5%.]\n"
        "id: remarks\ntitle: \nno Medlars\n[left out]\n");
}

static void dates_of_numbers_and_of_biblatex(void **state)
{
    (void)state;
    assert_extracts(FORMAT_BIBTEX, "@misc{a, year={2020}, month=2, day=9}", NULL,
                    "id: a\ntitle: \nentry = misc\nyear = 2020\nmonth = 2\nday = 9\n"
                    "date = 2020-02-09\n[]\n");
    assert_extracts(FORMAT_BIBTEX, "@misc(b, date={2020-03}, year=1999)", NULL,
                    "id: b\ntitle: \nentry = misc\ndate = 2020-03\nyear = 1999\n[2020-03]\n");
}

static void what_is_broken_costs_no_other_entry(void **state)
{
    (void)state;
    assert_extracts(FORMAT_BIBTEX, "@book{one, title = {No end\n@book{two, title = {Whole}}\n",
                    NULL,
                    "id: one\ntitle: No end\nentry = book\n[No end]\n"
                    "id: two\ntitle: Whole\nentry = book\n[Whole]\n");
    assert_extracts(FORMAT_BIBTEX, "@book{title = {No key}, = , x}", NULL,
                    "id: 1\ntitle: No key\nentry = book\n[No key]\n");
    assert_extracts(FORMAT_BIBTEX, "to ann@example.org", NULL, "title: \n[to ann@example.org]\n");
    assert_extracts(
        FORMAT_BIBTEX, "Kept by Ann.\n\n% for all\n@misc{a, title={T}}\nand @later on\n",
        WORDS("later"),
        "id: a\ntitle: T\nentry = misc\nno later\n[T]\n"
        "id: remarks\ntitle: \n5:0 later\n[Kept by Ann.\n\nfor all\n\nand\n\nlater on]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_a_document),
        cmocka_unit_test(dates_of_numbers_and_of_biblatex),
        cmocka_unit_test(what_is_broken_costs_no_other_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
