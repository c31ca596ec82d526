/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void test_quotes(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "id;Title;Body;County\r\n"
                    "1;\"A \"\"b\"\" c\";\"line one\r\n"
                    "line two\";Stark\r\n"
                    "2;T2;plain;Lucas;extra\r\n"
                    "\r\n"
                    ";;x\r\n",
                    WORDS("two", "plain"),
                    "id: 1\n"
                    "title: A \"b\" c\n"
                    "county = Stark\n"
                    "3:6 two\n"
                    "no plain\n"
                    "[line one\n"
                    "line two]\n"
                    "id: 2\n"
                    "title: T2\n"
                    "county = Lucas\n"
                    "col5 = extra\n"
                    "no two\n"
                    "4:6 plain\n"
                    "[plain]\n"
                    "id: 6\n"
                    "title: \n"
                    "no two\n"
                    "no plain\n"
                    "[x]\n");
}

static void test_no_names(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "1,2,x\n"
                    "3,4,y\n",
                    WORDS("y"),
                    "id: 1\n"
                    "title: x\n"
                    "col1 = 1\n"
                    "col2 = 2\n"
                    "col3 = x\n"
                    "no y\n"
                    "[col1: 1\n"
                    "col2: 2\n"
                    "col3: x]\n"
                    "id: 2\n"
                    "title: y\n"
                    "col1 = 3\n"
                    "col2 = 4\n"
                    "col3 = y\n"
                    "2:0 y\n"
                    "[col1: 3\n"
                    "col2: 4\n"
                    "col3: y]\n");
}

static void test_no_text(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "Name\tAge\tNote\n"
                    "Ann\t3\t\n"
                    "Bob\t4\t\"a\n"
                    "b\"\n",
                    WORDS("Age", "b"),
                    "id: 2\n"
                    "title: Ann\n"
                    "age = 3\n"
                    "2:0 Age\n"
                    "no b\n"
                    "[Name: Ann\n"
                    "Age: 3]\n"
                    "id: 3\n"
                    "title: Bob\n"
                    "age = 4\n"
                    "note = a\n"
                    "b\n"
                    "3:0 Age\n"
                    "3:0 b\n"
                    "[Name: Bob\n"
                    "Age: 4\n"
                    "Note: a\n"
                    "b]\n");
}

static void test_stray_quotes(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "a,b\n"
                    "\"x\" y,\"z\n"
                    "5\" disk,\"open\n"
                    "end,w\n",
                    WORDS("disk", "end"),
                    "id: 2\n"
                    "title: \"x\" y\n"
                    "a = \"x\" y\n"
                    "b = \"z\n"
                    "no disk\n"
                    "no end\n"
                    "[a: \"x\" y\n"
                    "b: \"z]\n"
                    "id: 3\n"
                    "title: 5\" disk\n"
                    "a = 5\" disk\n"
                    "b = \"open\n"
                    "3:0 disk\n"
                    "no end\n"
                    "[a: 5\" disk\n"
                    "b: \"open]\n"
                    "id: 4\n"
                    "title: end\n"
                    "a = end\n"
                    "b = w\n"
                    "no disk\n"
                    "4:0 end\n"
                    "[a: end\n"
                    "b: w]\n");
}

static void test_comments(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "#c\tTZ\n"
                    "# a comment\n"
                    "#code\tzone\n"
                    "AD\tx/y\n"
                    "AE\tz\n",
                    WORDS("AE"),
                    "id: 4\n"
                    "title: AD\n"
                    "code = AD\n"
                    "zone = x/y\n"
                    "no AE\n"
                    "[code: AD\n"
                    "zone: x/y]\n"
                    "id: 5\n"
                    "title: AE\n"
                    "code = AE\n"
                    "zone = z\n"
                    "5:0 AE\n"
                    "[code: AE\n"
                    "zone: z]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotes),   cmocka_unit_test(test_no_names),
        cmocka_unit_test(test_no_text),  cmocka_unit_test(test_stray_quotes),
        cmocka_unit_test(test_comments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
