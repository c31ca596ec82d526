/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests names of fields in all scripts, as they are shown and as they are searched for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "text/field_name.h"

static void assert_name(const char *name, const char *clean, const char *folded)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    field_name_clean(str_of(name), &out);
    assert_string_equal(buf_c_string(&out), clean);
    buf_clear(&out);
    field_name_fold(str_of(name), &out);
    assert_string_equal(buf_c_string(&out), folded);
    buf_clear(&out);
    field_name_fold(str_of(folded), &out);
    assert_string_equal(buf_c_string(&out), folded);
}

static void names_of_ascii(void **state)
{
    (void)state;
    assert_name("County", "county", "county");
    assert_name("Date of  birth:", "date_of_birth", "date_of_birth");
    assert_name("dc.creator", "dc.creator", "dc.creator");
    assert_name(".a.", "a", "a");
    assert_name("og:title", "og_title", "og_title");
    assert_name("@id", "id", "id");
    assert_name("2011", "2011", "2011");
    assert_name("$", "unnamed", "unnamed");
    assert_name("", "unnamed", "unnamed");
}

static void names_of_other_scripts(void **state)
{
    (void)state;
    assert_name("作者", "作者", "作者");
    assert_name("Город", "город", "город");
    assert_name("Größe", "größe", "grosse");
    assert_name("Grüße", "grüße", "grusse");
    assert_name("Étage", "étage", "etage");
    assert_name("E\u0301tage", "étage", "etage"); /* composed or not */
    assert_name("Ёлка (м)", "ёлка_м", "елка_м");
    assert_name("ΈΤΟΣ", "έτος", "ετοσ");
    assert_name("اسم الكاتب", "اسم_الكاتب", "اسم_الكاتب");
    assert_name("लेखक", "लेखक", "लेखक");
    assert_name("Ｎａｍｅ", "ｎａｍｅ", "name");
    assert_name("№", "unnamed", "unnamed");
}

static void long_names_are_cut_at_a_character(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf name = BUF_INIT;
    AUTO(buf_done) struct buf out = BUF_INIT;
    for (int i = 0; i < 40; i++)
        buf_append_str(&name, STR_LITERAL("ж"));
    buf_append_char(&name, 'x');
    field_name_clean(buf_str(&name), &out);
    assert_int_equal(out.n, FIELD_NAME_MAX_BYTES);
    buf_clear(&name);
    for (int i = 0; i < 40; i++)
        buf_append_str(&name, STR_LITERAL("漢"));
    buf_clear(&out);
    field_name_clean(buf_str(&name), &out);
    assert_int_equal(out.n, 63);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_ascii),
        cmocka_unit_test(names_of_other_scripts),
        cmocka_unit_test(long_names_are_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
