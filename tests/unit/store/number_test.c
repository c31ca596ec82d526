/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests numbers in fields as people write them. */
#include "store/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void check(const char *text, const char *expected)
{
    double number;
    char plain[NUMBER_TEXT_BYTES] = "";
    if (number_read_value(str_of(text), &number))
        number_put_plain(number, plain);
    if (strcmp(plain, expected) != 0)
        fail_msg("%s: '%s', not '%s'", text, plain, expected);
}

static void ways_of_writing(void **state)
{
    (void)state;
    check("1200", "1200");
    check(" -3.50 ", "-3.5");
    check("+7", "7");
    check("1,200,000", "1200000");
    check("1.200.000", "1200000");
    check("1.299,00", "1299");
    check("1,299.99", "1299.99");
    check("1'350'000", "1350000");
    check("1\xE2\x80\x99"
          "350.5",
          "1350.5");
    check("12,34,567", "1234567");
    check("$1.25M", "1250000");
    check("-3k EUR", "-3000");
    check("EUR 2.5bn", "2500000000");
    check("1.25M", "");
    check("$5KB", "");
    check("9\xE2\x80\xAF"
          "876,5",
          "9876.5");
    check("5 000 000", "5000000");
    check("0,5", "0.5");
    check("1.299", "1.299");
    check("1,299", "1299");
    check("\xE2\x88\x92"
          "7",
          "-7");
    check("2e6", "2000000");
    check("00123", "123");
}

static void units(void **state)
{
    (void)state;
    check("$-5", "-5");
    check("-$5", "-5");
    check("\xE2\x82\xAC\xC2\xA0"
          "77.50",
          "77.5");
    check("1.299,00 EUR", "1299");
    check("CHF 20", "20");
    check("45 %", "45");
    check("3.5 MB", "3500000");
    check("2KiB", "2048");
    check("10 m", ""); /* metres */
}

static void what_is_none(void **state)
{
    (void)state;
    check("", "");
    check("$", "");
    check("EUR", "");
    check("1.10.2", "");
    check("10.05.2011", "");
    check("2011-05-10", "");
    check("1,2345,678", "");
    check("12 34", "");
    check("0x10", "");
    check("1e", "");
    check("--5", "");
    check("5-", "");
    check("1e999", "");
}

static void the_other_reading(void **state)
{
    (void)state;
    double number = 0;
    assert_true(number_read_otherwise(STR_LITERAL("1.299"), &number));
    assert_true(number == 1299);
    assert_false(number_read_otherwise(STR_LITERAL("1.29"), &number));
    assert_false(number_read_otherwise(STR_LITERAL("0.125"), &number));
    assert_false(number_read_otherwise(STR_LITERAL("1,299"), &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_of_writing),
        cmocka_unit_test(units),
        cmocka_unit_test(what_is_none),
        cmocka_unit_test(the_other_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
