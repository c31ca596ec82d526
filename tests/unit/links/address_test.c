/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests resolving references, and which paths count as alike. */
#include "indexer/links/address.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Asserts where a reference on a page leads; NULL: nowhere in the index. */
static void leads(const char *page, const char *base, const char *reference, const char *wanted)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    bool is_inside = address_resolve(str_of(page), str_of(base), str_of(reference), &out);
    if (is_inside != (wanted != NULL))
        fail_msg("'%s' on %s leads %s", reference, page,
                 is_inside ? buf_c_string(&out) : "nowhere");
    if (wanted)
        assert_string_equal(buf_c_string(&out), wanted);
}

static void references_are_resolved_as_by_a_browser(void **state)
{
    (void)state;
    static const char page[] = "a/b/page.html";
    leads(page, "", "other.html", "a/b/other.html");
    leads(page, "", "./other.html", "a/b/other.html");
    leads(page, "", "../other.html", "a/other.html");
    leads(page, "", "../../other.html", "other.html");
    leads(page, "", "../../../other.html", NULL);
    leads(page, "", "..", "a/");
    leads(page, "", "../", "a/");
    leads(page, "", "c/../other.html", "a/b/other.html");
    leads(page, "", "c//d.html", "a/b/c/d.html");
    leads(page, "", "other.html#place", "a/b/other.html");
    leads(page, "", "other.html?x=1#place", "a/b/other.html");
    leads(page, "", "two%20words.html", "a/b/two words.html");
    leads(page, "", "caf%C3%A9.html", "a/b/caf\xC3\xA9.html");
    leads(page, "", "na%c3%af%Fe.html", "a/b/na\xC3\xAF\xFE.html");
    leads(page, "", "100%.html", "a/b/100%.html");
    leads(page, "", "c\\d.html", "a/b/c/d.html");
    leads(page, "", "/top/x.html", "/top/x.html");
    leads(page, "", "/top/../x.html", "/x.html");
    leads("/usr/doc/x/page.html", "", "../y/z.html", "/usr/doc/y/z.html");
    leads("page.html", "", "a.html", "a.html");
}

static void dots_are_taken_out_wherever_they_stand(void **state)
{
    (void)state;
    static const char page[] = "a/b/page.html";
    leads(page, "", "./../x.html", "a/x.html");
    leads(page, "", ".././x.html", "a/x.html");
    leads(page, "", "../../c/./d/../x.html", "c/x.html");
    leads(page, "", "../..", "");
    leads(page, "", "./", "a/b/");
    leads(page, "", "..//x.html", "a/x.html");
    leads(page, "", ".hidden/x.html", "a/b/.hidden/x.html");
    leads(page, "", "../.hidden/x.html", "a/.hidden/x.html");
    leads(page, "", "../%2E%2E/x.html", "x.html");
    leads(page, "", "../x.html?y=../#../z", "a/x.html");
    leads("/a/page.html", "", "../x.html", "/x.html");
    leads("/a/page.html", "", "../../x.html", NULL);
    leads("/page.html", "", "../x.html", NULL);
    leads("a/../b/page.html", "", "../x.html", "x.html");
    leads("a//b/page.html", "", "../x.html", "a/x.html");
    leads("../a/page.html", "", "../x.html", NULL);
    leads("../a/page.html", "", "x.html", "../a/x.html");
}

static void what_leads_out_or_to_the_page_itself_is_none(void **state)
{
    (void)state;
    static const char page[] = "a/page.html";
    leads(page, "", "https://example.org/a/page2.html", NULL);
    leads(page, "", "//example.org/x.html", NULL);
    leads(page, "", "mailto:somebody@example.org", NULL);
    leads(page, "", "#place", NULL);
    leads(page, "", "page.html", NULL);
    leads(page, "", "page.html#place", NULL);
    leads(page, "", "?print=1", NULL);
    leads(page, "", "file:///usr/doc/x.html", "/usr/doc/x.html");
    leads(page, "", "file://localhost/usr/doc/x.html", "/usr/doc/x.html");
    leads(page, "", "file://server/usr/doc/x.html", NULL);
}

static void a_base_counts_in_place_of_the_page(void **state)
{
    (void)state;
    leads("a/page.html", "../b/", "x.html", "b/x.html");
    leads("a/page.html", "../b/c.html", "x.html", "b/x.html");
    leads("a/page.html", "https://example.org/", "x.html", NULL);
    leads("a/page.html", "../b/", "../a/page.html", NULL);
}

static bool are_alike(const char *a, const char *b)
{
    return address_key(str_of(a)) == address_key(str_of(b));
}

static void paths_that_may_be_meant_have_the_same_key(void **state)
{
    (void)state;
    assert_true(are_alike("a/", "a/index.html"));
    assert_true(are_alike("a", "a/README.md"));
    assert_true(are_alike("a/b", "a/b.html"));
    assert_true(are_alike("a/B.HTML", "a/b.md"));
    assert_true(are_alike("", "index.htm"));
    assert_false(are_alike("a/b.pdf", "a/b.html"));
    assert_false(are_alike("a/b.html", "b.html"));
    assert_false(are_alike("a/index2.html", "a/"));
}

static void the_page_that_is_named_fits_best(void **state)
{
    (void)state;
    static const char *const pages[] = {"a/b.html",     "A/B.html", "a/b/index.html",
                                        "a/b/index.md", "a/b.htm",  "a/b.md"};
    struct str wanted = STR_LITERAL("a/b.html"), source = STR_LITERAL("x.htm");
    for (unsigned i = 1; i < sizeof pages / sizeof *pages; i++)
        assert_true(address_misfit(wanted, str_of(pages[i - 1]), source) <=
                    address_misfit(wanted, str_of(pages[i]), source));
    assert_int_equal(address_misfit(wanted, wanted, source), 0);
    assert_true(address_misfit(wanted, STR_LITERAL("a/b.md"), STR_LITERAL("y.md")) <
                address_misfit(wanted, STR_LITERAL("a/b.rst"), STR_LITERAL("y.md")));
}

static void names_of_pages_are_known_wherever_they_are(void **state)
{
    (void)state;
    uint64_t key = address_name_key(STR_LITERAL("Some page"));
    assert_true(key == address_name_key(STR_LITERAL("wiki/some-page.md")));
    assert_true(key == address_name_key(STR_LITERAL("Some_Page.html")));
    assert_false(key == address_name_key(STR_LITERAL("Some pages")));
    assert_false(key == address_key(STR_LITERAL("some page")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_resolved_as_by_a_browser),
        cmocka_unit_test(dots_are_taken_out_wherever_they_stand),
        cmocka_unit_test(what_leads_out_or_to_the_page_itself_is_none),
        cmocka_unit_test(a_base_counts_in_place_of_the_page),
        cmocka_unit_test(paths_that_may_be_meant_have_the_same_key),
        cmocka_unit_test(the_page_that_is_named_fits_best),
        cmocka_unit_test(names_of_pages_are_known_wherever_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
