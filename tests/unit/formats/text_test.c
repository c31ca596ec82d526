/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of plain text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/formats/collect.h"

static void assert_text(const char *text, const char *const *words, const char *expected)
{
    assert_extracts(FORMAT_TEXT, text, words, expected);
}

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    assert_text("", NULL, "title: \n[]\n");
    assert_text("one\n\n two\n", WORDS("two"), "title: \n3:2 two\n[one\n\n two\n]\n");
}

static void line_ends_of_all_systems_are_line_feeds(void **state)
{
    (void)state;
    assert_text("one\r\ntwo\rthree\n\r\nfour", WORDS("three", "four"),
                "title: \n3:1 three\n5:1 four\n[one\ntwo\nthree\n\nfour]\n");
}

static void a_form_feed_ends_a_line(void **state)
{
    (void)state;
    assert_text("one\n\ftwo\nthree\fx\ny", WORDS("two", "three", "x", "y"),
                "title: \n2:2 two\n3:1 three\n3:7 x\n4:1 y\n[one\n\n\ntwo\nthree\n\nx\ny]\n");
}

static void what_is_struck_twice_is_read_once(void **state)
{
    (void)state;
    assert_text("N\bNA\bAM\bME\bE\n  _\bo_\bn_\be \xC3\xA9\b\xC3\xA9t\bt\xC3\xA9 t\b_w\b_o\b_\ntwo",
                WORDS("NAME", "one", "two"),
                "title: \n1:1 NAME\n2:3 one\n2:0 two\n[NAME\n  one \xC3\xA9t\xC3\xA9 two\ntwo]\n");
    assert_text("\bA_\bB\bBC_\b_ \b\b\b\bx", WORDS("ABC_"),
                "title: \n1:0 ABC_\n[\bABC_ \b\b\b\bx]\n");
}

static void commands_to_a_terminal_go_away(void **state)
{
    (void)state;
    assert_text("\x1B[1;31mred he\x1B[0mron\x1B[K\n\x1B[?25lx\x1B(By\x1B]0;title\az",
                WORDS("heron", "x", "y", "z"),
                "title: \n1:12 heron\n2:7 x\n2:11 y\n2:22 z\n[red heron \n x y z]\n");
    assert_text("see \x1B]8;;http://x/y\x1B\\here\x1B]8;;\x1B\\ and", WORDS("http", "here", "and"),
                "title: \n1:10 http\n1:22 here\n1:34 and\n[see  http://x/y here   and]\n");
    assert_text("a \x1B heron, \x1Bheron", WORDS("heron"),
                "title: \n1:5 heron\n[a \x1B heron, \x1Bheron]\n");
    assert_text("no \x1B", NULL, "title: \n[no \x1B]\n");
    assert_text("no \x1B]8 end\nmore", NULL, "title: \n[no \x1B]8 end\nmore]\n");
}

static void links_of_markdown_keep_their_label_and_the_address_at_the_end(void **state)
{
    (void)state;
    assert_text("a\nsee [News \\(http://a/b/\\)](http://a/b/) or [it](#x), then\nend",
                WORDS("see", "News", "or", "then", "end"),
                "title: \n2:1 see\n2:6 News\n2:41 or\n2:54 then\n3:1 end\nnavigation: http://a/b/\n"
                "[a\nsee News or it, then\nend\n\nhttp://a/b/]\n");
    assert_text("go to www.a.b/c/ (http://www.a.b/c/). F (<http://f/>) [w](http://x/(y))z",
                WORDS("F", "http", "z"),
                "title: \n1:39 F\n1:43 http\n1:72 z\nnavigation: http://x/(y)\n[go to www.a.b/c/. "
                "F (http://f/) wz\n\n"
                "http://x/(y)]\n");
}

static void a_label_that_holds_its_url_keeps_the_rest(void **state)
{
    (void)state;
    assert_text("[ \xD7\x90  (http://a)](http://a)z", NULL,
                "title: \nnavigation: http://a\n[ \xD7\x90z\n\nhttp://a]\n");
}

static void what_only_looks_like_a_link_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {"a[i](x) b[j](0)", "[unclosed](http://x", "[a[b]",
                                        "(see http://x)",  "(http://x y)",        "[a](http://x y)",
                                        "]( (< (http"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        AUTO(buf_done) struct buf expected = BUF_INIT;
        buf_append_format(&expected, "title: \n[%s]\n", texts[i]);
        assert_text(texts[i], NULL, buf_c_string(&expected));
    }
}

static void the_format_follows_from_name_and_beginning(void **state)
{
    (void)state;
    static const struct {
        const char *path, *head;
        enum format format;
    } rows[] = {
        {"a.md", "", FORMAT_MARKDOWN},
        {"A.MARKDOWN", "<html>", FORMAT_MARKDOWN},
        {"a.html", "", FORMAT_HTML},
        {"a.xhtml", "", FORMAT_HTML},
        {"a.jsonl", "", FORMAT_JSONL},
        {"a.ndjson", "", FORMAT_JSONL},
        {"a.txt", "text", FORMAT_TEXT},
        {".md", "text", FORMAT_TEXT},
        {"saved", "\xEF\xBB\xBF\n <!doctype HTML><p>", FORMAT_HTML},
        {"saved", "<?xml version='1.0'?>\n<html>", FORMAT_HTML},
        {"records", "{\"a\":1}\n{\"a\":2}\n", FORMAT_JSONL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(format_of_text(str_of(rows[i].path), str_of(rows[i].head)),
                         rows[i].format);
    struct str wide = {"\xFF\xFE<\0h\0t\0m\0l\0>\0", 14};
    assert_int_equal(format_of_text(STR_LITERAL("saved"), wide), FORMAT_HTML);
}

static void front_matter_stays_and_is_read(void **state)
{
    (void)state;
    assert_text("---\ntitle: T\n---\nbody\n", WORDS("body"),
                "title: T\n4:1 body\n[---\ntitle: T\n---\nbody\n]\n");
    assert_text("--- a\n+++ b\n", NULL, "title: \n[--- a\n+++ b\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_stays_and_is_read),
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(line_ends_of_all_systems_are_line_feeds),
        cmocka_unit_test(a_form_feed_ends_a_line),
        cmocka_unit_test(what_is_struck_twice_is_read_once),
        cmocka_unit_test(commands_to_a_terminal_go_away),
        cmocka_unit_test(links_of_markdown_keep_their_label_and_the_address_at_the_end),
        cmocka_unit_test(a_label_that_holds_its_url_keeps_the_rest),
        cmocka_unit_test(what_only_looks_like_a_link_stays),
        cmocka_unit_test(the_format_follows_from_name_and_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
