/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests recognising the format of a file by its name and its contents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "indexer/formats/formats.h"

static void assert_format(const char *path, const char *head, const char *expected)
{
    enum format format = format_of_text(str_of(path), str_of(head));
    assert_string_equal(format_name(format), expected);
}

static void a_name_decides_the_format(void **state)
{
    (void)state;
    assert_format("a/b.MD", "x", "markdown");
    assert_format("a.csv", "x", "csv");
    assert_format("a.tsv", "", "csv");
    assert_format("a.json", "{}", "json");
    assert_format("a.ipynb", "{}", "json");
    assert_format("a.rst", "x", "rst");
    assert_format("a.adoc", "x", "asciidoc");
    assert_format("a.org", "x", "org");
    assert_format("a.sgm", "x", "sgml");
    assert_format("a.xml", "x", "xml");
    assert_format("a.atom", "x", "feed");
    assert_format("_sources/a.rst.txt", "x", "rst");
    assert_format("_sources/a.md.TXT", "x", "markdown");
    assert_format("_sources/a.ipynb.txt", "{}", "json");
    assert_format("a.json.txt", "{}", "text");
    assert_format("rst.txt", "x", "text");
    assert_format(".rst.txt", "x", "text");
    assert_format("a.html.txt", "where x < y holds", "text");
    assert_format("a.html.txt", "<html><p>x</p></html>", "html");
    assert_format("a.b/c.txt", "x", "text");
    assert_format(".csv", "x", "text");
    assert_format("a.txt", "x", "text");
}

static void the_beginning_decides_the_format_of_other_names(void **state)
{
    (void)state;
    assert_format("a.txt", "<!DOCTYPE html><p>", "html");
    assert_format("a.txt", "\xEF\xBB\xBF<HTML>", "html");
    assert_format("a", "<?xml version='1.0'?><html>", "html");
    assert_format("a", "<?xml version='1.0'?><a>", "xml");
    assert_format("a", "<?xml version='1.0'?><rss>", "feed");
    assert_format("a.xml", "<feed xmlns=''>", "feed");
    assert_format("a.xml", "<!-- <rss> --> <a:feed xmlns:a='x'>", "feed");
    assert_format("a.xml", "<?xml version='1.0'?><!DOCTYPE x><a><rss>", "xml");
    assert_format("a.rss", "<?xml version='1.0'?><!-- it goes on", "feed");
    assert_format("a", "<rdf:RDF><rdf:Description/></rdf:RDF>", "text");
    assert_format("a", "<en-export><note/>", "feed");
    assert_format("a.doc", "{\\rtf1 x}", "rtf");
    assert_format("a", "{\"a\":1}\n{\"a\":2}\n", "jsonl");
    assert_format("a.json", "{\"a\":1}\n{\"a\":2}\n", "jsonl");
    assert_format("a", "<DOC>\n<DOCNO> 1 </DOCNO>", "sgml");
    assert_format("reut2-000", "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n", "sgml");
    assert_format("a", "<doc> is an element", "text");
    assert_format("a.csv", "<html>not found", "html");
    assert_format("a.md", "<html>", "markdown");
}

static void a_man_page_needs_both_the_name_and_the_macros(void **state)
{
    (void)state;
    assert_format("ls.1", ".\\\" comment\n.TH LS 1\n", "man");
    assert_format("man3/x.3pm", ".de Sp\nany\n..\n.TH X 3\n", "man");
    assert_format("x.mdoc", ".Dd May 1, 2020\n", "man");
    assert_format("README", ".TH LS 1\n", "text");
    assert_format("bind.9freebsd", ".\\\"\n.Dd May 1, 2020\n", "man");
    assert_format("log.1", "x\n.TH LS 1\n", "text");
    assert_format("libfoo.so.1", ".TH X 3\n", "man");
    assert_format("v1.10", ".TH X 3\n", "text");
}

static void the_root_is_found_far_behind_the_beginning(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf s = BUF_INIT;
    buf_append_str(
        &s, STR_LITERAL("<?xml version='1.0'?>\n<!DOCTYPE rss [<!ENTITY a \"x\">\n]>\n<!--"));
    for (int i = 0; i < 20000; i++)
        buf_append_char(&s, 'x');
    buf_append_str(&s, STR_LITERAL("-->\n<rss><item></item></rss>"));
    assert_format("a.xml", buf_c_string(&s), "feed");
    assert_format("a.jsonl", "\n{\n \"a\": 1\n}\n", "json");
    assert_format("a.jsonl", "{\"a\": 1}\n", "jsonl");
    assert_format("a.srt", "1\n", "subtitles");
    assert_format("a", "WEBVTT\n\n", "subtitles");
    assert_format("a.svg", "<svg></svg>", "xml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_root_is_found_far_behind_the_beginning),
        cmocka_unit_test(a_name_decides_the_format),
        cmocka_unit_test(the_beginning_decides_the_format_of_other_names),
        cmocka_unit_test(a_man_page_needs_both_the_name_and_the_macros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
