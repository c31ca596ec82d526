/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void assert_jsonl(const char *text, const char *const *words, const char *expected)
{
    assert_extracts(FORMAT_JSONL, text, words, expected);
}

static void test_record(void **state)
{
    (void)state;
    assert_jsonl("{\"id\":\"r-1\",\"title\":\" T \",\"text\":\"one\\ntwo\",\"lang\":\"de\","
                 "\"n\":12,\"x\":1.5,\"b\":true,\"z\":null,\"tags\":[\"a\",2,[3]],"
                 "\"o\":{\"p\":\"q\",\"deep\":{\"no\":1},\"l\":[\"m\"]}}\n",
                 WORDS("one", "two"),
                 "id: r-1\ntitle: T\nlanguage: de\nn = 12\nx = 1.5\nb = true\ntags = a\ntags = 2\n"
                 "o_p = q\no_l = m\n1:0 one\n1:0 two\n[one\ntwo]\n");
}

static void test_other_names(void **state)
{
    (void)state;
    assert_jsonl("{\"url\":\"u\",\"headline\":\"H\",\"subject\":\"S\",\"abstract\":\"A\"}", NULL,
                 "id: u\ntitle: H\nurl = u\nsubject = S\n[A]\n");
    assert_jsonl("\n{\"a\":\"x\",\"b\":\"y\",\"c\":3}", NULL,
                 "id: 2\ntitle: \na = x\nb = y\nc = 3\n[x\n\ny]\n");
    assert_jsonl("{\"id\":7,\"text\":\"\",\"body\":\"B\"}", NULL, "id: 7\ntitle: \n[B]\n");
}

static void test_bad_lines_are_skipped(void **state)
{
    (void)state;
    assert_jsonl("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\n  \n{\"text\":\n[1]\n\"s\"\n"
                 "{\"text\":\"\\ud800\"}\n{\"text\":\"b\"}",
                 NULL,
                 "id: 1\ntitle: \n[a]\n"
                 "skipped 4: column 8: unexpected token near end of file\n"
                 "skipped 5: not a JSON object\n"
                 "skipped 6: column 3: '[' or '{' expected near '\"s\"'\n"
                 "skipped 7: column 16: invalid Unicode '\\uD800' near '\"\\ud800\"'\n"
                 "id: 8\ntitle: \n[b]\n");
}

static void test_escapes(void **state)
{
    (void)state;
    assert_jsonl("{\"text\":\"a\\u0000b \\ud83d\\ude00\\r\\nc\",\"\\u0000\":1}", NULL,
                 "skipped 1: column 45: NUL byte in object key not supported near '\"\\u0000\"'\n");
    assert_jsonl("{\"text\":\"a\\u0000b \\ud83d\\ude00\\r\\nc\"}", NULL,
                 "id: 1\ntitle: \n[a\uFFFD"
                 "b 😀\nc]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_other_names),
        cmocka_unit_test(test_bad_lines_are_skipped),
        cmocka_unit_test(test_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
