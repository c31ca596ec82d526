/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests which anchor of a page a place of it is shown at. */
#include "search/anchor/html_anchor.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Looks for the word "here" on a line of the page. */
static void check(const char *page, uint32_t line, const char *heading, const char *expected)
{
    AUTO(buf_done) struct buf found = BUF_INIT;
    struct html_place place = {
        .line = line, .word = STR_LITERAL("here"), .heading = str_of(heading)};
    buf_append_str(&found, html_anchor(str_of(page), &place));
    assert_string_equal(buf_c_string(&found), expected);
}

static void headings_and_sections(void **state)
{
    (void)state;
    check("<h2 id=one>One</h2>\n<p>text\n<h2 id='two'>Two</h2>\n<p>is here", 4, "", "two");
    check("<h2 id=one>One</h2>\n<p>here\n<h2 id=two>Two</h2>\n<p>is here", 2, "", "one");
    check("<section id=\"s\"><h2>Two</h2>\n<p>is here</section>", 2, "", "s");
    check("<a name=old></a>\n<H2>Two</H2>\n<p>here", 3, "", "old");
    check("<h2><a name=old>Two</a></h2>\n<p>here", 2, "", "old");
    check("<h2>It is here <a id=behind href=#behind>#</a></h2>\n<h2 id=next>Next</h2>", 1, "",
          "behind");
    check("<p>no anchor is here", 1, "", "");
}

static void defined_terms(void **state)
{
    static const char list[] = "<h2 id=h>H</h2>\n<dl><dt id=a>a()<dd>first\n<dt id=b>b()</dt>\n"
                               "<dd>here</dl>\n<p>and here";
    (void)state;
    check(list, 4, "", "b");
    check(list, 5, "", "h");
    check("<dl><dt id=a>a()</dt><dt id=b>b here</dt>\n<dd>x</dl>", 1, "", "b");
}

static void divisions(void **state)
{
    (void)state;
    check("<div id=content><p>text</p>\n<p>here</div>", 2, "", "");
    check("<div id=top><div id=s><span></span><h1>One</h1>\n<p>here", 2, "", "s");
    check("<div id=s><div><div><h1>One</h1></div></div>\n<p>here</div>", 2, "", "s");
    check("<div><div><h1><a id=s></a>One</h1></div></div>\n<p>here", 2, "", "s");
    check("<h1 id=t>T</h1><div><h3 id=side>Menu</h3><p>more</div>\n<p>here", 2, "", "t");
    check("<h1 id=t>T</h1><div id=s><h2>S</h2><p>x</div>\n<p>here", 2, "", "t");
}

static void other_elements(void **state)
{
    (void)state;
    check("<nav id=n><ul id=u><li id=i>x</ul></nav>\n<form id=f><input id=j name=k>\n<p>here", 3,
          "", "");
    check("<p id=p>text\n<p>here", 2, "", "p");
    check("<h1 id=t>T</h1><script>'<h2 id=no>'</script><!-- <h2 id=no> --><svg><path "
          "id=no></svg>\nhere",
          2, "", "t");
    check("<h1 id=t>T</h1><p id=\"a b\">here", 1, "", "t");
    check("<h1 id=t>1 < 2</h1><p>here", 1, "", "t");
}

/* A page on one line, on which words recur. */
static void one_line(void **state)
{
    static const char page[] =
        "<h2 id=a>On &amp; off</h2><p>here<h2 id=b>Next <b>st</b>ep</h2><p>here"
        "<h2 id=c>Next</h2><p>here";
    (void)state;
    check(page, 1, "On & off", "a");
    check(page, 1, "Next step", "b");
    check(page, 1, "Next", "c");
    check(page, 1, "None", "");
    check("<h2 id=a>Over there</h2><h2 id=b>Over here</h2>", 1, "Over here", "b");
}

static void words_that_are_not_found(void **state)
{
    (void)state;
    check("<h2 id=a>A</h2>\n<p>h<b>ere</b>\n<h2 id=b>B</h2>", 2, "", "a");
    check("<h2 id=a>A</h2>\n<p>x", 9, "", "");
    check("", 1, "", "");
    check("<", 1, "", "");
    check("<a", 1, "", "");
    check("</", 1, "", "");
    check("<a id='", 1, "", "");
    check("<script>x</scr", 1, "", "");
    check("<!--", 1, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_and_sections),
        cmocka_unit_test(defined_terms),
        cmocka_unit_test(divisions),
        cmocka_unit_test(other_elements),
        cmocka_unit_test(one_line),
        cmocka_unit_test(words_that_are_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
