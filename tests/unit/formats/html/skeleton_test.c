/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests what is left of a page in its skeleton, and that the rest is found again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "indexer/formats/html/skeleton.h"

struct made {
    struct html_skeleton skeleton;
    struct arena arena;
    struct extras extras;
};

static void made_done(struct made *m)
{
    html_skeleton_done(&m->skeleton);
    arena_done(&m->arena);
    extras_done(&m->extras);
}

/* The page begins on line 5. */
static void make(struct made *m, const char *page)
{
    *m = (struct made){.arena = ARENA_INIT, .extras = EXTRAS_INIT};
    html_skeleton_make(&m->skeleton, str_of(page), 5, &m->arena, &m->extras);
}

static void assert_skeleton(const char *page, const char *expected)
{
    AUTO(made_done) struct made m;
    make(&m, page);
    assert_string_equal(buf_c_string(&m.skeleton.text), expected);
}

static void tags_and_stand_ins_are_left(void **state)
{
    (void)state;
    assert_skeleton("<p>some <b class=x lang='a > b'>bold\n text</b>", "<p>*<b>*</b>");
    assert_skeleton("<BR clear=all/><img alt=\"a\" src=\"b.png\"/>     <hr / >", "<BR><img/> <hr>");
    assert_skeleton("<p>a &amp; little &nosuch; <b>x</b>", "<p>a &amp;*&nosuch; <b>x</b>");
    assert_skeleton("1 < 2 title=\"x\"", "1 <*");
    assert_skeleton("<p>four\vfive", "<p>four\vfive");
    assert_skeleton("<p>\xEF\xBF\xBE no character", "<p>\xEF\xBF\xBE no character");
    assert_skeleton("<p>\xEF\xBC\x8C a comma", "<p>*");
    assert_skeleton("<p>text <a href=\"x", "<p>*<a>");
}

static void what_is_no_markup_is_no_tag(void **state)
{
    (void)state;
    assert_skeleton("<script type='a'>\"</b> <i title='x'>\"</script><i title='x'>",
                    "<script>*</script><i>");
    assert_skeleton("<STYLE>a:after {content: \"<i title='x'>\"}</STYLE >", "<STYLE>*</STYLE >");
    assert_skeleton("<!-- don't <b x='--><i title=\"x\">it's</i>", "<!----><i>*</i>");
    assert_skeleton("<script src=a /><b class=x>", "<script/><b>");
    assert_skeleton("<script>what <b title=\"x\">", "<script>*<b>");
    assert_skeleton("<!-- <b title=\"x\">", "<!-- <b title=\"x\">");
    assert_skeleton("<?php a?>text <!doctype x>text </p id=3>text",
                    "<?php a?>*<!doctype x>*</p id=3>*");
}

static void assert_text(const struct html_attributes *a, enum html_attribute_name name,
                        const char *expected)
{
    AUTO(mem_free_pointer)
    char *text = mem_copy_text(html_attribute_text(*a, name).p, html_attribute_text(*a, name).n);
    assert_string_equal(text, expected);
}

static void attributes_are_those_of_the_tag(void **state)
{
    (void)state;
    AUTO(made_done) struct made m;
    make(&m, "<p id = ' one '><B CLASS=a@b pubdate class=no HREF='?a=1&amp;b&nosuch;'name=x"
             "\n onclick='3' alt ></B>");
    html_skeleton_move(&m.skeleton, 2);
    struct html_attributes a = html_skeleton_attributes(&m.skeleton, str_of("p"));
    assert_int_equal(a.n, 1);
    assert_text(&a, ATTRIBUTE_ID, "one");
    html_skeleton_move(&m.skeleton, 5);
    assert_int_equal(html_skeleton_attributes(&m.skeleton, str_of("body")).n, 0);
    a = html_skeleton_attributes(&m.skeleton, str_of("b"));
    assert_text(&a, ATTRIBUTE_CLASS, "a@b");
    assert_text(&a, ATTRIBUTE_HREF, "?a=1&b&nosuch;");
    assert_text(&a, ATTRIBUTE_NAME, "x");
    assert_true(html_has_attribute(a, ATTRIBUTE_PUBDATE));
    assert_false(html_has_attribute(a, ATTRIBUTE_ID));
    assert_int_equal(html_skeleton_line(&m.skeleton), 6);
}

static void assert_reads(struct made *m, size_t at, const char *stand_in, const char *expected,
                         uint32_t line)
{
    uint32_t got_line;
    html_skeleton_move(&m->skeleton, at);
    struct str got = html_skeleton_text(&m->skeleton, str_of(stand_in), &got_line);
    AUTO(mem_free_pointer) char *text = mem_copy_text(got.p, got.n);
    assert_string_equal(text, expected);
    assert_int_equal(got_line, line);
}

static void texts_are_those_of_the_page(void **state)
{
    (void)state;
    AUTO(made_done) struct made m;
    make(&m, "<p>one\ntwo &nosuch;\n three\n<<b>x</b>");
    assert_string_equal(buf_c_string(&m.skeleton.text), "<p>*&nosuch;*<<b>x</b>");
    assert_reads(&m, 4, "*", "one\ntwo ", 5);
    assert_reads(&m, 13, ";*", ";\n three\n", 6);
    assert_reads(&m, 13, "<", "<", 8);
    assert_reads(&m, 18, "x", "x", 8);
}

static void what_is_for_people_is_kept(void **state)
{
    (void)state;
    AUTO(made_done) struct made m;
    make(&m, "<a title='One &amp; more' class=\"nav\">x</a>\n<img alt='no' title=\"two\">\n"
             "<area alt='three'><b title='two'><input value='four'><input type=hidden value='no'>"
             "<option value='five'><link title='no'><li value='no'><i aria-label='six\nseven'>"
             "<script title='no'>\"<a title='no'>\"</script><b my_title='eight' title=nine>"
             "<b data-tip='&lt;<b>ten</b>'>");
    assert_string_equal(buf_c_string(&m.extras.flow.text),
                        "One & more\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n<ten");
    assert_int_equal(m.extras.flow.marks[0].line, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_and_stand_ins_are_left),
        cmocka_unit_test(what_is_no_markup_is_no_tag),
        cmocka_unit_test(attributes_are_those_of_the_tag),
        cmocka_unit_test(texts_are_those_of_the_page),
        cmocka_unit_test(what_is_for_people_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
