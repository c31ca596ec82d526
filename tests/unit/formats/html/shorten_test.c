/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests which attributes are removed from a page, and that nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "indexer/formats/html/shorten.h"

static void assert_shortened(const char *page, const char *expected)
{
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    bool is_monstrous;
    AUTO(extras_done) struct extras extras = EXTRAS_INIT;
    struct str got = html_shorten(str_of(page), 1, &buffer, &extras, &is_monstrous);
    AUTO(mem_free_pointer) char *text = mem_copy_text(got.p, got.n);
    assert_string_equal(text, expected);
    assert_false(is_monstrous);
}

static void what_nobody_reads_is_left_out(void **state)
{
    (void)state;
    assert_shortened("<p>a <b style=\"x\" lang=en>b</b>", "<p>a <b lang=en>b</b>");
    assert_shortened("<A HREF='u' TITLE='a > b'>t</A>", "<A HREF='u'>t</A>");
    assert_shortened("<img alt=\"a\" src=\"b.png\"/>", "<img alt=\"a\"/>");
    assert_shortened("<i title=\"1\" style=\"2\" onclick='3'>", "<i>");
}

static void a_class_without_a_word_stays_empty(void **state)
{
    (void)state;
    assert_shortened("<b class=\"xref std\" class=\"nav\">", "<b class=\"\" class=\"nav\">");
    assert_shortened("<div class=\"site-nav\">", "<div class=\"site-nav\">");
    assert_shortened("<p class='posted date'>", "<p class='posted date'>");
    assert_shortened("<p class='n&#97;v'>", "<p class='n&#97;v'>");
    assert_shortened("<div class=\"x navpath\">", "<div class=\"x navpath\">");
}

static void what_is_for_people_is_kept(void **state)
{
    static const char page[] =
        "<a title='One &amp; more' class=\"nav\">x</a>\n<img alt='no' title=\"two\">\n"
        "<area alt='three'><b title='two'><input value='four'><input type=hidden value='no'>"
        "<option value='five'><link title='no'><li value='no'><i aria-label='six\nseven'>"
        "<script>\"<a title='no'>\"</script>";
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    AUTO(extras_done) struct extras extras = EXTRAS_INIT;
    bool is_monstrous;
    (void)state;
    html_shorten(str_of(page), 5, &buffer, &extras, &is_monstrous);
    assert_string_equal(buf_c_string(&extras.flow.text),
                        "One & more\ntwo\nthree\nfour\nfive\nsix\nseven");
    assert_int_equal(extras.flow.marks[0].line, 5);
    assert_true(extras.flow.n_marks > 0);
}

static void what_may_mean_something_stays(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<abbr title=\"2021-03-04\">Thursday</abbr>", /* a date */
        "<a data-title=\"x\">",
        "<a my_title=\"x\">",
        "<a title=x>t</a>",
        "<a title = \"x\">t</a>",
        "<a title=\"x\"href=\"u\">", /* that would run into each other */
        "<a title=\"x\n\">",         /* the lines stay */
        "<a title=\"x",
        "a title=\"x\" b",
        "<a href=\" title='x' \">",
        "1 < 2 title=\"x\" >",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_shortened(pages[i], pages[i]);
}

static void what_is_no_markup_stays(void **state)
{
    (void)state;
    assert_shortened("<script type=\"application/ld+json\">{\"headline\": \"</b> <i title='x'>\"}"
                     "</script><i title='x'>",
                     "<script type=\"application/ld+json\">{\"headline\": \"</b> <i title='x'>\"}"
                     "</script><i>");
    assert_shortened("<STYLE>a:after {content: \"<i title='x'>\"}</STYLE><i title='x'>",
                     "<STYLE>a:after {content: \"<i title='x'>\"}</STYLE><i>");
    assert_shortened("<!-- don't <b x='--><i title=\"x\">it's</i> title=\"y\" >",
                     "<!-- don't <b x='--><i>it's</i> title=\"y\" >");
    assert_shortened("<script>a <b title=\"x\">", "<script>a <b title=\"x\">");
    assert_shortened("<!-- <b title=\"x\">", "<!-- <b title=\"x\">");
}

static void a_tag_with_thousands_of_attributes_is_told(void **state)
{
    (void)state;
    static const char *const before[] = {"<p", "<p title=\"x\"><b", "<script></b><p"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        AUTO(buf_done) struct buf page = BUF_INIT;
        AUTO(buf_done) struct buf buffer = BUF_INIT;
        bool is_monstrous = false;
        buf_append_str(&page, str_of(before[i]));
        for (int k = 0; k < 3000; k++)
            buf_append_format(&page, " a%d='>'", k);
        AUTO(extras_done) struct extras extras = EXTRAS_INIT;
        struct str got = html_shorten(buf_str(&page), 1, &buffer, &extras, &is_monstrous);
        assert_true(is_monstrous);
        assert_true(str_equal(got, buf_str(&page)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nobody_reads_is_left_out),
        cmocka_unit_test(a_class_without_a_word_stays_empty),
        cmocka_unit_test(what_may_mean_something_stays),
        cmocka_unit_test(what_is_for_people_is_kept),
        cmocka_unit_test(what_is_no_markup_stays),
        cmocka_unit_test(a_tag_with_thousands_of_attributes_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
