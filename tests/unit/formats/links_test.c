/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the links that readers of all formats extract. */
#include "base/mem.h"
#include "indexer/formats/formats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static enum err_code write_links(void *ctx, struct document *d, struct err *err)
{
    struct buf *out = ctx;
    (void)err;
    for (size_t i = 0; i < d->n_links; i++)
        buf_append_format(out, "%s%.*s: %.*s\n", d->links[i].kind == LINK_NAME ? "page " : "",
                          STR_PRINT(d->links[i].target), STR_PRINT(d->links[i].words));
    if (d->base.n)
        buf_append_format(out, "base %.*s\n", STR_PRINT(d->base));
    if (d->moved_to.n)
        buf_append_format(out, "moved to %.*s\n", STR_PRINT(d->moved_to));
    return ERR_OK;
}

static void skip_none(void *ctx, uint32_t line, const char *reason)
{
    (void)ctx;
    (void)line;
    (void)reason;
}

static void links_are(enum format format, const char *source, const char *wanted)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    AUTO(arena_done) struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    struct reader_input input = {.path = STR_LITERAL("a/b"),
                                 .text = str_of(source),
                                 .opening = STR_EMPTY,
                                 .charset = STR_LITERAL("UTF-8"),
                                 .first_line = 1};
    struct reader_output output = {write_links, skip_none, &out};
    assert_int_equal(format_read(format, &input, &scratch, &output, &err), ERR_OK);
    assert_string_equal(buf_c_string(&out), wanted);
}

static void pages_have_links_with_their_words(void **state)
{
    (void)state;
    links_are(FORMAT_HTML,
              "<p>A <a href='x.html#p'>first\n  <b>link</b></a>, <a href=' y%20z.html '>second</a>"
              "<a href='https://example.org/'>out</a> <a href='#here'>here</a> <a name=n>no</a>"
              "<a href=mailto:x@example.org>mail</a> <a href=z.html></a> <a href=i.html><img "
              "alt=seen></a>",
              "x.html#p: first link\ny%20z.html: second\ni.html: seen\n");
    links_are(FORMAT_HTML, "<nav><a href=n.html>Menu</a></nav><h1>T</h1><p><a href=t.html>Text</a>",
              "n.html: Menu\nt.html: Text\n");
    links_are(FORMAT_HTML, "<head><base href='../c/'><base href=d></head><a href=x.html>X</a>",
              "x.html: X\nbase ../c/\n");
}

static void a_page_says_where_it_has_moved(void **state)
{
    (void)state;
    links_are(FORMAT_HTML, "<meta http-equiv=refresh content='0; url=new.html'>",
              "moved to new.html\n");
    links_are(FORMAT_HTML, "<META HTTP-EQUIV='Refresh' CONTENT=\"5;URL='new.html'\">",
              "moved to new.html\n");
    links_are(FORMAT_HTML, "<meta http-equiv=refresh content='600'>", "");
    links_are(FORMAT_HTML, "<meta http-equiv=refresh content='600; url=slides2.html'>", "");
    links_are(FORMAT_HTML, "<link rel=canonical href='../c/new.html'><p>Moved.",
              "moved to ../c/new.html\n");
    links_are(FORMAT_HTML, "<link rel=canonical href='b'><p>Short.", "");
    links_are(FORMAT_HTML, "<link rel=canonical href='https://example.org/new.html'><p>Short.", "");
    links_are(FORMAT_HTML,
              "<link rel=canonical href='new.html'><p>"
              "A page that has as much text of its own as this one does not only say where another "
              "page is, and is worth to be shown by itself, whatever it is that it names as its "
              "canonical address in its head, since that is often another version of it.",
              "");
}

static void markdown_has_links_of_three_kinds(void **state)
{
    (void)state;
    links_are(
        FORMAT_MARKDOWN,
        "See [the *first*](x.md#p), [second][2] and [[Some page]], [[Other#part|third]].\n"
        "[out](https://example.org) ![image](i.png) <http://example.org>\n\n[2]: y.md 'title'\n",
        "x.md#p: the first\ny.md: second\npage Some page: Some page\npage Other: third\n");
}

static void rst_has_targets_in_angles(void **state)
{
    (void)state;
    links_are(
        FORMAT_RST,
        "`First <x.html>`_ and :doc:`second </y/z>`, :doc:`w`, `out <https://example.org>`__,\n"
        "`alias <other_>`_, :ref:`third <label>`, `emphasis <no>`.\n",
        "x.html: First\n/y/z: second\n");
}

static void org_has_files_and_pages(void **state)
{
    (void)state;
    links_are(FORMAT_ORG,
              "[[file:x.org::*Heading][first]] [[./y.org][second]] [[Some page][third]]\n"
              "[[https://example.org][out]] [[#place][here]] [[*Heading][here]] [[id:12-3][id]]\n",
              "x.org: first\n./y.org: second\npage Some page: third\n");
}

static void asciidoc_has_links_and_references(void **state)
{
    (void)state;
    links_are(FORMAT_ASCIIDOC,
              "A link:x.html[first,window=_blank], xref:y.adoc#p[second], <<z.adoc#q,third>>,\n"
              "xref:place[here], <<place,here>>, https://example.org[out].\n",
              "x.html: first\ny.adoc#p: second\nz.adoc#q: third\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_have_links_with_their_words),
        cmocka_unit_test(a_page_says_where_it_has_moved),
        cmocka_unit_test(markdown_has_links_of_three_kinds),
        cmocka_unit_test(rst_has_targets_in_angles),
        cmocka_unit_test(org_has_files_and_pages),
        cmocka_unit_test(asciidoc_has_links_and_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
