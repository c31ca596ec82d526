/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that uuencoded files are found in texts, and other text is not taken for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/formats/mail/uuencode.h"

static void assert_found(const char *text, const char *name, const char *block)
{
    struct uuencoded found;
    struct str s = str_of(text);
    assert_true(uuencode_find(s, 0, &found));
    assert_true(str_equal(found.name, str_of(name)));
    assert_true(str_equal(str_slice(s, found.start, found.end), str_of(block)));
}

static void a_file_ends_with_its_end_or_its_data(void **state)
{
    (void)state;
    assert_found("Hi\nbegin 644 a b.txt\n#0V%T\n`\nend\nBye\n", "a b.txt",
                 "begin 644 a b.txt\n#0V%T\n`\nend\n");
    assert_found("begin 0644 a\r\n#0V%T\r\n \r\nend\r\n", "a",
                 "begin 0644 a\r\n#0V%T\r\n \r\nend\r\n");
    assert_found("begin 644 a\n#0V%T\nend", "a", "begin 644 a\n#0V%T\nend");
    assert_found("begin 644 a\n#0V%T\nThe rest is text.\n", "a", "begin 644 a\n#0V%T\n");
    assert_found("begin 644 a\nno\n\nbegin 755 b\n#0V%T\n`\n", "b", "begin 755 b\n#0V%T\n`\n");
}

static void text_is_no_file(void **state)
{
    static const char *const texts[] = {"begin 644 a",       "begin 644 a\nBut this is text.\n",
                                        "begin 1999 well\n", "  begin 644 a\n#0V%T\n",
                                        "begin now\n#0V%T",  "begin 644 \n#0V%T\n`\nend\n"};
    struct uuencoded found;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(uuencode_find(str_of(texts[i]), 0, &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_ends_with_its_end_or_its_data),
        cmocka_unit_test(text_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
