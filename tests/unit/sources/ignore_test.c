/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests ignore files against the rules of gitignore(5). */
#include "indexer/sources/ignore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void globs_match_as_git_says(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *path;
        bool matches;
    } cases[] = {
        {"foo", "foo", true},
        {"foo", "bar", false},
        {"", "", true},
        {"???", "foo", true},
        {"??", "foo", false},
        {"*", "foo", true},
        {"f*", "foo", true},
        {"*f", "foo", false},
        {"*foo*", "foo", true},
        {"*ob*a*r*", "foobar", true},
        {"*ab", "aaaaaaabababab", true},
        {"foo\\*", "foo*", true},
        {"foo\\*bar", "foobar", false},
        {"f\\\\oo", "f\\oo", true},
        {"*[al]?", "ball", true},
        {"[ten]", "ten", false},
        {"t[a-g]n", "ten", true},
        {"t[!a-g]n", "ten", false},
        {"t[!a-g]n", "ton", true},
        {"t[^a-g]n", "ton", true},
        {"a[]]b", "a]b", true},
        {"a[]-]b", "a-b", true},
        {"a[]-]b", "aab", false},
        {"[", "[", false},
        {"log.[[:digit:]]", "log.1", true},
        {"log.[[:digit:]]", "log.x", false},
        {"[[:upper:]][![:upper:]]", "Ab", true},
        {"[[:upper:]][![:upper:]]", "AB", false},
        {"[a[:space:]-]", "-", true},
        {"[[:alpha:]_][[:alnum:]_]", "_9", true},
        {"[[:none:]]", "n", false},
        {"[[:digit]", ":", true},
        {"[[:digit]", "[", true},
        {"[]:]", ":", true},
        {"a\\", "a\\", false},
        {"foo*bar", "foo/baz/bar", false},
        {"foo**bar", "foo/baz/bar", false},
        {"foo**bar", "foobazbar", true},
        {"foo/**/bar", "foo/baz/bar", true},
        {"foo/**/bar", "foo/b/a/z/bar", true},
        {"foo/**/bar", "foo/bar", true},
        {"foo?bar", "foo/bar", false},
        {"foo[/]bar", "foo/bar", false},
        {"**/foo", "foo", true},
        {"**/foo", "XXX/foo", true},
        {"**/foo", "bar/baz/foo", true},
        {"*/foo", "bar/baz/foo", false},
        {"**/bar*", "foo/bar/baz", false},
        {"**/bar/*", "deep/foo/bar/baz", true},
        {"**/bar/*", "deep/foo/bar/baz/", false},
        {"**/bar/**", "deep/foo/bar/baz/", true},
        {"**/bar/**", "deep/foo/bar", false},
        {"a/**", "a/b", true},
        {"a/**", "a", false},
        {"foo/*/baz", "foo/bar/baz", true},
        {"-*-*-*-*-*-*-12-*-*-*-m-*-*-*",
         "-adobe-courier-bold-o-normal--12-120-75-75-m-70-iso8859-1", true},
        {"-*-*-*-*-*-*-12-*-*-*-m-*-*-*",
         "-adobe-courier-bold-o-normal--12-120-75-75-X-70-iso8859-1", false},
        {"**/*a*b*g*n*t", "abcd/abcdefg/abcdefghijk/abcdefghijklmnop.txt", true},
        {"**/*a*b*g*n*t", "abcd/abcdefg/abcdefghijk/abcdefghijklmnop.txtz", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (ignore_glob(str_of(cases[i].pattern), str_of(cases[i].path)) != cases[i].matches)
            fail_msg("'%s' and '%s'", cases[i].pattern, cases[i].path);
}

static void rules_of_folders_lie_over_each_other(void **state)
{
    (void)state;
    struct ignore_rules *outer = ignore_new(STR_LITERAL("/r/"),
                                            STR_LITERAL("# comment\n"
                                                        "*.log\n"
                                                        "build/\n"
                                                        "/top\n"
                                                        "doc/*.txt\n"
                                                        "trailing   \n"
                                                        "\\#name\n"
                                                        "/deep/f**\n"),
                                            NULL);
    struct ignore_rules *inner = ignore_new(
        STR_LITERAL("/r/sub/"), STR_LITERAL("!keep.log\r\nsecret*\r\nIcon\r\r\n"), outer);
    static const struct {
        const char *path;
        bool is_directory, ignored;
    } cases[] = {
        {"/r/a.log", false, true},         {"/r/x/a.log", false, true},
        {"/r/build", true, true},          {"/r/build", false, false},
        {"/r/x/build", true, true},        {"/r/top", false, true},
        {"/r/x/top", false, false},        {"/r/doc/a.txt", false, true},
        {"/r/x/doc/a.txt", false, false},  {"/r/trailing", false, true},
        {"/r/#name", false, true},         {"/r/sub/keep.log", false, false},
        {"/r/sub/other.log", false, true}, {"/r/sub/secrets", false, true},
        {"/r/secrets", false, false},      {"/r/deep/fa/b/c", false, true},
        {"/r/deep/ab", false, false},      {"/r/sub/Icon", true, false},
        {"/r/sub/Icon\r", false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (ignore_matches(inner, str_of(cases[i].path), cases[i].is_directory) != cases[i].ignored)
            fail_msg("'%s'", cases[i].path);
    assert_false(ignore_matches(NULL, STR_LITERAL("/r/a.log"), false));
    ignore_free(inner);
    ignore_free(outer);
    ignore_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(globs_match_as_git_says),
        cmocka_unit_test(rules_of_folders_lie_over_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
