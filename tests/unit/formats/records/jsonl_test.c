/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of JSON Lines, and how a JSON object becomes a document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/formats/collect.h"

static void assert_jsonl(const char *text, const char *const *words, const char *expected)
{
    assert_extracts(FORMAT_JSONL, text, words, expected);
}

static void members_become_id_title_text_and_fields(void **state)
{
    (void)state;
    assert_jsonl("{\"id\":\"r-1\",\"title\":\" T \",\"text\":\"one\\ntwo\",\"lang\":\"de\","
                 "\"n\":12,\"x\":1.5,\"b\":true,\"z\":null,\"tags\":[\"a\",2,[3]],"
                 "\"o\":{\"p\":\"q\",\"deep\":{\"no\":1},\"l\":[\"m\"]}}\n",
                 WORDS("one", "two"),
                 "id: r-1\ntitle: T\nlanguage: de\nid = r-1\nn = 12\nx = 1.5\nb = true\ntags = "
                 "a\ntags = 2\ntags = 3\n"
                 "o_p = q\no_deep_no = 1\no_l = m\n1:0 one\n1:0 two\n[one\ntwo]\n");
}

static void other_names_of_id_title_and_text_are_known(void **state)
{
    (void)state;
    assert_jsonl("{\"url\":\"u\",\"headline\":\"H\",\"subject\":\"S\",\"abstract\":\"A\"}", NULL,
                 "id: u\ntitle: H\nurl = u\nsubject = S\n[A]\n");
    assert_jsonl("\n{\"a\":\"x\",\"b\":\"y\",\"c\":3}", NULL,
                 "id: 2\ntitle: \na = x\nb = y\nc = 3\n[x\n\ny]\n");
    assert_jsonl("{\"id\":7,\"text\":\"\",\"body\":\"B\"}", NULL, "id: 7\ntitle: \n[B]\n");
}

static void bad_lines_are_skipped_with_their_place(void **state)
{
    (void)state;
    assert_jsonl("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\n  \n{\"text\":\n[1]\n\"s\"\n"
                 "{\"text\":\"\\ud800\"}\n{\"text\":\"b\"}",
                 NULL,
                 "id: 1\ntitle: \n[a]\n"
                 "skipped 4: column 9: no value\n"
                 "id: 5\ntitle: \n[1]\n"
                 "id: 6\ntitle: \n[s]\n"
                 "id: 7\ntitle: \n[\uFFFD]\n"
                 "id: 8\ntitle: \n[b]\n");
    assert_jsonl("{\"text\":\"a\"} b\n{\"text\":\"c\n", NULL,
                 "id: 1\ntitle: \n[a]\n"
                 "skipped 1: column 1: no value\n"
                 "skipped 2: column 9: a string without an end\n");
}

static void escapes_are_decoded_and_wrong_ones_forgiven(void **state)
{
    (void)state;
    assert_jsonl("{\"text\":\"a\\u0000b \\ud83d\\ude00\\r\\nc\",\"\\u0000\":1}", NULL,
                 "id: 1\ntitle: \nunnamed = 1\n[a\uFFFD"
                 "b 😀\nc]\n");
    assert_jsonl("{\"text\":\"\\ude00 \\ud83dx \\ud83d\\u0041 \\q \\u12\\/ \\\"\"}", NULL,
                 "id: 1\ntitle: \n[\uFFFD \uFFFDx \uFFFDA q u12/ \"]\n");
}

/* Files that begin with one may have been put together. */
static void a_byte_order_mark_may_begin_any_line(void **state)
{
    (void)state;
    assert_jsonl("{\"id\":\"a\",\"text\":\"one\"}\n"
                 "\xEF\xBB\xBF{\"id\":\"b\",\"text\":\"two\"}\n",
                 NULL,
                 "id: a\ntitle: \nid = a\n[one]\n"
                 "id: b\ntitle: \nid = b\n[two]\n");
}

/* What is not JSON but has only one sensible reading. */
static void slips_of_the_syntax_are_forgiven(void **state)
{
    (void)state;
    assert_jsonl("{\"id\":12345678901234567890123,\"n\":1e999,\"m\":NaN,\"k\":-Infinity,"
                 "\"text\":\"a\tb\",}\n"
                 "{\"a\":\"x\" \"b\":[\"y\",,\"z\",],\"a\":\"again\"}\n",
                 NULL,
                 "id: 12345678901234567890123\ntitle: \nn = 1e999\nm = NaN\nk = -Infinity\n"
                 "[a\tb]\n"
                 "id: 2\ntitle: \na = x\nb = y\nb = z\na = again\n[x\n\ny\n\nz\n\nagain]\n");
}

static void text_is_found_at_any_depth(void **state)
{
    (void)state;
    /* a member named as text, at any depth */
    assert_jsonl("{\"title\":\"T\",\"role\":\"user\",\"message\":{\"id\":\"m7\",\"content\":["
                 "{\"type\":\"text\",\"text\":\"figs\"},{\"text\":\"plums\"}]}}",
                 NULL,
                 "id: 1\ntitle: T\nrole = user\nmessage_id = m7\nmessage_content_type = text\n"
                 "message_content_text = figs\nmessage_content_text = plums\n[figs\n\nplums]\n");
    assert_jsonl(
        "{\"title\":\"T\",\"body\":{\"view\":\"full\",\"storage\":{\"value\":\"Two words\"}}}",
        NULL, "id: 1\ntitle: T\nbody_view = full\nbody_storage_value = Two words\n[Two words]\n");
    /* in addition to a text: what is named as text, and what reads like it */
    assert_jsonl("{\"text\":\"Short.\",\"comments\":[{\"by\":\"Bob\",\"text\":\"No\"}],\"more\":["
                 "\"This one goes on and on, as only text does, to more than sixty bytes.\"]}",
                 NULL,
                 "id: 1\ntitle: \ncomments_by = Bob\ncomments_text = No\n"
                 "more = This one goes on and on, as only text does, to more than sixty bytes.\n"
                 "[Short.\n\nNo\n\n"
                 "This one goes on and on, as only text does, to more than sixty bytes.]\n");
    /* names that are keys are no part of the fields' names; nothing reads like text, so everything
     * is text */
    assert_jsonl("{\"name\":\"N\",\"map\":{\"12\":{\"a\":[[{\"b\":\"deep\"}]]},"
                 "\"b5f1d8a2-0d4e-4f6a\":{\"a\":\"x\"}},\"v\":[[1,2],[3]]}",
                 NULL,
                 "id: 1\ntitle: N\nmap_a_b = deep\nmap_a = x\nv = 1\nv = 2\nv = 3\n"
                 "navigation: b5f1d8a2-0d4e-4f6a\n"
                 "[N\n\ndeep\n\nx\n\nb5f1d8a2-0d4e-4f6a]\n");
}

static void lines_may_be_lists_or_strings(void **state)
{
    (void)state;
    assert_jsonl("[\"id\", 7]\n\"Fig wine\"\nnull\n\"{\\\"title\\\":\\\"T\\\",\\\"n\\\":1}\"\n12\n",
                 NULL,
                 "id: 1\ntitle: \n[id\n\n7]\n"
                 "id: 2\ntitle: \n[Fig wine]\n"
                 "skipped 3: not a JSON object\n"
                 "id: 4\ntitle: T\nn = 1\n[T]\n"
                 "skipped 5: not a JSON object\n");
}

/* A value for which there is no room as a field is text. */
static void values_beyond_the_limit_of_fields_become_text(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf line = BUF_INIT;
    struct collector c = {.out = BUF_INIT};
    struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    buf_append_str(&line, STR_LITERAL("{\"text\":\"T\",\"l\":["));
    for (int i = 0; i < 1002; i++)
        buf_append_format(&line, "\"w%d\",", i);
    buf_append_str(&line, STR_LITERAL("]}"));
    struct reader_input input = {.text = buf_str(&line), .first_line = 1};
    struct reader_output output = {collect, collect_skip, &c};
    assert_int_equal(format_read(FORMAT_JSONL, &input, &scratch, &output, &err), ERR_OK);
    assert_non_null(strstr(buf_c_string(&c.out), "l = w999\n[T\n\nw1000\n\nw1001]\n"));
    arena_done(&scratch);
    buf_done(&c.out);
}

static void html_in_members_is_read_as_html(void **state)
{
    (void)state;
    assert_jsonl(
        "{\"title\":\"Jam &amp; <i>jelly</i>\",\"text\":\"<p>One &lt; two</p><p>three<br>four</p>"
        "<script>no()</script>\",\"teaser\":\"<b>bold</b>\",\"code\":\"a < b and c > d\"}",
        NULL,
        "id: 1\ntitle: Jam & jelly\nteaser = bold\ncode = a < b and c > d\n"
        "[One < two\n\nthree\nfour]\n");
}

static void several_objects_in_a_line_are_several_records(void **state)
{
    (void)state;
    assert_jsonl("{\"text\":\"a\"}{\"text\":\"b\"}, {\"id\":7,\"text\":\"c\"},\n"
                 "\x1E{\"text\":\"d\"}\n",
                 NULL,
                 "id: 1\ntitle: \n[a]\nid: 1.2\ntitle: \n[b]\nid: 7\ntitle: \n[c]\n"
                 "id: 2\ntitle: \n[d]\n");
}

static void titles_may_be_lists_or_objects(void **state)
{
    (void)state;
    assert_jsonl("{\"title\":[\"A\",\"B\"],\"text\":\"x\"}\n"
                 "{\"title\":{\"rendered\":\"C &#8211; D\"},\"TEXT\":\"x\"}\n"
                 "{\"Titel\":\"E\",\"Inhalt\":\"y\"}\n",
                 NULL,
                 "id: 1\ntitle: A\ntitle = A\ntitle = B\n[x]\n"
                 "id: 2\ntitle: C \u2013 D\ntitle_rendered = C \u2013 D\n[x]\n"
                 "id: 3\ntitle: E\n[y]\n");
}

static void json_in_a_string_is_read(void **state)
{
    (void)state;
    assert_jsonl("{\"text\":\"x\",\"log\":\"{\\\"msg\\\":\\\"K\\\\u00f6ln\\\",\\\"n\\\":[1]}\","
                 "\"no\":\"{broken}\",\"d\":{\"$date\":{\"$numberLong\":\"1\"}}}\n",
                 NULL,
                 "id: 1\ntitle: \nlog_msg = K\u00F6ln\nlog_n = 1\nno = {broken}\nd = 1\n[x]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_in_a_string_is_read),
        cmocka_unit_test(titles_may_be_lists_or_objects),
        cmocka_unit_test(several_objects_in_a_line_are_several_records),
        cmocka_unit_test(members_become_id_title_text_and_fields),
        cmocka_unit_test(other_names_of_id_title_and_text_are_known),
        cmocka_unit_test(bad_lines_are_skipped_with_their_place),
        cmocka_unit_test(lines_may_be_lists_or_strings),
        cmocka_unit_test(escapes_are_decoded_and_wrong_ones_forgiven),
        cmocka_unit_test(slips_of_the_syntax_are_forgiven),
        cmocka_unit_test(a_byte_order_mark_may_begin_any_line),
        cmocka_unit_test(text_is_found_at_any_depth),
        cmocka_unit_test(values_beyond_the_limit_of_fields_become_text),
        cmocka_unit_test(html_in_members_is_read_as_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
