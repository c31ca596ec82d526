/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of XML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/formats/collect.h"

static void an_article_has_title_fields_and_sections(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_XML,
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
        "<article xml:lang=\"de\"><title>Doc <emphasis>title</emphasis></title>\n"
        "<articleinfo><date>2020-01-31</date><author><firstname>Ann</firstname> "
        "<surname>B</surname></author></articleinfo>\n"
        "<section><title>Sec</title><para>Text with <foo>inline</foo> &amp; more\n"
        "on.</para><programlisting>int x;\n"
        "  y;</programlisting></section>\n"
        "<records><r><name>x</name><v>3</v></r><r><name>y</name><v>4</v></r></records>\n"
        "</article>\n",
        WORDS("Sec", "inline", "y"),
        "title: Doc title\n"
        "language: de\n"
        "date = 2020-01-31\n"
        "h1: Doc title\n"
        "h2: Sec\n"
        "4:0 Sec\n"
        "4:0 inline\n"
        "6:0 y\n"
        "[Doc title\n"
        "\n"
        "2020-01-31\n"
        "Ann\n"
        "B\n"
        "\n"
        "Sec\n"
        "\n"
        "Text with inline & more\n"
        "on.\n"
        "\n"
        "int x;\n"
        "  y;\n"
        "\n"
        "x\n"
        "3\n"
        "y\n"
        "4]\n");
}

static void broken_xml_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML, "<a><b>one</a> <![CDATA[x]]>", NULL,
                    "title: \n"
                    "[one x]\n");
}

static void entities_are_expanded_within_bounds_and_not_fetched(void **state)
{
    AUTO(buf_done) struct buf laughs = BUF_INIT;
    struct collector c = {.out = BUF_INIT};
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\"><!ENTITY d SYSTEM "
                    "\"file:///etc/passwd\">]>\n"
                    "<a>&c;&d;<p>x</p></a>",
                    WORDS("x"),
                    "title: \n"
                    "2:0 x\n"
                    "[haha\n\nx]\n");
    buf_append_str(&laughs, STR_LITERAL("<!DOCTYPE a [<!ENTITY e0 'ha '>"));
    for (int i = 1; i < 30; i++)
        buf_append_format(&laughs, "<!ENTITY e%d '&e%d;&e%d;&e%d;&e%d;'>", i, i - 1, i - 1, i - 1,
                          i - 1);
    buf_append_str(&laughs, STR_LITERAL("<!ENTITY own '&own;'>]>\n<a>&e29;&own;</a>"));
    collect_of(FORMAT_XML, buf_c_string(&laughs), &c);
    assert_true(c.out.n < 2 * 1024 * 1024);
    buf_done(&c.out);
}

static void a_date_of_publication_may_be_of_elements(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_XML,
        "<article><front><journal-meta><title>J</title></journal-meta>"
        "<article-title>Medlar</article-title>"
        "<pub-date><year>2021</year></pub-date>"
        "<pub-date><day>3</day><month>2</month><year>2021</year></pub-date>"
        "<pub-date><day>4</day><month>2</month><year>2021</year></pub-date></front></article>",
        NULL,
        "title: Medlar\n"
        "published = 2021-2-3\n"
        "h1: J\n"
        "h1: Medlar\n"
        "[J\n"
        "\n"
        "Medlar\n"
        "\n"
        "2021\n"
        "3\n"
        "2\n"
        "2021\n"
        "4\n"
        "2\n"
        "2021]\n");
    assert_extracts(FORMAT_XML,
                    "<a><PubDate><Year>2021</Year><Month>Feb</Month></PubDate>"
                    "<ArticleTitle>Fig</ArticleTitle></a>",
                    NULL, "title: Fig\npublished = Feb 2021\nh1: Fig\n[2021\nFeb\n\nFig]\n");
    assert_extracts(FORMAT_XML, "<TEI><date when=\"2021-02-03\">3 Feb</date></TEI>", NULL,
                    "title: \n"
                    "date = 2021-02-03\n"
                    "date = 3 Feb\n"
                    "navigation: TEI\n"
                    "[3 Feb\n"
                    "\n"
                    "TEI]\n");
}

static void a_name_of_the_root_or_its_head_is_the_title(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML, "<project><id>x</id><name>Fig</name></project>", NULL,
                    "title: Fig\nh1: Fig\n[x\n\nFig]\n");
    assert_extracts(FORMAT_XML, "<kml><Document><name>Map</name><p>x</p></Document></kml>", NULL,
                    "title: Map\nh1: Map\n[Map\n\nx]\n");
    assert_extracts(FORMAT_XML, "<list><item><name>Fig</name></item></list>", NULL,
                    "title: \n[Fig]\n");
}

static void a_break_within_text_ends_the_line(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML, "<tt><p>one<br/>two</p></tt>", NULL, "title: \n[one\ntwo]\n");
}

static void xml_that_breaks_off_keeps_its_text(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<a><b>one</b>\n"
                    "<c two",
                    WORDS("one"),
                    "title: \n"
                    "1:0 one\n"
                    "navigation: c\n"
                    "[one\n"
                    "\n"
                    "c]\n");
}

static void text_in_attributes_counts_where_elements_have_none(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_XML,
        "<smses count='2'><sms address='+1555' date='1612346400000' body='Come at noon'/>"
        "\n<sms body='Yes' readable_date='1.2.2021 11:00'/></smses>",
        WORDS("Yes"),
        "title: \n"
        "2:0 Yes\n"
        "navigation: smses\n"
        "[+1555\n"
        "Come at noon\n"
        "Yes\n"
        "\n"
        "smses\n"
        "sms]\n");
    assert_extracts(FORMAT_XML, "<posts><row Id='1' Body='&lt;p&gt;Graft it.&lt;/p&gt;'/></posts>",
                    NULL,
                    "title: \n"
                    "navigation: posts\n"
                    "[Graft it.\n"
                    "\n"
                    "posts\n"
                    "row]\n");
    /* if elements have the text, attributes are markup */
    assert_extracts(
        FORMAT_XML,
        "<a role='first among equals'>A longer text than what it is, and more of it.</a>", NULL,
        "title: \nnavigation: first among equals\n"
        "[A longer text than what it is, and more of it.\n\nfirst among equals]\n");
}

static void pictures_in_base64_are_no_text(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<book><p>text</p><binary id='a'>short</binary>"
                    "<x encoding='base64'>aGVsbG8=</x><image>"
                    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoH\n"
                    "BwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT=</image></book>",
                    NULL, "title: \n[text]\n");
    assert_extracts(FORMAT_XML, "<svg><path d='M 10 10'/></svg>", NULL, "");
    assert_extracts(FORMAT_XML, "<svg><text>Fig</text></svg>", NULL, "title: \n[Fig]\n");
}

static void words_that_name_text_count_beside_text(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<list class='a b c'><item title='Quince pie'>A longer text than its title "
                    "and class is, which goes on.</item></list>",
                    NULL,
                    "title: \nnavigation: a b c\n"
                    "[A longer text than its title and class is, which goes on.\n\n"
                    "Quince pie\n\na b c]\n");
    /* what does not read like text can be found, too, once; but not what is for the eye */
    assert_extracts(FORMAT_XML,
                    "<d style='red'><r u='https://x.example/7'>A text</r><r u='https://x.example/7'"
                    " n='12'>and more of it</r></d>",
                    NULL,
                    "title: \n"
                    "navigation: https://x.example/7\n"
                    "[A text\n"
                    "and more of it\n"
                    "\n"
                    "https://x.example/7\n"
                    "d\n"
                    "r]\n");
}

static void what_a_document_declares_in_words_is_put_in(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<!DOCTYPE a [<!ENTITY prog \"Quince\"><!ENTITY m '<b>x</b>'>]>\n"
                    "<a><p>&prog; 2 &copy; A&B &unknown; &m;</p><x><![CDATA[&prog;]]></x></a>",
                    WORDS("Quince"),
                    "title: \n2:0 Quince\n[Quince 2 \u00A9 A&B &unknown; x\n\n&prog;]\n");
}

static void html_in_a_section_of_cdata_is_read(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<kml><description><![CDATA[<b>wal</b>nut &amp; fig]]></description>"
                    "<programlisting><![CDATA[<b>x</b>]]></programlisting></kml>",
                    NULL,
                    "title: \n"
                    "navigation: kml\n"
                    "[walnut & fig\n"
                    "\n"
                    "<b>x</b>\n"
                    "\n"
                    "kml\n"
                    "description]\n");
}

static void what_a_drawing_says_to_programs_is_no_text(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<svg><metadata><dc:format>image/svg+xml</dc:format></metadata><style>.a{}"
                    "</style><path d='M0'/></svg>",
                    NULL, "");
    assert_extracts(FORMAT_XML, "<svg><style>.a{}</style><text>Map</text></svg>", NULL,
                    "title: \n[Map]\n");
}

static void letters_of_one_case_are_no_base64(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<a>GATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACA</a>",
                    NULL,
                    "title: \n"
                    "[GATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACA]\n");
}

static void settings_are_found_by_comments_and_names(void **state)
{
    (void)state;
    assert_extracts(FORMAT_XML,
                    "<!-- How trees\nare counted --><Server><maxTrees>7</maxTrees></Server>",
                    WORDS("counted"),
                    "title: \n"
                    "1:0 counted\n"
                    "navigation: How trees\n"
                    "[7\n"
                    "\n"
                    "How trees\n"
                    "are counted\n"
                    "Server\n"
                    "maxTrees]\n");
    assert_extracts(FORMAT_XML, "<article><front><title>Fig</title></front><p>x</p></article>",
                    NULL,
                    "title: Fig\n"
                    "h1: Fig\n"
                    "[Fig\n"
                    "\n"
                    "x]\n");
}

static void any_number_of_entities_is_known(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf source = BUF_INIT;
    buf_append_format(&source, "<!DOCTYPE a [<!ENTITY e7 \"fig\"><!ENTITY e7 \"pear\">");
    for (unsigned i = 0; i < 2000; i++)
        buf_append_format(&source, "<!ENTITY e%u \"quince%u\">", i, i);
    buf_append_format(&source, "]><a>&e7; &e1999;</a>");
    struct collector c = {.out = BUF_INIT, .only_own = true};
    collect_of(FORMAT_XML, buf_c_string(&source), &c);
    assert_string_equal(buf_c_string(&c.out), "title: \n[fig quince1999]\n");
    buf_done(&c.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_of_one_case_are_no_base64),
        cmocka_unit_test(what_a_drawing_says_to_programs_is_no_text),
        cmocka_unit_test(html_in_a_section_of_cdata_is_read),
        cmocka_unit_test(what_a_document_declares_in_words_is_put_in),
        cmocka_unit_test(words_that_name_text_count_beside_text),
        cmocka_unit_test(pictures_in_base64_are_no_text),
        cmocka_unit_test(text_in_attributes_counts_where_elements_have_none),
        cmocka_unit_test(an_article_has_title_fields_and_sections),
        cmocka_unit_test(broken_xml_is_read_as_far_as_it_goes),
        cmocka_unit_test(entities_are_expanded_within_bounds_and_not_fetched),
        cmocka_unit_test(a_date_of_publication_may_be_of_elements),
        cmocka_unit_test(a_name_of_the_root_or_its_head_is_the_title),
        cmocka_unit_test(a_break_within_text_ends_the_line),
        cmocka_unit_test(xml_that_breaks_off_keeps_its_text),
        cmocka_unit_test(settings_are_found_by_comments_and_names),
        cmocka_unit_test(any_number_of_entities_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
