/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/config.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/config_test.XXXXXX";

static int set_up(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 || close(fd) || setenv("PRESSMARK_CONFIG", path, 1);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

static enum err_code read_text(const char *text, struct config *ret, struct err *err)
{
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return config_read("query", ret, err);
}

/* Reads text and asserts that its last entry has this value. */
static void assert_value(const char *text, const char *value)
{
    AUTO(config_done) struct config c = {0};
    struct err err = ERR_INIT;
    assert_int_equal(read_text(text, &c, &err), ERR_OK);
    assert_true(c.n > 0);
    const char *got = c.entries[c.n - 1].value;
    if (value)
        assert_string_equal(got, value);
    else
        assert_null(got);
}

static void assert_problem(const char *text, const char *where)
{
    AUTO(config_done) struct config c = {0};
    AUTO(buf_done) struct buf expected = BUF_INIT;
    struct err err = ERR_INIT;
    assert_int_equal(read_text(text, &c, &err), ERR_INPUT);
    buf_append_format(&expected, "%s:%s: ", path, where);
    if (!str_starts_with(str_of(err.message), buf_str(&expected)))
        fail_msg("\"%s\" is not said of %s", err.message, buf_c_string(&expected));
}

static void entries_know_their_section_and_line(void **state)
{
    (void)state;
    AUTO(config_done) struct config c = {0};
    struct err err = ERR_INIT;
    const char *text =
        "# comment\n[Search]\nLimit = 3\n\n[query \"a \\\"b\\\" \\\\\"]\r\n  json\r\n";
    assert_int_equal(read_text(text, &c, &err), ERR_OK);
    assert_int_equal(c.n, 4);
    assert_null(c.entries[0].key);
    assert_string_equal(c.entries[1].key, "limit");
    assert_true(str_equal(c.entries[1].section, STR_LITERAL("search")));
    assert_int_equal(c.entries[1].name.n, 0);
    assert_int_equal(c.entries[1].line, 3);
    assert_true(str_equal(c.entries[3].name, STR_LITERAL("a \"b\" \\")));
    assert_int_equal(c.entries[3].line, 6);
}

static void values_are_written_as_git_does(void **state)
{
    (void)state;
    assert_value("[s]\nk", NULL);
    assert_value("[s]\nk =", "");
    assert_value("[s]\nk = two  words \t # and a comment", "two  words");
    assert_value("[s]\nk = \"a # b ; c\"  ; d", "a # b ; c");
    assert_value("[s]\nk = a\" b \"c", "a b c");
    assert_value("[s]\nk = \"  blanks  \" ", "  blanks  ");
    assert_value("[s]\nk = \\\"\\\\\\n\\tx", "\"\\\n\tx");
    assert_value("[s]\nk = one \\\n  two", "one   two");
    assert_value("\xEF\xBB\xBF[s]\r\nk = v\r\n", "v");
}

static void the_value_of_a_query_is_taken_literally(void **state)
{
    (void)state;
    assert_value("[query \"q\"]\nquery = \"water rights\" -a # b ; c  ",
                 "\"water rights\" -a # b ; c");
    assert_value("[query \"q\"]\nquery = \\\"a\\\\b\\c", "\"a\\b\\c");
}

static void problems_name_their_line(void **state)
{
    (void)state;
    assert_problem("k = v\n", "1");
    assert_problem("\n[s\n", "2");
    assert_problem("[s \"a\n\"]\n", "1");
    assert_problem("[]\n", "1");
    assert_problem("[s]\nk = \"a\n", "2");
    assert_problem("[s]\nj = b\\\nc\nk = \\x\n", "4");
    assert_problem("[s]\n= v\n", "2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_know_their_section_and_line),
        cmocka_unit_test(values_are_written_as_git_does),
        cmocka_unit_test(the_value_of_a_query_is_taken_literally),
        cmocka_unit_test(problems_name_their_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
