/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of Markdown, and front matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void assert_markdown(const char *text, const char *const *words, const char *expected)
{
    assert_extracts(FORMAT_MARKDOWN, text, words, expected);
}

static void reads_blocks_with_their_lines(void **state)
{
    (void)state;
    assert_markdown("Head\n====\n\npara *one*\n  two\n> quote\n\n    code\n\n     more\n***\nend",
                    WORDS("Head", "one", "two", "quote", "code", "more", "end"),
                    "title: Head\nh1: Head\n1:1 Head\n4:7 one\n5:3 two\n6:3 quote\n8:5 code\n"
                    "10:6 more\n12:1 end\n"
                    "[Head\n\npara one\ntwo\n\nquote\n\ncode\n\n more\n\nend]\n");
}

static void reads_spans_with_their_columns(void **state)
{
    (void)state;
    assert_markdown("see [the *label*](http://x \"t\") ![alt](i.png) `co de` ~~gone~~ <b>raw</b>\n"
                    "&amp;&eacute;&#x42; <http://auto/> \\*no\\*",
                    WORDS("see", "the", "label", "alt", "co", "gone", "raw", "http", "no"),
                    "title: \n1:1 see\n1:6 the\n1:11 label\n1:35 alt\n1:48 co\n1:57 gone\n"
                    "1:67 raw\n2:22 http\n2:38 no\n"
                    "navigation: t\n"
                    "[see the label alt co de gone raw\n&éB http://auto/ *no*\n\nt\nhttp://x]\n");
}

static void reads_lists_and_tables(void **state)
{
    (void)state;
    assert_markdown("- one\n  - two\n- three\n\n7. seven\n\n   para\n8. eight\n\n"
                    "| a | b |\n|---|---|\n| c |  |\n",
                    WORDS("two", "seven", "para", "eight", "c"),
                    "title: \n2:5 two\n5:4 seven\n7:4 para\n8:4 eight\n12:3 c\n"
                    "[- one\n- two\n- three\n\n7. seven\n\npara\n\n8. eight\n\na | b\nc]\n");
}

static void raw_html_is_read_as_html(void **state)
{
    (void)state;
    assert_markdown("<div class=\"a>b\">\n<script>\nhidden <b>\n</script>\n<!-- gone\n-->\n"
                    "kept &amp;\n</div>\n\nafter <br/> x < y",
                    WORDS("kept", "after"),
                    "title: \n7:1 kept\n10:1 after\n[kept &\n\nafter\n x < y]\n");
}

static void the_first_heading_of_the_highest_level_is_the_title(void **state)
{
    (void)state;
    assert_markdown("## Second\n\n# First *of* all #\n\n# Other\n", NULL,
                    "title: First of all\nh2: Second\nh1: First of all\nh1: Other\n"
                    "[Second\n\nFirst of all\n\nOther]\n");
    assert_markdown("## Second\n\n### Third\n", NULL,
                    "title: Second\nh2: Second\nh3: Third\n[Second\n\nThird]\n");
    assert_markdown("#\n\ntext", NULL, "title: \n[text]\n");
}

static void yaml_front_matter_becomes_fields(void **state)
{
    (void)state;
    assert_markdown("---\ntitle: \"T: t\"\nlang: fr\ntags: [a, 'b c']\nkeywords: x, y\nlist:\n"
                    "  - p\n  - q\nplace:\n  city: C\n  deep:\n    no: n\nempty:\nnothing: ~\n"
                    "maps:\n  - k: v\nlast: &l z\n---\n# Head\n",
                    WORDS("Head"),
                    "title: T: t\nlanguage: fr\ntags = a\ntags = b c\nkeywords = x\nkeywords = y\n"
                    "list = p\nlist = q\nplace_city = C\nplace_deep_no = n\nmaps_k = v\nlast = "
                    "z\nh1: Head\n19:3 Head\n[Head]\n");
    assert_markdown("---\na: {b, c}\nd: {{ e }}\nf: g\n---\ntext", NULL,
                    "title: \na = b\na = c\nd = e\nf = g\n[text]\n");
    /* A rule is not front matter, nor is text between two rules. */
    assert_markdown("---\ntext\n", NULL, "title: \n[text]\n");
}

/* An error affects only its own member; the others are read as YAML. */
static void yaml_with_slips_is_read_line_by_line(void **state)
{
    (void)state;
    assert_markdown(
        "---\ntitle: T: t\ntags: [a, b]\nby: @ann\nl:\n\t- x\n\t- y\nsee: [[A]], [[B]]\n"
        "deep:\n  k: v\nb: [\n# c\nq: \"open\n---\ntext",
        WORDS("text"),
        "title: T: t\ntags = a\ntags = b\nby = @ann\nl = x\nl = y\nsee = [[A]], [[B]]\n"
        "deep_k = v\nb = [\nq = \"open\n15:1 text\n[text]\n");
    assert_markdown("---\nkey: *x\n: y\nname: %z\n  goes on: here\n---\ntext", NULL,
                    "title: \nkey = x\nunnamed = : y\nname = %z\ngoes_on = here\n[text]\n");
    assert_markdown("---\nSome text, which\nis not: a: key\nof all\n---\nmore", NULL,
                    "title: Some text, which\nis not: a: key\nof all\nh2: Some text, which\n[Some "
                    "text, which\nis not: a: key\nof all\n\nmore]\n");
    assert_markdown("---\na: &x Heron\nb: *x\nc: &y [d]\ne: *y\nf: Null\ng: 'null'\n---\nmore",
                    NULL, "title: \na = Heron\nb = Heron\nc = d\ng = null\n[more]\n");
    assert_markdown("---\nplain words\n---\nmore", NULL,
                    "title: plain words\nh2: plain words\n[plain words\n\nmore]\n");
}

static void toml_values_of_all_kinds_become_fields(void **state)
{
    (void)state;
    assert_markdown("+++\ntitle = \"\"\"\nA\nB\"\"\"\nx = {y = 'one', z = [\"two\", [3]]}\n"
                    "lost words\n[[t.u]]\nv = \"w\" rest # c\nd = 2001-02-03\n+++\ntext",
                    WORDS("text"),
                    "title: A\nB\nx_y = one\nx_z = two\nx_z = 3\nunnamed = lost words\n"
                    "t.u_v = w\nt.u = rest # c\nt.u_d = 2001-02-03\n11:1 text\n[text]\n");
    assert_markdown("+++\ntitle = \"Caf\\u00e9 \\U0001F600 \\u12 a\\nb\"\n+++\ntext", NULL,
                    "title: Café 😀 u12 a b\n[text]\n");
}

static void toml_front_matter_becomes_fields(void **state)
{
    (void)state;
    assert_markdown("+++\n# no\ntitle = \"T \\\"q\\\"\" # c\ndate = 2013-12-09T07:30:00-05:00\n"
                    "tags = [\"a, b\",\n  'c',\n]\ndraft = false\n[more]\nx = 1 # one\n+++\ntext",
                    WORDS("text"),
                    "title: T \"q\"\ndate = 2013-12-09T07:30:00-05:00\ntags = a\ntags = b\n"
                    "tags = c\ndraft = false\nmore_x = 1\n12:1 text\n[text]\n");
}

static void json_front_matter_becomes_fields(void **state)
{
    (void)state;
    assert_markdown("{\n\"title\": \"J\", \"n\": 1.5, \"o\": {\"b\": [1], \"c\": true}, "
                    "\"l\": [\"x\", 2]\n}\n\ntext",
                    WORDS("text"),
                    "title: J\nn = 1.5\no_b = 1\no_c = true\nl = x\nl = 2\n5:1 text\n[text]\n");
    assert_markdown("{ not json }\n", NULL, "title: \n[{ not json }]\n");
}

static void headings_in_html_are_headings(void **state)
{
    (void)state;
    assert_markdown(
        "<h1 align=\"center\">\n  <img src=\"x\"><br>\n  Orchard <b>census</b>\n</h1>\n\ntext\n\n"
        "## Part\n",
        NULL,
        "title: Orchard census\nh1: Orchard census\nh2: Part\n"
        "[Orchard census\n\ntext\n\nPart]\n");
    assert_markdown("<h2>Small</h2>\n\n# Great\n", NULL,
                    "title: Great\nh2: Small\nh1: Great\n[Small\n\nGreat]\n");
}

static void metadata_without_a_fence_becomes_fields(void **state)
{
    (void)state;
    assert_markdown("Title: A page\nDate: 2021-02-03\nSummary: Words,\n  and more\n\ntext\n", NULL,
                    "title: A page\ndate = 2021-02-03\nsummary = Words,\nsummary = and more\n"
                    "[text]\n");
    assert_markdown("Title: only this\n\ntext\n", NULL, "title: \n[Title: only this\n\ntext]\n");
    assert_markdown("Note: this\nAnd: that\n\ntext\n", NULL,
                    "title: \n[Note: this\nAnd: that\n\ntext]\n");
}

static void slips_of_front_matter_are_forgiven(void **state)
{
    (void)state;
    assert_markdown("\n---\ntitle:Quince tree\ntags: #garden #tree\nurl: http://x\n---\ntext", NULL,
                    "title: Quince tree\ntags = garden\ntags = tree\nurl = http://x\n[text]\n");
}

static void terms_that_are_defined_are_told(void **state)
{
    (void)state;
    assert_markdown(
        "# Head\n\n*One* term\n:   Text.\n\nTwo\n: Text\n: and more\n\nNo term\n:) smile\n", NULL,
        "title: Head\nh1: Head\nh7: One term\nh7: Two\n"
        "[Head\n\nOne term\n:   Text.\n\nTwo\n: Text\n: and more\n\nNo term\n:) smile]\n");
}

static void what_is_not_shown_can_be_found(void **state)
{
    (void)state;
    assert_markdown("See [[Fig tree|it]], [[Fig tree]] and [her](mailto:ann@x.example).\n\n"
                    "```sh title=\"run.sh\"\nx\n```\n\n<img src='a' alt='A map' title=\"two\">\n",
                    WORDS("run.sh"),
                    "title: \n3:0 run.sh\nnavigation: Fig tree\n"
                    "[See it, Fig tree and her.\n\nx\n\n"
                    "Fig tree\nann@x.example\ntitle=\"run.sh\"\nA map\ntwo]\n");
}

static void references_in_what_is_not_shown_are_resolved(void **state)
{
    (void)state;
    assert_markdown("[it](http://x/?a=1&amp;b=2 \"caf&eacute; \\&amp; bar\")\n\n"
                    "<img alt='p&ecirc;che'>\n",
                    NULL,
                    "title: \nnavigation: café &amp; bar\n"
                    "[it\n\ncafé &amp; bar\nhttp://x/?a=1&b=2\npêche]\n");
}

static void pictures_in_a_heading_are_not_the_title(void **state)
{
    (void)state;
    assert_markdown("# Fig [![build](b.svg)](http://x) ![chat](c.svg)\n", NULL,
                    "title: Fig\nh1: Fig build chat\nnavigation: http://x\n"
                    "[Fig build chat\n\nhttp://x]\n");
    assert_markdown("# ![logo](l.png) Plum tree\n", NULL,
                    "title: Plum tree\nh1: logo Plum tree\n[logo Plum tree]\n");
    assert_markdown("# ![Pear](l.png)\n", NULL, "title: Pear\nh1: Pear\n[Pear]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_of_front_matter_are_forgiven),
        cmocka_unit_test(metadata_without_a_fence_becomes_fields),
        cmocka_unit_test(headings_in_html_are_headings),
        cmocka_unit_test(reads_blocks_with_their_lines),
        cmocka_unit_test(reads_spans_with_their_columns),
        cmocka_unit_test(reads_lists_and_tables),
        cmocka_unit_test(raw_html_is_read_as_html),
        cmocka_unit_test(the_first_heading_of_the_highest_level_is_the_title),
        cmocka_unit_test(yaml_front_matter_becomes_fields),
        cmocka_unit_test(toml_front_matter_becomes_fields),
        cmocka_unit_test(yaml_with_slips_is_read_line_by_line),
        cmocka_unit_test(toml_values_of_all_kinds_become_fields),
        cmocka_unit_test(json_front_matter_becomes_fields),
        cmocka_unit_test(terms_that_are_defined_are_told),
        cmocka_unit_test(pictures_in_a_heading_are_not_the_title),
        cmocka_unit_test(what_is_not_shown_can_be_found),
        cmocka_unit_test(references_in_what_is_not_shown_are_resolved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
