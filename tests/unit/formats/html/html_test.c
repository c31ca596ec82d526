/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/formats/collect.h"

static enum err_code collect_date(void *ctx, struct document *d, struct err *err)
{
    struct collector *c = ctx;
    (void)err;
    buf_append_str(&c->out, d->date_shown);
    return ERR_OK;
}

static void assert_html(const char *text, const char *const *words, const char *expected)
{
    assert_extracts(FORMAT_HTML, text, words, expected);
}

static void blocks_become_lines_and_paragraphs(void **state)
{
    (void)state;
    assert_html("<html><body>\n<h1>Head</h1>\n<p>one\n <b>t</b>wo  x<br>three</p><div>four</div>\n"
                "<ul><li>five<li>six</ul>\n<pre>\n  a\n\n  b</pre>end</body></html>",
                WORDS("Head", "one", "three", "six", "a\n", "b", "end"),
                "title: Head\nh1: Head\n2:0 Head\n3:0 one\n4:0 three\n5:0 six\n7:0 a\n\n9:0 b\n"
                "9:0 end\n"
                "[Head\n\none\ntwo x\nthree\n\nfour\n\nfive\nsix\n\n  a\n\n  b\n\nend]\n");
}

static void cells_of_a_table_stand_on_one_line(void **state)
{
    (void)state;
    assert_html("<table><caption>c</caption><tr><th>a</th> <th>b</th></tr>\n"
                "<tr><td>1</td><td></td><td>2</td></tr></table>",
                NULL, "title: \n[c\na | b\n1 | 2]\n");
}

static void scripts_styles_and_comments_are_no_text(void **state)
{
    (void)state;
    assert_html("<p>a<script>if (a<b) x();</script><style>p{}</style>"
                "<!-- c --><svg><title>s</title></svg><template>t</template> "
                "<img alt='pic ture'>b&eacute;&#233;&nbsp;",
                NULL, "title: \nnavigation: s\n[a pic ture béé\u00A0\n\ns\nt]\n");
}

static void texts_for_people_are_found_without_quotes_and_in_scripts(void **state)
{
    (void)state;
    assert_html("<p>a <abbr title=Long>b</abbr><img src=a alt=pear><table><th abbr=Head>c</table>"
                "<script type=\"text/template\"># Slide</script><script type=text/javascript>no"
                "</script><noscript><img alt='Apple tree'></noscript>",
                NULL,
                "title: \nnavigation: Apple tree\n[a b pear\n\nc\n\nApple tree\n\n# Slide\nLong\n"
                "Head]\n");
}

static void boilerplate_goes_to_the_end(void **state)
{
    (void)state;
    assert_html("<body class=nav-open><header><h1>Site</h1></header>\n<nav>menu</nav>\n"
                "<div id='cookie-banner'>cookies</div>\n<main><header><h2>Head</h2></header>\n"
                "<p>text</p></main>\n<footer>foot</footer></body>",
                WORDS("Head", "text", "menu", "cookies", "foot"),
                "title: Head\nh2: Head\nh1: Site\n4:0 Head\n5:0 text\n2:0 menu\n3:0 cookies\n"
                "6:0 foot\nnavigation: Site\n[Head\n\ntext\n\nSite\n\nmenu\n\ncookies\n\nfoot]\n");
    assert_html("<nav>only this</nav>", NULL, "title: \n[only this]\n");
}

/* What documentation generators and blogs put around a page. */
static void navigation_of_generators_and_blogs_goes_to_the_end(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<div role=navigation>menu</div>text",
        "<div class=sphinxsidebar>menu</div>text",
        "<div id=side-nav>menu</div>text",
        "<ul class='navList'><li>menu</ul>text",
        "<div class=bottomNav>menu</div>text",
        "<div class='book-summary'>menu</div>text",
        "<div id=secondary class=widget-area>menu</div>text",
        "<div class='site-footer'>menu</div>text",
        "<div class=navheader>menu</div>text",
        "<main>text<nav>menu</nav></main>",
        "<article><p>text</p><div class=sharedaddy>menu</div></article>",
        "<div role=contentinfo>menu</div><div role=main>text</div>",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_html(pages[i], NULL, "title: \nnavigation: menu\n[text\n\nmenu]\n");
}

static void what_only_sounds_like_navigation_stays(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<body class='menu-open sidebar-left'>text",
        "<main class=nav-target>text</main>",
        "<div class=section id=cookie-banner>text</div>",
        "<section id=menu>text</section>",
        "<dl><dd id=tkinter.Menu.share>text</dl>",
        "<div class=cookies-and-cream>text</div>",
        "<article><aside class=note>text</aside></article>",
        "<nav>text</nav>",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_html(pages[i], NULL, "title: \n[text]\n");
}

/* They are labels, like headings, but passages and titles do not come from them. */
static void terms_that_are_defined_are_told(void **state)
{
    (void)state;
    assert_html("<dl><dt>one <b>term</b><dd>text<dt></dt><dd>more</dl><h2>Head</h2>", NULL,
                "title: Head\nh7: one term\nh2: Head\n[one term\ntext\nmore\n\nHead]\n");
    assert_html("<dl><dt><h3>both</h3><dd>text</dl>", NULL,
                "title: both\nh3: both\n[both\n\ntext]\n");
}

/* A name is not trusted if most of the text is in the element. */
static void text_that_is_called_navigation_stays(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf page = BUF_INIT;
    AUTO(buf_done) struct buf expected = BUF_INIT;
    buf_append_str(&page, STR_LITERAL("<nav>menu</nav><h1>Head</h1><div class=widget>"));
    buf_append_str(&expected, STR_LITERAL("title: Head\nh1: Head\nnavigation: menu\n[Head\n\n"));
    for (int i = 0; i < 100; i++) {
        buf_append_str(&page, STR_LITERAL("prose "));
        buf_append_str(&expected, STR_LITERAL("prose "));
    }
    expected.n--;
    buf_append_str(&page, STR_LITERAL("</div>"));
    buf_append_str(&expected, STR_LITERAL("\n\nmenu]\n"));
    assert_html(buf_c_string(&page), NULL, buf_c_string(&expected));
}

#define PROSE "This page says something of its own, and more than once. "
#define LINKS "<li><a href=a.html>one</a><li><a href=b.html>two</a><li><a href=c.html>three</a>"

static void lists_of_links_are_told_from_text(void **state)
{
    (void)state;
    assert_html("<ul>" LINKS "</ul>\n<p>" PROSE "</p>", WORDS("This", "one"),
                "title: \n2:0 This\n1:0 one\nnavigation: one\n"
                "[This page says something of its own, and more than once.\n\none\ntwo\nthree]\n");
    /* among prose, or nearly all of the text */
    assert_html("<ul>" LINKS "<li>and what no link says</ul><p>" PROSE, NULL,
                "title: \n[one\ntwo\nthree\nand what no link says\n\n"
                "This page says something of its own, and more than once.]\n");
    assert_html("<h1>x</h1><ul>" LINKS "</ul>", NULL, "title: x\nh1: x\n[x\n\none\ntwo\nthree]\n");
    /* the author declares it to be the text */
    assert_html("<main><ul>" LINKS "</ul><p>" PROSE "</main>", NULL,
                "title: \n[one\ntwo\nthree\n\n"
                "This page says something of its own, and more than once.]\n");
    assert_html("<p><a href=a.html>one</a> | <a href=b.html>two</a> | <a href=c.html>three</a></p>"
                "<p>" PROSE,
                NULL,
                "title: \nnavigation: one | two | three\n"
                "[This page says something of its own, and more than once.\n\n"
                "one | two | three]\n");
}

static void the_contents_of_a_page_are_told_from_its_menu(void **state)
{
    (void)state;
    assert_html("<nav><p>menu<ul><li><a href=#a>one</a><ul><li><a href=#b>two</a></ul>"
                "<li><a href=#c>three</a></ul>more</nav>text",
                NULL,
                "title: \ncontents: one\nnavigation: menu\n"
                "[text\n\none\n\ntwo\n\nthree\n\nmenu\n\nmore]\n");
}

static void meta_elements_become_fields(void **state)
{
    (void)state;
    assert_html("<html lang=en-GB><head><title>\n A  page |\n Site</title>"
                "<meta name=Author content='Ann &amp; Bob'><meta name=keywords content='k, l'>"
                "<meta property=article:published_time content=2018-09-27>"
                "<meta name=dcterms.creator content=C><meta name=viewport content=v>"
                "<meta name=twitter:title content=w><meta property=og:description content=D>"
                "<link rel=canonical href=http://x/y></head><body>t",
                NULL,
                "title: w\n"
                "language: en-GB\n"
                "author = Ann & Bob\n"
                "keywords = k\n"
                "keywords = l\n"
                "article_published_time = 2018-09-27\n"
                "author = C\n"
                "description = D\n"
                "url = http://x/y\n"
                "navigation: A page | Site\n"
                "[t\n"
                "\n"
                "A page | Site]\n");
}

static void the_title_is_that_of_the_page_without_the_site(void **state)
{
    (void)state;
    assert_html("<title>T - S</title><h1>T</h1>", NULL, "title: T\nsite = S\nh1: T\n[T]\n");
    assert_html("<title>T - S</title><h1>Other</h1>", NULL, "title: T - S\nh1: Other\n[Other]\n");
    assert_html("<meta property=og:title content=O><h1>H</h1>", NULL, "title: O\nh1: H\n[H]\n");
    assert_html("<h3>third</h3><h2>second</h2><h2>late</h2>", NULL,
                "title: second\nh3: third\nh2: second\nh2: late\n[third\n\nsecond\n\nlate]\n");
}

static void json_ld_fills_what_meta_elements_left_open(void **state)
{
    (void)state;
    assert_html("<script type='application/ld+json'>{\"@graph\":[{\"x\":1},{\"headline\":\"J\","
                "\"datePublished\":\"2021-09-30\",\"dateModified\":\"2021-10-01\","
                "\"author\":[{\"name\":\"A\"},\"B\"]}]}</script>"
                "<script type='application/ld+json'>{broken</script>t",
                NULL,
                "title: J\ndate = 2021-09-30\nmodified = 2021-10-01\nauthor = A\nauthor = B\n"
                "[t]\n");
    assert_html("<meta name=date content=2020><script type='application/ld+json'>"
                "{\"datePublished\":\"2021\"}</script>t",
                NULL, "title: \ndate = 2020\n[t]\n");
    /* as templates write it: line breaks in strings, superfluous commas, wrapped in comments */
    assert_html("<script type='application/ld+json'>//<![CDATA[\n{\"headline\":\"J\",\n"
                "\"description\":\"a\nb\",\"datePublished\":\"2021-09-30\",}//]]></script>t",
                NULL,
                "title: J\n"
                "date = 2021-09-30\n"
                "description = a\n"
                "b\n"
                "[t]\n");
}

static void deep_nesting_is_read_flat(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf page = BUF_INIT;
    for (int i = 0; i < 3000; i++)
        buf_append_str(&page, STR_LITERAL("<div>"));
    buf_append_str(&page, STR_LITERAL("\n\ndeep <b>word</b> &amp;<script>no</script>"));
    assert_html(buf_c_string(&page), WORDS("deep"), "title: \n3:0 deep\n[deep word &]\n");
}

static void many_attributes_take_no_time(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf page = BUF_INIT;
    buf_append_str(&page, STR_LITERAL("<p"));
    for (int i = 0; i < 50000; i++)
        buf_append_format(&page, " a%d=1", i);
    buf_append_str(&page, STR_LITERAL(">text"));
    assert_html(buf_c_string(&page), NULL, "title: \n[text]\n");
}

static void a_script_is_no_tag(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf page = BUF_INIT;
    buf_append_str(&page, STR_LITERAL("<meta name=date content=2020><script>if (a <b"));
    for (int i = 0; i < 3000; i++)
        buf_append_format(&page, " + %d", i);
    buf_append_str(&page, STR_LITERAL(")</script>text"));
    assert_html(buf_c_string(&page), NULL, "title: \ndate = 2020\n[text]\n");
}

static void words_of_one_attribute_are_not_many(void **state)
{
    (void)state;
    static const char *const quotes[] = {"=\"", "=  '"};
    for (size_t i = 0; i < 2; i++) {
        AUTO(buf_done) struct buf page = BUF_INIT;
        buf_append_format(&page, "<nav>menu</nav><p title%s", quotes[i]);
        for (int k = 0; k < 50000; k++)
            buf_append_format(&page, " %d >", k);
        buf_append_format(&page, "%c>text", quotes[i][strlen(quotes[i]) - 1]);
        assert_html(buf_c_string(&page), NULL, "title: \nnavigation: menu\n[text\n\nmenu]\n");
    }
}

/* What browsers read differently from libxml2. */
static void what_browsers_forgive_is_forgiven(void **state)
{
    (void)state;
    assert_html("<title>Mayor&#8217;s office &#150; news</title>it&#146;s &#x80;5 &#0;&#xD800;a "
                "&#xFFFFFFFFFFFF;b &#zoo &#;",
                NULL, "title: Mayor’s office – news\n[it’s €5 \uFFFD\uFFFDa \uFFFDb &#zoo &#;]\n");
    assert_html("<img alt='A&#38B &#x43.'>", NULL, "title: \n[A&B C.]\n");
    assert_html("<form><style></form>text <b>after</b>", NULL, "title: \n[text after]\n");
    assert_html("a<!-->b<!--->c<!-- d --!>e<!-- f\n -- -->g\n<![if !x]>h<![endif]></ >i<!x\n>j",
                WORDS("j"), "title: \n4:0 j\n[abceg\nhij]\n");
    assert_html(
        "<title>a <b>&lt;&#150;</title><textarea>x</p>&amp;<i></textarea>y<xmp>&lt;<u></xmp>", NULL,
        "title: a <b><–\n[x</p>&<i>\n\ny\n\n&lt;<u>]\n");
    assert_html("a<textarea />b<textarea>c<p>d", NULL, "title: \n[a\n\nb\n\nc\n\nd]\n");
    assert_html("<!DOCTYPE html><title>t</title><noscript><img alt=n></noscript><main>a</main>b",
                NULL, "title: t\n[a\n\nb]\n");
    assert_html("a <![CDATA[b > <i> &amp; c]]> d <![CDATA[e> f", NULL,
                "title: \n[a b > <i> &amp; c d f]\n");
    assert_html("a<plaintext>b</plaintext>&amp;", NULL, "title: \n[a\n\nb</plaintext>&amp;]\n");
    assert_html("<script>a(\"<!x\");</script>b<script>if (a<!c) d();</script>e<!-- f", NULL,
                "title: \n[be]\n");
}

static void elements_left_out_end_at_their_own_end(void **state)
{
    (void)state;
    static const char *const names[] = {"svg", "iframe", "noembed", "template"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        AUTO(buf_done) struct buf page = BUF_INIT;
        buf_append_format(&page, "<body><%s class=x>a<div><table></%s><p>\n\ntext", names[i],
                          names[i]);
        assert_html(buf_c_string(&page), WORDS("text"),
                    "title: \n3:0 text\nnavigation: a\n[text\n\na]\n");
    }
    assert_html("text<svg><svg/><a></svg>!", NULL, "title: \n[text !]\n");
    assert_html("text<svg><style>x</style><title>A &lt; b</title>\n<text>c</text></svg>!",
                WORDS("c"), "title: \n1:0 c\nnavigation: A < b\n[text !\n\nA < b\nc]\n");
    /* without an end it does not swallow the page */
    assert_html("<p>a</p><template><p>b</p>", NULL, "title: \n[a]\n");
}

static void words_instead_of_something_are_beside_the_page(void **state)
{
    (void)state;
    static const char *const names[] = {"noscript", "object", "canvas"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        AUTO(buf_done) struct buf page = BUF_INIT;
        buf_append_format(&page, "<p>text</p><%s class=x>a<div>\n<b>b &lt;</%s><p>more", names[i],
                          names[i]);
        assert_html(buf_c_string(&page), WORDS("b", "more"),
                    "title: \n2:0 b\n2:0 more\nnavigation: a\n[text\n\nmore\n\na\nb <]\n");
    }
    assert_html("<object>a<object>b</object>c</object>", NULL, "title: \n[a\nb\nc]\n");
    assert_html("<noscript><p>all of it</p></noscript>", NULL, "title: \n[all of it]\n");
    /* without an end it does not count */
    assert_html("<p>a</p><noscript><p>b</p>", NULL, "title: \n[a\n\nb]\n");
    /* only a value that begins with a quotation mark may have a ">" */
    assert_html("<noscript a='b>c'>d</noscript>", NULL, "title: \n[d]\n");
    assert_html("<noscript a=b='c>d'>e</noscript>", NULL, "title: \n[d'>e]\n");
}

static void what_is_not_shown_can_be_found(void **state)
{
    (void)state;
    assert_html(
        "<title>T</title><p>text <abbr title='Fig &amp; Co'>FC</abbr><img alt='x' title='y'>"
        "<input placeholder='hint'><input value='Go'></p><iframe>old</iframe>",
        NULL, "title: T\nnavigation: old\n[text FC x\n\nold\nFig & Co\ny\nhint\nGo]\n");
    /* a second title, and characters without their semicolons */
    assert_html("<title>T</title><title>U</title>caf&eacute &copy=1 &ltx &notin", NULL,
                "title: T\nnavigation: U\n[caf\u00E9 &copy=1 &ltx &notin\n\nU]\n");
    assert_html("<frameset><frame title='Menu'><noframes><p>No frames</p></noframes></frameset>",
                NULL, "title: \n[No frames\nMenu]\n");
}

static void the_data_of_an_empty_page_is_its_text(void **state)
{
    (void)state;
    assert_html("<title>T</title><div id=app></div>\n<script type='application/json'>{\"a\": "
                "[\"two <b>words</b>\", \"one\", {\"b\": \"and more\"}]}</script>"
                "<script>var x = \"not this\"</script>",
                WORDS("more"), "title: T\n2:0 more\n[two words\nand more]\n");
    assert_html("<p>text</p><script type='application/json'>[\"two words\"]</script>", NULL,
                "title: \n[text]\n");
}

static void dates_that_a_page_shows_are_found(void **state)
{
    (void)state;
    static const char *const pages[][2] = {
        {"<time class='entry-date published' datetime=2019-02-10>x</time>"
         "<time class=updated datetime=2019-02-12>x</time>",
         "2019-02-10"},
        {"<time class=updated datetime=2019-02-12>x</time><time datetime=2019-02-10>x</time>",
         "2019-02-10"},
        {"<span class=post-date>10. Mai 2011</span>", "10. Mai 2011"},
        {"<span class=entry-date><abbr class=published title=2017-07-23T17:06:45+0000>x</abbr>",
         "2017-07-23T17:06:45+0000"},
        {"<time datetime=2019-02-10>x</time><time datetime=2019-02-12>x</time>", ""},
        {"<div class=widget><time datetime=2019-02-10>x</time></div>", ""},
        {"<span class=candidate>10. Mai 2011</span>", ""},
        /* of several, the one after the title */
        {"<time datetime=2019-03-01>x</time><h1>T</h1><time datetime=2019-02-10>x</time>"
         "<time datetime=2019-02-12>x</time>",
         "2019-02-10"},
        {"<div class=footer><time itemprop=datePublished datetime=2019-02-10>x</time></div>",
         "2019-02-10"},
        {"<div class=comment-date>2019-02-10</div>", ""},
        /* the day that readers see */
        {"<div class=time><time datetime=2019-07-03T10:18:46Z>le 29 juin 2019</time></div>",
         "le 29 juin 2019"},
        {"<span property=schema:dateCreated content=2019-02-10>x</span>", "2019-02-10"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct collector c = {.out = BUF_INIT};
        struct reader_input source = {
            .path = STR_LITERAL("a.html"), .text = str_of(pages[i][0]), .first_line = 1};
        struct reader_output output = {collect_date, collect_skip, &c};
        struct arena scratch = ARENA_INIT;
        struct err err = ERR_INIT;
        assert_int_equal(format_read(FORMAT_HTML, &source, &scratch, &output, &err), ERR_OK);
        assert_string_equal(buf_c_string(&c.out), pages[i][1]);
        arena_done(&scratch);
        buf_done(&c.out);
    }
}

static void a_page_is_called_what_it_announces(void **state)
{
    (void)state;
    assert_html("<title>Site</title><meta property=og:title content=T><h1>H</h1>", NULL,
                "title: T\n"
                "h1: H\n"
                "navigation: Site\n"
                "[H\n"
                "\n"
                "Site]\n");
    assert_html("<title>Site</title><meta property=og:site_name content=Site><h1>H</h1>", NULL,
                "title: H\nsite = Site\nh1: H\n[H]\n");
    assert_html("<title>T</title><meta property=og:site_name content=S>"
                "<meta property=og:title content=S><h1>H</h1>",
                NULL, "title: T\nsite = S\nh1: H\n[H]\n");
    assert_html("<title>x</title><meta name=twitter:title content=W>"
                "<meta property='dc:title og:title' content=D>",
                NULL, "title: D\n[]\n");
}

static void damaged_json_ld_says_what_it_can(void **state)
{
    (void)state;
    assert_html("<script type='application/ld+json; charset=utf-8'>{\"headline\":\"The \"great\" "
                "one\",\"datePublished\" : \"2021-09-30\",\"description\":\"cut</script>t",
                NULL, "title: The \"great\" one\ndate = 2021-09-30\n[t]\n");
    assert_html("<script type='application/ld+json'>{\"@type\":\"WebSite\"}{\"dateCreated\":"
                "\"2021-09-30\"}</script>t",
                NULL, "title: \ncreated = 2021-09-30\n[t]\n");
    assert_html("<script type='application/ld+json'>{&quot;datePublished&quot;:&quot;2021-09-30"
                "&quot;}</script>t",
                NULL, "title: \ndate = 2021-09-30\n[t]\n");
}

static void a_title_that_nobody_wrote_gives_way_to_the_heading(void **state)
{
    (void)state;
    assert_html("<title>Untitled Document</title><h1>Quince</h1>t", NULL,
                "title: Quince\nh1: Quince\n[Quince\n\nt]\n");
    assert_html("<title>index.html</title>t", NULL, "title: index.html\n[t]\n");
}

static void the_headline_that_a_generator_marks_is_the_title(void **state)
{
    (void)state;
    assert_html("<title>Walnut library</title><h1>Walnut</h1><div class=header><div "
                "class=headertitle><div class=title>tree Class Reference<span "
                "class=mlabels>abstract</span></div></div></div><p>Counts.",
                NULL,
                "title: tree Class Reference\n"
                "h1: Walnut\n"
                "h1: tree Class Reference\n"
                "navigation: Walnut library\n"
                "[Walnut\n"
                "\n"
                "tree Class Reference\n"
                "abstract\n"
                "\n"
                "Counts.\n"
                "\n"
                "Walnut library]\n");
    assert_html("<title>Walnut: tree Class Reference</title><div class=headertitle>tree Class "
                "Reference</div><p>Counts.",
                NULL,
                "title: Walnut: tree Class Reference\nh1: tree Class Reference\n[tree Class "
                "Reference\n\nCounts.]\n");
}

static void signs_between_links_do_not_make_them_text(void **state)
{
    (void)state;
    assert_html(
        "<p>[ <a href=a>Quince</a> ] [ <a href=b>2</a> ] [ <a href=c>3</a> ] [ <a href=d>4</a> "
        "]<p>The "
        "text of the page is here, and it is a long one.",
        NULL,
        "title: \nnavigation: [ Quince ] [ 2 ] [ 3 ] [ 4 ]\n[The text of the page is here, and "
        "it is a long one.\n\n[ Quince ] [ 2 ] [ 3 ] [ 4 ]]\n");
    assert_html(
        "<p><a href=a>tree</a> ={ *{ }* }= <a href=b>leaf</a> ={ *{ }* }= <a href=c>bark</a>"
        "<p>The text of the page is here, and it is a long one.",
        NULL,
        "title: \n[tree ={ *{ }* }= leaf ={ *{ }* }= bark\n\nThe text of the page is here, "
        "and it is a long one.]\n");
    assert_html("<label><div class=visually-hidden>Toggle theme</div></label><p>Text.", NULL,
                "title: \nnavigation: Toggle theme\n[Text.\n\nToggle theme]\n");
}

static void front_matter_of_site_generators_is_read(void **state)
{
    (void)state;
    assert_html("---\ntitle: Quince\ndate: 2021-02-03\n---\n<title>x</title>\n<p>t", WORDS("t"),
                "title: Quince\n"
                "date = 2021-02-03\n"
                "6:0 t\n"
                "navigation: x\n"
                "[t\n"
                "\n"
                "x]\n");
}

static void what_a_page_says_of_itself_beside_its_title_is_kept(void **state)
{
    (void)state;
    assert_extracts(FORMAT_HTML,
                    "<title>Late fruit | Orchard</title><meta name=description content='Of figs'>"
                    "<meta property=og:description content='Of pears'>"
                    "<meta name=twitter:description content='Of figs'>"
                    "<meta property=og:title content='How late fruit ripens'>"
                    "<meta name=twitter:title content='Ripe at last'>"
                    "<meta property=og:image:alt content='A tree'>"
                    "<script type=application/ld+json>{\"headline\":\"On late fruit\","
                    "\"description\":\"Of quinces\",\"keywords\":\"plum, sloe\","
                    "\"author\":{\"name\":\"Ann Lee\"}}</script>"
                    "<script type=application/ld+json>{\"@type\":\"WebSite\","
                    "\"description\":\"All fruit\"}</script>"
                    "<p>Text.",
                    NULL,
                    "title: On late fruit\n"
                    "description = Of figs\n"
                    "description = Of pears\n"
                    "description = A tree\n"
                    "author = Ann Lee\n"
                    "description = Of quinces\n"
                    "keywords = plum\n"
                    "keywords = sloe\n"
                    "navigation: How late fruit ripens\n"
                    "[Text.\n"
                    "\n"
                    "How late fruit ripens\n"
                    "Ripe at last\n"
                    "Late fruit | Orchard]\n");
}

static void hints_that_scripts_show_are_kept(void **state)
{
    (void)state;
    assert_extracts(FORMAT_HTML,
                    "<p data-bs-original-title=\"A tip\" aria-description=\"For ears\" "
                    "data-content=\"<b>Bold</b> words\" data-id=\"x1\">t</p>"
                    "<math alttext=\"a squared\"><mi>a</mi></math>",
                    NULL,
                    "title: \n"
                    "navigation: A tip\n"
                    "[t\n"
                    "\n"
                    "a\n"
                    "\n"
                    "A tip\n"
                    "For ears\n"
                    "Bold words\n"
                    "a squared]\n");
    assert_extracts(FORMAT_HTML,
                    "<p>t</p><iframe srcdoc=\"<p>Inner &amp; page</p>\"></iframe><p>after", NULL,
                    "title: \n"
                    "navigation: Inner & page\n"
                    "[t\n"
                    "\n"
                    "after\n"
                    "\n"
                    "Inner & page]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_headline_that_a_generator_marks_is_the_title),
        cmocka_unit_test(signs_between_links_do_not_make_them_text),
        cmocka_unit_test(front_matter_of_site_generators_is_read),
        cmocka_unit_test(a_title_that_nobody_wrote_gives_way_to_the_heading),
        cmocka_unit_test(damaged_json_ld_says_what_it_can),
        cmocka_unit_test(a_page_is_called_what_it_announces),
        cmocka_unit_test(dates_that_a_page_shows_are_found),
        cmocka_unit_test(words_instead_of_something_are_beside_the_page),
        cmocka_unit_test(elements_left_out_end_at_their_own_end),
        cmocka_unit_test(what_is_not_shown_can_be_found),
        cmocka_unit_test(the_data_of_an_empty_page_is_its_text),
        cmocka_unit_test(blocks_become_lines_and_paragraphs),
        cmocka_unit_test(what_browsers_forgive_is_forgiven),
        cmocka_unit_test(cells_of_a_table_stand_on_one_line),
        cmocka_unit_test(scripts_styles_and_comments_are_no_text),
        cmocka_unit_test(texts_for_people_are_found_without_quotes_and_in_scripts),
        cmocka_unit_test(boilerplate_goes_to_the_end),
        cmocka_unit_test(navigation_of_generators_and_blogs_goes_to_the_end),
        cmocka_unit_test(what_only_sounds_like_navigation_stays),
        cmocka_unit_test(terms_that_are_defined_are_told),
        cmocka_unit_test(text_that_is_called_navigation_stays),
        cmocka_unit_test(lists_of_links_are_told_from_text),
        cmocka_unit_test(the_contents_of_a_page_are_told_from_its_menu),
        cmocka_unit_test(meta_elements_become_fields),
        cmocka_unit_test(the_title_is_that_of_the_page_without_the_site),
        cmocka_unit_test(json_ld_fills_what_meta_elements_left_open),
        cmocka_unit_test(deep_nesting_is_read_flat),
        cmocka_unit_test(many_attributes_take_no_time),
        cmocka_unit_test(a_script_is_no_tag),
        cmocka_unit_test(words_of_one_attribute_are_not_many),
        cmocka_unit_test(what_a_page_says_of_itself_beside_its_title_is_kept),
        cmocka_unit_test(hints_that_scripts_show_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
