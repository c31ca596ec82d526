/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests what counts as a message and as an mbox, and where its messages begin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "indexer/formats/mail/mailbox.h"

static void assert_messages(const char *mbox, const char *expected)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    struct mailbox_message message;
    struct str rest = str_of(mbox);
    uint32_t line = 1;
    assert_true(mailbox_is(rest));
    while (mailbox_next(&rest, &line, &message))
        buf_append_format(&out, "%u[%.*s]", message.first_line, STR_PRINT(message.bytes));
    assert_string_equal(buf_c_string(&out), expected);
}

static void separators(void **state)
{
    (void)state;
    assert_messages("From a Tue May 10 09:30:00 2011\nTo: b\n\nx\n\n"
                    "From b Tue May 10 09:30:00 2011\nTo: c\n\ny\n",
                    "2[To: b\n\nx\n\n]7[To: c\n\ny\n]");
    assert_messages("From \nTo: b\nSubject: s\n\nx\n\nFrom -\nX-Mozilla-Status: 1\nTo: c\n\ny\n\n"
                    "From c@example.org\nDate: d\n X: y\nMessage-ID: e\n\nz\n",
                    "2[To: b\nSubject: s\n\nx\n\n]8[X-Mozilla-Status: 1\nTo: c\n\ny\n\n]"
                    "14[Date: d\n X: y\nMessage-ID: e\n\nz\n]");
}

/* Full addresses, and messages that follow each other without an empty line. */
static void other_separators(void **state)
{
    (void)state;
    assert_messages("From \"Ann Lee\" <a@example.org>\nTo: b\nSubject: s\n\nx\n"
                    "From b@example.org Tue May 10 2011\nDate: d\nSubject: t\n\ny\n",
                    "2[To: b\nSubject: s\n\nx\n]7[Date: d\nSubject: t\n\ny\n]");
}

/* Text may also begin with "From". */
static void no_separators(void **state)
{
    (void)state;
    assert_messages("From \nTo: b\nSubject: s\n\nx\n\nFrom here on\nTo: b\nSubject: s\n\n"
                    "From here\nTo: b\n\nFrom there\nwe went\n",
                    "2[To: b\nSubject: s\n\nx\n\nFrom here on\nTo: b\nSubject: s\n\n"
                    "From here\nTo: b\n\nFrom there\nwe went\n]");
    assert_false(mailbox_is(STR_LITERAL("From here\non it was: dark\nTo: x\n")));
    assert_false(mailbox_is(STR_LITERAL("From\nTo: x\nSubject: y\n")));
    assert_false(mailbox_is(STR_LITERAL("From x\nTo: x\nSub")));
}

static void messages(void **state)
{
    (void)state;
    struct str any = STR_LITERAL("x.txt"), mail = STR_LITERAL("x.eml");
    assert_true(mailbox_is_message(any, STR_LITERAL("From: a\nMessage-ID: b\n\nx")));
    assert_true(mailbox_is_message(any, STR_LITERAL("\xEF\xBB\xBF"
                                                    "From: a\nMessage-ID: b\n\nx")));
    assert_true(mailbox_is_message(
        any, STR_LITERAL("From: a\nMessage-ID: b\nTo: c\nno header\nDate: d\n\nx")));
    assert_false(mailbox_is_message(any, STR_LITERAL("From: a\nMessage-ID: b\nplain text\n\nx")));
    assert_true(mailbox_is_message(any, STR_LITERAL("\n\nFrom : a\nMessage-ID : b\n\nx")));
    assert_true(mailbox_is_message(
        any, STR_LITERAL(">From a\nFrom: a\nTo: c\nDate: d\nMessage-ID: b\n\nx")));
    assert_true(mailbox_is_message(mail, STR_LITERAL("HTTP/1.1 200\nFrom: a\nTo: b\n\nx")));
    assert_false(mailbox_is_message(any, STR_LITERAL("a line\nFrom: a\nMessage-ID: b\n\nx")));
    assert_false(mailbox_is_message(any, STR_LITERAL("From: a\nTo: b\n\nx"))); /* a memo */
    assert_true(mailbox_is_message(mail, STR_LITERAL("From: a\nTo: b\n\nx")));
    assert_true(mailbox_is_message(mail, STR_LITERAL("From: a\nplain\nTo: b\n\nx")));
    assert_true(mailbox_is_message(mail, STR_LITERAL("plain\nFrom: a\nTo: b\n\nx")));
    assert_false(mailbox_is_message(mail, STR_LITERAL("plain\nwords\nTo: b\n\nx")));
}

static void files_of_apple_mail(void **state)
{
    (void)state;
    struct str file = STR_LITERAL("15        \nTo: a\nCc: b\n\nx\n<?xml version=\"1.0\"?>\n");
    assert_true(str_equal(mailbox_emlx_message(file), STR_LITERAL("To: a\nCc: b\n\nx\n")));
    assert_true(mailbox_is_message(STR_LITERAL("1"), file));
    assert_int_equal(mailbox_emlx_message(STR_LITERAL("999\nTo: a\n\nx\n")).n, 9);
    assert_int_equal(mailbox_emlx_message(STR_LITERAL("15\nno: header of mail\n\nx\n")).n, 0);
    assert_int_equal(mailbox_emlx_message(STR_LITERAL("15 apples\nTo: a\n\nx\n")).n, 0);
    assert_int_equal(mailbox_emlx_message(STR_LITERAL("To: a\n\nx\n")).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(separators),          cmocka_unit_test(other_separators),
        cmocka_unit_test(no_separators),       cmocka_unit_test(messages),
        cmocka_unit_test(files_of_apple_mail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
