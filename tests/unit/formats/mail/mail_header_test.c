/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests mail headers as they occur: encoded words, raw bytes, short years, lines that are not
 * headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "indexer/formats/mail/mail_header.h"

static void assert_decodes(const char *raw, const char *label, const char *expected)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    const struct charset *charset = label ? charset_by_label(str_of(label)) : NULL;
    mail_header_decode(str_of(raw), charset, &out);
    assert_string_equal(buf_c_string(&out), expected);
}

static void encoded_words(void **state)
{
    (void)state;
    assert_decodes(" plain text\n", NULL, "plain text");
    assert_decodes("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= K", NULL, "Grüße aus K");
    assert_decodes("Re: [x]=?utf-8?q?=c3=bc?=(=?iso-8859-1?Q?=FC?=)", NULL, "Re: [x]ü(ü)");
    assert_decodes("\"=?utf-8?Q?J=C3=BCrg?= Lee\" <j@example.org>", NULL,
                   "\"Jürg Lee\" <j@example.org>");
    assert_decodes("=?ISO-8859-1*en?Q?=E9t=E9?=", NULL, "été");
    assert_decodes("=?utf-8?Q?with blank?=", NULL, "with blank");
    /* not encoded words */
    assert_decodes("=?utf-8?Q?open", NULL, "=?utf-8?Q?open");
    assert_decodes("=?utf-8?X?no?= =?", NULL, "=?utf-8?X?no?= =?");
}

/* A blank between two does not count, and a character may be split between them. */
static void encoded_words_side_by_side(void **state)
{
    (void)state;
    assert_decodes("=?utf-8?Q?a?= =?utf-8?Q?b?=\r\n =?iso-8859-1?Q?=FC?=\r\n\tc", NULL, "abü c");
    assert_decodes("=?utf-8?Q?a?==?utf-8?Q?b?=", NULL, "ab");
    assert_decodes("=?utf-8?Q?Gr=C3?= =?UTF-8?Q?=BCn?=", NULL, "Grün");
    assert_decodes("=?utf-8?B?0J/RgNC40LI=?= =?utf-8?B?0LXRgg==?= =?utf-8?B?INC80LjR?= "
                   "=?utf-8?B?gA==?=",
                   NULL, "Привет мир");
    assert_decodes("=?iso-2022-jp?B?GyRCMkwxYBsoQg==?=\n =?iso-2022-jp?B?GyRCMnE1RBsoQg==?=", NULL,
                   "果園会議");
}

static void charsets_that_are_not_what_they_say(void **state)
{
    (void)state;
    assert_decodes("=?gb2312?Q?=E8=8B=B9=E6=9E=9C?=", NULL, "苹果");
    assert_decodes("=?iso-8859-1?Q?=C3=BC?=", NULL, "ü");
    assert_decodes("=?x-none?Q?=C3=BC?=", NULL, "ü");
    assert_decodes("=?utf-8?Q?=FCber?=", NULL, "über");
    assert_decodes("\xF0\xD2\xC9\xD7\xC5\xD4", "koi8-r", "Привет");
    assert_decodes("=?utf-8?Q?=C3=BC?= \xF0\xD2", "koi8-r", "ü Пр");
    assert_decodes("\xC3\xBC", "koi8-r", "ü");
    assert_decodes("\x89\xCA\x89\x80\x82\xCC\x89\xEF\x8B\x63", "shift_jis", "果園の会議");
    assert_decodes("caf\xE9", NULL, "café");
}

static void assert_year(const char *date, const char *expected)
{
    AUTO(buf_done) struct buf out = BUF_INIT;
    mail_header_expand_year(str_of(date), &out);
    assert_string_equal(buf_c_string(&out), expected);
}

static void years_of_two_and_three_digits(void **state)
{
    (void)state;
    assert_year("21 Nov 97 09:55:06 GMT", "21 Nov 1997 09:55:06 GMT");
    assert_year("Fri, 21 Nov 49 09:55", "Fri, 21 Nov 2049 09:55");
    assert_year("Fri, 21 November 50 09:55", "Fri, 21 November 1950 09:55");
    assert_year("Fri, 21 Nov 103 09:55", "Fri, 21 Nov 2003 09:55");
    assert_year("Sunday, 06-Nov-94 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT");
    assert_year("1 Jan 00", "1 Jan 2000");
    assert_year("Mon, 16 Feb 2004 10:00:00 +0000", "Mon, 16 Feb 2004 10:00:00 +0000");
    assert_year("Sun Nov 16 08:49:37 1994", "Sun Nov 16 08:49:37 1994");
    assert_year("Nov 16, 1994", "Nov 16, 1994");
    assert_year("Wed, 3 (third) Feb 2021 10:00 (UTC)", "Wed, 3  Feb 2021 10:00 (UTC)");
    assert_year("", "");
}

static void charset_of_a_message(void **state)
{
    (void)state;
    assert_null(mail_header_charset(STR_LITERAL("Subject: \xC3\xBC\n\nx\n")));
    assert_string_equal(
        mail_header_charset(
            STR_LITERAL("Subject: \xD0\nContent-Type: text/plain; charset=\"koi8-r\"\n\nx"))
            ->name,
        "KOI8-R");
    assert_string_equal(
        mail_header_charset(
            STR_LITERAL(
                "Content-Type: a/b; charset=utf-8\n\nContent-Type: a/b;\n Charset=big5;x\n\n\xD0"))
            ->name,
        "Big5");
    assert_string_equal(mail_header_charset(STR_LITERAL("Subject: caf\xE9 fran\xE7"
                                                        "ais\n\nd\xE9j\xE0 vu\n"))
                            ->name,
                        "windows-1252");
}

static void assert_repairs(const char *message, const char *expected)
{
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    struct str repaired = mail_header_repair(str_of(message), &buffer);
    assert_int_equal(repaired.n, strlen(expected));
    assert_true(str_equal(repaired, str_of(expected)));
}

static void lines_that_are_no_headers(void **state)
{
    (void)state;
    assert_repairs("From: a\nSubject: b\n c\n\nno colon\n",
                   "From: a\nSubject: b\n c\n\nno colon\n");
    assert_repairs("From: a\nno colon here\nSubject: b\n\nx\n",
                   "From: a\nno:colon here\nSubject: b\n\nx\n");
    assert_repairs("From: a\r\nword\r\nSubject: b\r\n\r\nx\n",
                   "From: a  word\r\nSubject: b\r\n\r\nx\n");
    /* the body begins without an empty line */
    assert_repairs("From: a\nSubject: b\nA text.\nIt goes on.\n",
                   "From: a\nSubject: b\n\nA text.\nIt goes on.\n");
    assert_repairs("From: a\nno colon\nSubject: b\nA text.\n",
                   "From: a\nno:colon\nSubject: b\n\nA text.\n");
    assert_repairs("HTTP/1.1 200\nFrom: a\n\nx", "HTTP/1.1:200\nFrom: a\n\nx");
    assert_repairs(">From x\nTo: a\n\nb", ">From x\nTo: a\n\nb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encoded_words),
        cmocka_unit_test(encoded_words_side_by_side),
        cmocka_unit_test(charsets_that_are_not_what_they_say),
        cmocka_unit_test(years_of_two_and_three_digits),
        cmocka_unit_test(charset_of_a_message),
        cmocka_unit_test(lines_that_are_no_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
