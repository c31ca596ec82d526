/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of feeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void items_of_rss_are_documents(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_FEED,
        "<?xml version=\"1.0\"?><rss version=\"2.0\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Site</title>\n"
        "<item><title>First &amp; best</title><link>http://e.org/1</link><pubDate>Tue, 10 May 2011 "
        "10:00:00 GMT</pubDate>\n"
        "<description>Short</description>\n"
        "<content:encoded><![CDATA[<p>Long <b>text</b> one.</p>\n"
        "<p>Second &eacute; para.</p>]]></content:encoded><category>a</category></item>\n"
        "<item><title>Two</title><description>&lt;p&gt;esc&lt;/p&gt;</description></item>\n"
        "</channel></rss>\n",
        WORDS("Long", "Second", "esc"),
        "id: http://e.org/1\n"
        "title: First & best\n"
        "url = http://e.org/1\n"
        "date = Tue, 10 May 2011 10:00:00 GMT\n"
        "tags = a\n"
        "description = Short\n"
        "site = Site\n"
        "4:0 Long\n"
        "5:0 Second\n"
        "no esc\n"
        "[Long text one.\n"
        "\n"
        "Second é para.]\n"
        "id: 2\n"
        "title: Two\n"
        "site = Site\n"
        "no Long\n"
        "no Second\n"
        "6:0 esc\n"
        "[esc]\n");
}

static void entries_of_atom_are_documents(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_FEED,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>S</title><entry><id>urn:1</id><title "
        "type=\"html\">T &lt;b&gt;x&lt;/b&gt;</title><link "
        "href=\"http://e.org/a\"/><updated>2020-01-31T00:00:00Z</updated><author><name>Ann</name></"
        "author><content type=\"xhtml\"><div><p>One</p>\n"
        "<p>Two &amp; three</p></div></content></entry></feed>",
        WORDS("One", "three"),
        "id: urn:1\n"
        "title: T x\n"
        "url = http://e.org/a\n"
        "modified = 2020-01-31T00:00:00Z\n"
        "author = Ann\n"
        "site = S\n"
        "1:0 One\n"
        "2:0 three\n"
        "[One\n"
        "\n"
        "Two & three]\n");
}

static void a_feed_without_items_is_one_document(void **state)
{
    (void)state;
    assert_extracts(FORMAT_FEED, "<rss><channel><title>T</title></channel></rss>", NULL,
                    "title: T\n"
                    "h1: T\n"
                    "[T]\n");
}

static void other_vocabularies_fill_what_an_item_leaves_open(void **state)
{
    (void)state;
    assert_extracts(FORMAT_FEED,
                    "<rss><item><itunes:title>A again</itunes:title><title>A</title>"
                    "<media:description>Shown</media:description></item>"
                    "<item><title>B</title><media:title>Tree</media:title></item>"
                    "<item><media:title>C</media:title><media:group><media:content/></media:group>"
                    "<itunes:author>Ann</itunes:author></item></rss>",
                    NULL,
                    "id: 1\ntitle: A\n[Shown\n\nA again]\nid: 2\ntitle: B\n[Tree]\n"
                    "id: 3\ntitle: C\nauthor = Ann\n[]\n");
}

static void notes_and_wiki_pages_are_documents(void **state)
{
    (void)state;
    assert_extracts(FORMAT_FEED,
                    "<en-export><note><title>Fig</title><content><![CDATA[<?xml version='1.0'?>"
                    "<en-note><div>Buy <b>figs</b>.</div></en-note>]]></content>"
                    "<created>20180505T080000Z</created><tag>x</tag><resource>"
                    "<data encoding='base64'>aGVsbG8=</data></resource></note></en-export>",
                    NULL, "id: 1\ntitle: Fig\ndate = 20180505T080000Z\ntags = x\n[Buy figs.]\n");
    assert_extracts(FORMAT_FEED,
                    "<mediawiki><siteinfo><sitename>W</sitename></siteinfo><page><title>Fig</title>"
                    "<id>7</id><revision><id>9</id><timestamp>2018-05-05T08:00:00Z</timestamp>"
                    "<text>A ''tree''.</text></revision></page></mediawiki>",
                    NULL,
                    "id: 7\ntitle: Fig\ndate = 2018-05-05T08:00:00Z\nnavigation: W\n"
                    "[A ''tree''.\n\nW]\n");
}

static void what_no_known_member_says_is_kept(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_FEED,
        "<rss><item><title>Q</title><description>A teaser of its own</description>"
        "<content:encoded>&lt;p&gt;Long text of it, which goes on and on.&lt;/p&gt;"
        "</content:encoded><itunes:keywords>a, b</itunes:keywords><g:gtin>978</g:gtin>"
        "<source url='x'>Daily</source><wp:comment><wp:comment_content>What a comment, with "
        "many words that read like the text of somebody.</wp:comment_content></wp:comment>"
        "</item><item><title>R</title><summary>Cut here...</summary><content>Cut here it is "
        "not</content><a><b>in</b>behind</a></item></rss>",
        NULL,
        "id: 1\ntitle: Q\nkeywords = a\nkeywords = b\ngtin = 978\nsource = Daily\n"
        "navigation: x\n"
        "[Long text of it, which goes on and on.\n\nA teaser of its own\n\n"
        "What a comment, with many words that read like the text of somebody.\n\nx]\n"
        "id: 2\ntitle: R\nb = in\na = behind\n[Cut here it is not]\n");
}

static void what_a_feed_says_about_itself_is_kept_once(void **state)
{
    (void)state;
    assert_extracts(FORMAT_FEED,
                    "<feed><title>Site</title><subtitle type='html'>All &lt;b&gt;figs&lt;/b&gt;"
                    "</subtitle><author><name>Ann</name><uri>u:ann</uri></author>"
                    "<entry><title>A</title><content>one</content><category term='t' label='Tea'/>"
                    "<link rel='enclosure' href='http://x/a.mp3'/></entry>"
                    "<entry><title>B</title><content>two</content><author><name>Bob</name></author>"
                    "<source><title>Other</title><author><name>Cy</name></author></source>"
                    "</entry></feed>",
                    NULL,
                    "id: 1\ntitle: A\ntags = t\ntags = Tea\nauthor = Ann\nsite = Site\n"
                    "navigation: All figs\n"
                    "[one\n\nAll figs\nAnn\nu:ann\nhttp://x/a.mp3]\n"
                    "id: 2\ntitle: B\nauthor = Bob\nsite = Site\n[two\n\nOther]\n");
}

static void references_and_tags_are_read_as_they_are_meant(void **state)
{
    (void)state;
    assert_extracts(FORMAT_FEED,
                    "<rss><item><title>Caf&eacute; &amp; AT&T</title><description>a & b"
                    "</description></item></rss>",
                    NULL, "id: 1\ntitle: Caf\u00E9 & AT&T\n[a & b]\n");
    assert_extracts(FORMAT_FEED,
                    "<feed><entry><title type='xhtml'><div>Quin<b>ces</b></div></title>"
                    "<content type='xhtml'><div><p>b<i>c</i></p><p>d</p></div></content></entry>"
                    "<entry><title>P</title><content type='image/png'>iVBORw0KGgo</content>"
                    "</entry><entry><title mode='base64'>UGx1bQ==</title><body><p>x</p>y</body>"
                    "<link title='Web'/></entry></feed>",
                    NULL,
                    "id: 1\ntitle: Quinces\n[bc\n\nd]\nid: 2\ntitle: P\n[]\n"
                    "id: 3\ntitle: Plum\n[x\n\ny\n\nWeb]\n");
}

static void an_item_without_its_end_is_a_document(void **state)
{
    (void)state;
    assert_extracts(FORMAT_FEED,
                    "<rss><item><title>A</title></item><item><title>B</title><description>cut",
                    NULL, "id: 1\ntitle: A\n[]\nid: 2\ntitle: B\n[cut]\n");
}

static void members_of_one_kind_are_apart(void **state)
{
    (void)state;
    assert_extracts(
        FORMAT_FEED,
        "<rss xmlns:media=\"m\" xmlns:itunes=\"i\"><channel><itunes:category "
        "text=\"Fruit\"/><item><title>T</title><media:description>one"
        "</media:description><itunes:summary>two</itunes:summary></item></channel></rss>",
        NULL, "id: 1\ntitle: T\nnavigation: Fruit\n[one\n\ntwo\n\nFruit]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_of_one_kind_are_apart),
        cmocka_unit_test(an_item_without_its_end_is_a_document),
        cmocka_unit_test(references_and_tags_are_read_as_they_are_meant),
        cmocka_unit_test(what_a_feed_says_about_itself_is_kept_once),
        cmocka_unit_test(what_no_known_member_says_is_kept),
        cmocka_unit_test(notes_and_wiki_pages_are_documents),
        cmocka_unit_test(other_vocabularies_fill_what_an_item_leaves_open),
        cmocka_unit_test(items_of_rss_are_documents),
        cmocka_unit_test(entries_of_atom_are_documents),
        cmocka_unit_test(a_feed_without_items_is_one_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
