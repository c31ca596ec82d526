/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of RTF. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void reads_text_fields_and_code_pages(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_RTF,
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 "
        "Cyr;}}{\\info{\\title The Title}{\\author "
        "Ann}{\\creatim\\yr2020\\mo1\\dy31}}{\\stylesheet{\\s1 Heading;}}\n"
        "\\pard\\outlinelevel0 Head\\par\\pard Caf\\'e9 \\u8364? {\\f1 \\'cf\\'f0}\n"
        " and {\\b bold}\\line x{\\*\\foo hidden}{\\pict 0011}\\par\\trowd a\\cell b\\cell\\row\n"
        " end\\emdash x \\u-10179?\\u-8704?}",
        WORDS("Head", "bold", "end"),
        "title: The Title\n"
        "author = Ann\n"
        "created = 2020-01-31\n"
        "h1: Head\n"
        "2:21 Head\n"
        "3:10 bold\n"
        "4:2 end\n"
        "[Head\n"
        "\n"
        "Café € Пр and bold\n"
        "x\n"
        "\n"
        "a | b\n"
        "end—x 😀]\n");
}

static void unknown_and_hidden_groups_are_left_out(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_RTF,
        "{\\rtf1{\\header Head\\par line}{\\*\\annotation {\\i Why} so?}{\\info{\\company "
        "Co}}a{\\b b{\\i c}}{\\*\\unknown{no}no}d{\\v "
        "no}e\\uc2\\u233xyf{\\upr{g}{\\*\\ud no}}\\\n"
        "{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt link}}\\~\\_\\-\\{\\}\\\\ \\bin3 }}}h}",
        WORDS("link"),
        "title: \n"
        "2:44 link\n"
        "navigation: Head\n"
        "[abcdeéfg\n"
        "\n"
        "link -{}\\ h\n"
        "\n"
        "Head\n"
        "line\n"
        "Why so?\n"
        "Co\n"
        "u]\n");
}

static void broken_rtf_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RTF, "{\\rtf1 a}}} b{{{\\'zz \\u-1? \\'", NULL,
                    "title: \n"
                    "[a bzz ￿ ]\n");
}

static void an_asterisk_within_a_group_says_nothing(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RTF, "{\\rtf1 a {\\i0\\*\\cs7 b}{ \\*\\unknown c} d}", NULL,
                    "title: \n[a b  d]\n");
}

/* A text box is in a destination that may be skipped, and again, for old programs, as a picture. */
static void a_text_box_is_read_once(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RTF,
                    "{\\rtf1 a\\par{\\shp{\\*\\shpinst{\\sp{\\sn shapeType}{\\sv 202}}"
                    "{\\shptxt boxed\\par}}{\\shprslt{\\*\\do{\\dptxbxtext boxed\\par}}}}b}",
                    NULL, "title: \n[a\n\nboxed\n\nb]\n");
}

static void texts_of_pictures_and_code_pages_of_other_systems_are_read(void **state)
{
    (void)state;
    assert_extracts(FORMAT_RTF,
                    "{\\rtf1\\mac \\'8an{\\pict{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv A "
                    "pear}}{\\sp{\\sn pib}{\\sv xx}}}0011}{\\tc Entry}}",
                    NULL, "title: \nnavigation: A pear\n[än\n\nA pear\nEntry]\n");
    assert_extracts(FORMAT_RTF, "{\\rtf1\\pc \\'84}", NULL, "title: \n[ä]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_pictures_and_code_pages_of_other_systems_are_read),
        cmocka_unit_test(a_text_box_is_read_once),
        cmocka_unit_test(an_asterisk_within_a_group_says_nothing),
        cmocka_unit_test(reads_text_fields_and_code_pages),
        cmocka_unit_test(unknown_and_hidden_groups_are_left_out),
        cmocka_unit_test(broken_rtf_is_read_as_far_as_it_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
