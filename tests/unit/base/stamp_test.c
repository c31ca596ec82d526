/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the conversion of dates between the index, ISO 8601 and UTC. */
#include "base/stamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void stamps_are_written_and_read_as_iso_dates(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {"2011", "2011"},
        {"201105", "2011-05"},
        {"20110510", "2011-05-10"},
        {"20110510123059", "2011-05-10T12:30:59Z"},
        {"20110510123059-0600", "2011-05-10T12:30:59-06:00"},
        {"20110510123059+0530", "2011-05-10T12:30:59+05:30"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buf iso = BUF_INIT;
        char back[STAMP_BYTES];
        stamp_append_iso(&iso, str_of(pairs[i][0]), false);
        assert_string_equal(buf_c_string(&iso), pairs[i][1]);
        assert_int_equal(stamp_of_iso(buf_str(&iso), back), i > 0);
        assert_string_equal(back, pairs[i][0]);
        buf_done(&iso);
    }
}

static void a_time_of_day_can_be_left_out(void **state)
{
    (void)state;
    struct buf iso = BUF_INIT;
    stamp_append_iso(&iso, STR_LITERAL("20110510123059"), true);
    assert_string_equal(buf_c_string(&iso), "2011-05-10");
    buf_clear(&iso);
    stamp_append_iso(&iso, STR_LITERAL("May 2011"), false);
    assert_int_equal(iso.n, 0);
    buf_done(&iso);
}

static void what_is_no_iso_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"2011-",
                                      "2011-5-10",
                                      "201105",
                                      "2011-05-1",
                                      "2011-05-10Z",
                                      "2011-05-10T12:30Z",
                                      "2011 -05",
                                      "2011-05-10T12:30:59",
                                      "x",
                                      "2011-05-10T12:30:59ZZ",
                                      "2011-05-10-06:00",
                                      "2011-05-10T12:30:59-0600",
                                      "2011-05-10T12:30:59-06:0x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char date[STAMP_BYTES] = "x";
        assert_false(stamp_of_iso(str_of(bad[i]), date));
        assert_string_equal(date, "");
    }
}

static void local_times_are_told_in_utc(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"2011", "2011"},
        {"20110510", "20110510"},
        {"20110510123059", "20110510123059"},
        {"20231108212800-0600", "20231109032800"},
        {"20240101003000+0100", "20231231233000"},
        {"20240229233000-0030", "20240301000000"},
        {"20230228233000-0030", "20230301000000"},
        {"20000301001500+0545", "20000229183000"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char utc[STAMP_BYTES];
        stamp_to_utc(str_of(pairs[i][0]), utc);
        assert_string_equal(utc, pairs[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stamps_are_written_and_read_as_iso_dates),
        cmocka_unit_test(a_time_of_day_can_be_left_out),
        cmocka_unit_test(local_times_are_told_in_utc),
        cmocka_unit_test(what_is_no_iso_date_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
