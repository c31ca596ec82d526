/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests recognising and unpacking files that are not text, within their budgets. */
#include "base/mem.h"
#include "indexer/formats/formats.h"
#include "indexer/formats/mail/mailbox.h"
#include "indexer/formats/office/package.h"
#include "indexer/formats/shared/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define assert_str(s, wanted)                                                                      \
    do {                                                                                           \
        struct str found_ = (s);                                                                   \
        assert_int_equal(found_.n, strlen(wanted));                                                \
        assert_memory_equal(found_.p, wanted, found_.n);                                           \
    } while (0)

/* ---- recognition ---- */

static enum format form_of(const char *name, const char *bytes)
{
    return format_of_bytes(str_of(name), str_of(bytes));
}

static void forms_are_told_by_content(void **state)
{
    (void)state;
    char tar[512] = "name";
    memcpy(tar + 257, "ustar", 5);
    assert_int_equal(format_of_bytes(STR_LITERAL("x"), (struct str){tar, sizeof tar}),
                     FORMAT_ARCHIVE);
    assert_int_equal(form_of("a.txt", "%PDF-1.4"), FORMAT_PDF);
    assert_int_equal(form_of("a.txt", "PK\x03\x04..."), FORMAT_ZIP);
    assert_int_equal(form_of("a.txt", "\x1F\x8B\x08"), FORMAT_ARCHIVE);
    assert_int_equal(form_of("a.txt", "7z\xBC\xAF\x27\x1C"), FORMAT_ARCHIVE);
}

static void text_is_left_alone(void **state)
{
    (void)state;
    assert_int_equal(form_of("a.zip", ""), FORMAT_TEXT);
    assert_int_equal(form_of("a.pdf", "see %PDF-1.4 for the format"), FORMAT_TEXT);
    assert_int_equal(form_of("a.txt", "From here on it went well at 10:30 in 2011\nand so on"),
                     FORMAT_TEXT);
    assert_int_equal(form_of("memo.txt", "From: Ada\nTo: Ben\nSubject: Bridge\n\nClosed."),
                     FORMAT_TEXT);
    assert_int_equal(form_of("a.md", "---\ntitle: x\n---\n"), FORMAT_TEXT);
    assert_int_equal(form_of("a.yml", "from: a\ncontent-type: b\n- item\n"), FORMAT_TEXT);
}

static void mail_is_told_by_headers_and_by_name(void **state)
{
    (void)state;
    assert_int_equal(form_of("7", "From: a@b\nMessage-ID: <1@b>\nX-Long: a\n b\n\nHello"),
                     FORMAT_MAIL);
    assert_int_equal(form_of("memo.eml", "From: Ada\nTo: Ben\nSubject: Bridge\n\nClosed."),
                     FORMAT_MAIL);
    assert_int_equal(form_of("1305.M1.host:2,S", "Subject: x\n\nHello"), FORMAT_MAIL);
    assert_int_equal(form_of("x.eml", "no header at all"), FORMAT_TEXT);
    assert_int_equal(form_of("inbox", "From a@b Tue May 10 09:30:00 2011\nTo: x\n\nHello"),
                     FORMAT_MBOX);
}

/* ---- mbox ---- */

static void messages_of_an_mbox(void **state)
{
    (void)state;
    struct str rest = STR_LITERAL("From a@b Tue May 10 09:30:00 2011\nTo: 1\n\nFrom me\n"
                                  "From a@b Tue May 10 09:30:00 2011\nTo: quoted\n"
                                  "\nFrom time to time at 10:30 in 2011\n\n"
                                  "From a@b Tue May 10 09:31:00 2011\r\nTo: 2\r\n\r\nEnd");
    uint32_t line = 1;
    struct mailbox_message m;
    assert_true(mailbox_next(&rest, &line, &m));
    assert_int_equal(m.first_line, 2);
    assert_str(m.bytes, "To: 1\n\nFrom me\nFrom a@b Tue May 10 09:30:00 2011\nTo: quoted\n"
                        "\nFrom time to time at 10:30 in 2011\n\n");
    assert_true(mailbox_next(&rest, &line, &m));
    assert_int_equal(m.first_line, 11);
    assert_str(m.bytes, "To: 2\r\n\r\nEnd");
    assert_false(mailbox_next(&rest, &line, &m));
}

/* ---- budgets ---- */

static void a_budget_ends(void **state)
{
    (void)state;
    const struct unpack_limits limits = {.max_bytes = 10 << 20, .max_ratio = 100, .max_members = 2};
    struct budget b = {.limits = &limits, .file_bytes = 1 << 20};
    struct err err = ERR_INIT;
    assert_int_equal(budget_spend(&b, 10 << 20, &err), ERR_OK);
    assert_int_equal(budget_spend(&b, 1, &err), ERR_LIMIT);
    assert_int_equal(b.unpacked_bytes, 10 << 20);
    err_clear(&err);
    assert_int_equal(budget_spend_member(&b, &err), ERR_OK);
    assert_int_equal(budget_spend_member(&b, &err), ERR_OK);
    assert_int_equal(budget_spend_member(&b, &err), ERR_LIMIT);
}

static void a_ratio_counts_beyond_the_first_mebibyte(void **state)
{
    (void)state;
    const struct unpack_limits limits = {.max_bytes = 10 << 20, .max_ratio = 100};
    struct budget b = {.limits = &limits, .file_bytes = 50};
    struct err err = ERR_INIT;
    assert_int_equal(budget_spend(&b, 1 << 20, &err), ERR_OK);
    assert_int_equal(budget_spend(&b, 1000, &err), ERR_LIMIT);
}

static void what_is_repeated_is_paid_for(void **state)
{
    (void)state;
    const struct unpack_limits limits = {.max_bytes = 8 << 20, .max_ratio = 100};
    struct budget b = {.limits = &limits, .file_bytes = 1 << 20};
    assert_true(budget_repeat(NULL, UINT64_MAX));
    assert_true(budget_repeat(&b, 1 << 20));
    assert_int_equal(b.unpacked_bytes, 1 << 20);
    assert_int_equal(b.cut.code, ERR_OK);
    assert_false(budget_repeat(&b, 1)); /* an eighth */
    assert_int_equal(b.unpacked_bytes, 1 << 20);
    assert_int_equal(b.cut.code, ERR_LIMIT);
    assert_non_null(strstr(b.cut.message, "--max-unpacked"));
    struct budget small = {.limits = &limits, .file_bytes = 50, .unpacked_bytes = 1 << 20};
    assert_false(budget_repeat(&small, 10000));
    assert_non_null(strstr(small.cut.message, "--max-ratio"));
}

static void count_call(void *ctx)
{
    ++*(unsigned *)ctx;
}

static void what_needs_much_memory_waits_or_is_refused(void **state)
{
    (void)state;
    unsigned n_waits = 0;
    const struct memory_limits memory = {800, 200, count_call, &n_waits};
    struct budget b = {.memory = &memory}, free = {0};
    struct err err = ERR_INIT;
    assert_int_equal(budget_hold(&b, 50, HELD_TEXT, &err), ERR_OK);
    assert_int_equal(budget_hold(&b, 200, HELD_PACKED, &err), ERR_OK);
    assert_int_equal(n_waits, 0);
    assert_int_equal(budget_hold(&b, 51, HELD_TEXT, &err), ERR_OK);
    assert_int_equal(budget_hold(&b, 800, HELD_PACKED, &err), ERR_OK);
    assert_int_equal(n_waits, 2);
    assert_false(b.may_go_well);
    assert_int_equal(budget_hold(&b, 201, HELD_TEXT, &err), ERR_LIMIT);
    assert_true(b.may_go_well);
    assert_non_null(strstr(err.message, "larger than 200 bytes"));
    err_clear(&err);
    assert_int_equal(budget_hold(&free, UINT64_MAX, HELD_TEXT, &err), ERR_OK);
}

/* ---- names of parts ---- */

static void targets_are_resolved(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"word/document.xml", "media/a.png", "word/media/a.png"},
        {"word/document.xml", "/docProps/core.xml", "docProps/core.xml"},
        {"ppt/slides/slide1.xml", "../notesSlides/n1.xml", "ppt/notesSlides/n1.xml"},
        {"a/b.opf", "../../../../etc/passwd", "etc/passwd"},
        {"content.opf", "text/chapter%201.xhtml#part", "text/chapter 1.xhtml"},
        {"", "word/document.xml", "word/document.xml"},
        {"a/b", "./c//d", "a/c/d"},
        {"a/b", "100%", "a/100%"},
    };
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(package_resolve(str_of(cases[i][0]), str_of(cases[i][1]), &arena), cases[i][2]);
}

/* ---- XML ---- */

static void note_start(void *ctx, struct str name, const struct xml_attributes *attributes)
{
    buf_append_format(ctx, "<%.*s", STR_PRINT(name));
    struct str id = xml_attribute(attributes, "id");
    struct str own = xml_attribute_of(attributes, "r", "id");
    if (id.n)
        buf_append_format(ctx, " %.*s %.*s", STR_PRINT(id), STR_PRINT(own));
    buf_append_char(ctx, '>');
}

static void note_end(void *ctx, struct str name)
{
    buf_append_format(ctx, "</%.*s>", STR_PRINT(name));
}

static void note_text(void *ctx, struct str text)
{
    buf_append_str(ctx, text);
}

static bool read_xml(const char *xml, const char *wanted)
{
    static const struct xml_handler handler = {note_start, note_end, note_text};
    AUTO(buf_done) struct buf out = BUF_INIT;
    bool is_whole = xml_read(str_of(xml), &handler, &out);
    assert_string_equal(buf_c_string(&out), wanted);
    return is_whole;
}

static void xml_is_reported(void **state)
{
    (void)state;
    assert_true(read_xml("<w:a xmlns:w='w' xmlns:r='r' id='R&amp;D' r:id='&lt;2'>x &lt;&amp;&#65; "
                         "<![CDATA[<b>]]></w:a>",
                         "<a R&D <2>x <&A <b></a>"));
    assert_true(
        read_xml("<?xml version='1.0' encoding='iso-8859-1'?><a>\xFC</a>", "<a>\xC3\xBC</a>"));
    assert_false(read_xml("<a>begun", "<a>begun"));
    assert_false(read_xml("<a><b>1</c>2</a>", "<a><b>1</b>2</a>"));
    assert_false(read_xml("", ""));
}

static void entities_of_a_document_are_not_expanded(void **state)
{
    (void)state;
    read_xml("<!DOCTYPE a [<!ENTITY b 'laugh'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>"
             "<a>[&b;&c;]</a>",
             "<a>[]</a>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_told_by_content),
        cmocka_unit_test(text_is_left_alone),
        cmocka_unit_test(mail_is_told_by_headers_and_by_name),
        cmocka_unit_test(messages_of_an_mbox),
        cmocka_unit_test(a_budget_ends),
        cmocka_unit_test(a_ratio_counts_beyond_the_first_mebibyte),
        cmocka_unit_test(what_is_repeated_is_paid_for),
        cmocka_unit_test(what_needs_much_memory_waits_or_is_refused),
        cmocka_unit_test(targets_are_resolved),
        cmocka_unit_test(xml_is_reported),
        cmocka_unit_test(entities_of_a_document_are_not_expanded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
