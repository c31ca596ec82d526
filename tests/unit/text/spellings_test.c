/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests other spellings of words. */
#include "text/spellings.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_word(const char *typed, const char *form, const char *code, const char *expected)
{
    AUTO(spellings_done) struct spellings s = {0};
    AUTO(buf_done) struct buf out = BUF_INIT;
    spellings_of_word(&s, str_of(typed), str_of(form), language_by_code(str_of(code)));
    for (size_t i = 0; i < s.n; i++)
        buf_append_format(&out, "%s%.*s", i ? " " : "", STR_PRINT(s.items[i]));
    if (strcmp(buf_c_string(&out), expected) != 0)
        fail_msg("%s: '%s', not '%s'", typed, buf_c_string(&out), expected);
    if (s.n && !spellings_may_have(str_of(typed)))
        fail_msg("%s: is not asked for", typed);
}

static void parts_of_identifiers(void **state)
{
    (void)state;
    check_word("getUserById", "getuserbyid", "en", "get user by id");
    check_word("XMLHttpRequest2", "xmlhttprequest2", "en", "xml http request request2");
    check_word("DropTargetDropEvent", "droptargetdropevent", "en", "drop target event");
    check_word("HTTPServer", "httpserver", "en", "http server");
    check_word("covid19", "covid19", "en", "covid 19");
    check_word("parseHTML5Doc", "parsehtml5doc", "en", "parse html html5 doc");
    check_word("OAuth2Token", "oauth2token", "en", "auth oauth oauth2 token");
    check_word("iPhone12Pro", "iphone12pro", "en", "phone iphone 12 iphone12 pro");
    check_word("IPv6Address", "ipv6address", "en", "pv ipv ipv6 address");
    check_word("sha256sum", "sha256sum", "en", "sha 256 sha256 sum");
    check_word("iPhone", "iphone", "en", "phone");
    check_word("NASA", "nasa", "en", "");
    check_word("PDFs", "pdfs", "en", "pdf");
    check_word("As", "as", "en", "");
    check_word("Hello", "hello", "en", "");
    check_word("2011", "2011", "en", "");
    check_word("0xC0000005", "0xc0000005", "en", "c0000005");
    check_word("0XDEADBEEF", "0xdeadbeef", "en", "deadbeef");
    check_word("0x7f", "0x7f", "en", "x7");
}

static void signs_are_left_out_all_at_once(void **state)
{
    (void)state;
    AUTO(spellings_done) struct spellings s = {0};
    check_word("Ṣanʿāʾ", "ṣanʿāʾ", "en", "ṣanā");
    check_word("AT&T", "at&t", "en", "att");
    assert_true(str_equal(spellings_without_signs(&s, STR_LITERAL("at&t")), STR_LITERAL("att")));
    assert_true(
        str_equal(spellings_without_signs(&s, STR_LITERAL("hawaiʻi")), STR_LITERAL("hawaii")));
    assert_int_equal(spellings_without_signs(&s, STR_LITERAL("don't")).n, 0);
    assert_int_equal(spellings_without_signs(&s, STR_LITERAL("été")).n, 0);
}

static void a_name_keeps_its_article_behind_any_apostrophe(void **state)
{
    (void)state;
    check_word("D'Angelo", "d'angelo", "fr", "dangelo");
    check_word("D\u2019Angelo", "d'angelo", "fr", "dangelo");
    check_word("l\u2019eau", "l'eau", "fr", "");
}

static void hexadecimal_numbers_have_no_parts(void **state)
{
    (void)state;
    check_word("28f1fdb6a2c5eb9bbb4dcef12b5818ad", "28f1fdb6a2c5eb9bbb4dcef12b5818ad", "en", "");
    check_word("C72D396", "c72d396", "en", "");
    check_word("0x7ffd4a3be1", "0x7ffd4a3be1", "en", "");
    check_word("face2face", "face2face", "en", "face face2");
    check_word("b2b4c", "b2b4c", "en", "b2 b4");
}

/* In queries there are only forms. */
static void a_form_alone_has_no_parts(void **state)
{
    (void)state;
    AUTO(spellings_done) struct spellings s = {0};
    spellings_of_word(&s, STR_EMPTY, STR_LITERAL("don't"), LANGUAGE_UNKNOWN);
    assert_int_equal(1, s.n);
    assert_int_equal(0, s.n_parts);
    assert_true(str_equal(s.items[0], STR_LITERAL("dont")));
    spellings_of_word(&s, STR_EMPTY, STR_LITERAL("sha256sum"), LANGUAGE_UNKNOWN);
    assert_int_equal(0, s.n);
}

static void signs_that_are_left_out(void **state)
{
    (void)state;
    check_word("don't", "don't", "en", "dont");
    check_word("l'eau", "l'eau", "fr", "");
    check_word("L'Or\xC3\xA9"
               "al",
               "l'or\xC3\xA9"
               "al",
               "fr",
               "lor\xC3\xA9"
               "al");
    check_word("D'Angelo", "d'angelo", "it", "dangelo");
    check_word("O'Brien", "o'brien", "fr", "brien obrien");
    check_word("AT&T", "at&t", "en", "att");
    check_word("O\xE2\x80\x99"
               "Brien",
               "o'brien", "en", "brien obrien");
    check_word("l'Intercis", "l'intercis", "en", "intercis lintercis");
    check_word("l'as", "l'as", "en", "las");
    check_word("Hawai\u02BBi", "hawai\u02BBi", "en", "hawaii");
    check_word("212.456.7890", "212.456.7890", "en", "2124567890");
    check_word("l'eau", "l'eau", "fr", "");
    check_word("1,200,000", "1,200,000", "en", "1200000");
    check_word("1.200", "1.200", "de", "1200");
    check_word("1'200", "1'200", "de", "1200");
    check_word("1,299.99", "1,299.99", "en", "1299.99");
    check_word("1.299,00", "1.299,00", "de", "1299");
    check_word("1.299.000", "1.299.000", "de", "1299000");
    check_word("12,34,567", "12,34,567", "en", "1234567");
    check_word("3,14", "3,14", "fr", "3.14");
    check_word("0,5", "0,5", "fr", "0.5");
    check_word("0.125", "0.125", "en", "");
    check_word("3.14", "3.14", "en", "");
    check_word("10.05.2011", "10.05.2011", "de", "");
    check_word("1,2345,678", "1,2345,678", "en", "");
    check_word("1.234.567,5", "1.234.567,5", "de", "1234567.5");
    check_word("1,299.", "1,299.", "en", "");
    check_word("1,299,99", "1,299,99", "en", "");
    check_word("1,299.99.1", "1,299.99.1", "en", "");
    check_word("192.168.100.200", "192.168.100.200", "en", "192168100200");
    check_word("3.14", "3.14", "en", "");
    check_word("1,20", "1,20", "en", "1.20");
    check_word("1234,567", "1234,567", "en", "1234.567");
}

static void letters_that_are_written_as_two(void **state)
{
    (void)state;
    check_word("Bürgermeister", "bürgermeister", "de", "buergermeister");
    check_word("Müllabfuhrgebühr", "müllabfuhrgebühr", "de", "muellabfuhrgebuehr");
    check_word("København", "københavn", "da", "koebenhavn");
    check_word("Århus", "århus", "da", "aarhus");
    check_word("naïve", "naïve", "en", "");
    check_word("früh", "früh", "en", "");
    check_word("früh", "früh", "", "frueh");
}

static void prefixes_of_hebrew(void **state)
{
    (void)state;
    check_word("הבית", "הבית", "", "בית");
    check_word("ובבית", "ובבית", "", "בבית בית");
    check_word("הוא", "הוא", "", "");
    check_word("ספרים", "ספרים", "", "");
}

static void endings_of_bengali(void **state)
{
    (void)state;
    check_word("মানুষের", "মানুষের", "", "মানুষ মানুষে");
    check_word("বইগুলো", "বইগুলো", "", "বই");
    check_word("ছেলেরা", "ছেলেরা", "", "ছেল ছেলে");
    check_word("শহর", "শহর", "", "");
    check_word("ঘরে", "ঘরে", "", "");
}

static void check_digits(const char *text, const char *expected)
{
    AUTO(spellings_done) struct spellings s = {0};
    struct str all = str_of(text);
    size_t end = str_find_char(all, ';', 0), start = end, first;
    while (start > 0 && ascii_is_digit(all.p[start - 1]))
        start--;
    struct str digits = spellings_digits(&s, all, start, end, &first);
    assert_true(str_equal(digits, str_of(expected)));
}

static void digits_in_groups(void **state)
{
    (void)state;
    check_digits("call (212) 456-7890;", "2124567890");
    check_digits("212-456-7890;", "2124567890");
    check_digits("0-306-40615-2; x", "0306406152");
    check_digits("978-3-16;-148410-0", "");
    check_digits("2024-02-29;", "");
    check_digits("x-212-456-7890;", "");
    check_digits("1-2-3-4-5-6-7-8-9-0-1-2-3-4-5-6-7-8;", "");
    check_digits("7890;", "");
}

static void and_in_front(void **state)
{
    (void)state;
    check_word("وأحمد", "واحمد", "ar", "احمد");
    check_word("ورد", "ورد", "ar", "");
    check_word("واحمد", "واحمد", "fa", "");
}

static bool are_one(const char *text)
{
    struct str s = str_of(text);
    size_t start = str_find_char(s, '[', 0) + 1, end = str_find_char(s, ']', 0);
    struct str inner = str_slice(s, start, end);
    size_t cut = 0, from = inner.n;
    while (cut < inner.n && (ascii_is_alpha(inner.p[cut]) || ascii_is_digit(inner.p[cut])))
        cut++;
    while (from > cut && (ascii_is_alpha(inner.p[from - 1]) || ascii_is_digit(inner.p[from - 1])))
        from--;
    return spellings_are_one(s, &start, start + cut, start + from, end);
}

static void two_tokens_that_are_one_word(void **state)
{
    (void)state;
    assert_true(are_one("the [imple-\nmentation] of"));
    assert_true(are_one("the [imple-\r\n    mentation] of"));
    assert_true(are_one("the [imple\u00AD\nmentation] of"));
    assert_true(are_one("the [imple\u2010\nmentation] of"));
    assert_true(are_one("an [e\u2011mail]"));
    assert_false(are_one("the [imple\u2013\nmentation] of"));
    assert_false(are_one("the [imple-\n\nmentation] of"));
    assert_false(are_one("the [North-\nSouth] line"));
    assert_false(are_one("the [well-known] one"));
    assert_false(are_one("the [2010-\n2011] season"));
    assert_true(are_one("an [e-mail] of"));
    assert_false(are_one("a [b-c]"));
    assert_true(are_one("a [Ph.D]. there"));
    assert_false(are_one("the end[is.It] was"));
    assert_false(are_one("see [www.ice]"));
}

/* Checks the word that the second of two tokens, in quotation marks, ends; "" if there is none. */
static void check_brackets(const char *text, const char *expected)
{
    AUTO(spellings_done) struct spellings s = {0};
    struct str t = str_of(text);
    size_t second = t.n, end, first_end, first;
    while (ascii_is_alpha(t.p[second - 1]))
        second--;
    end = t.n;
    first_end = first = second - 1;
    while (first > 0 && ascii_is_alpha(t.p[first - 1]))
        first--;
    bool is_one = spellings_are_one(t, &first, first_end, second, end);
    struct str found = is_one ? spellings_join(&s, str_slice(t, first, end)) : STR_EMPTY;
    assert_true(str_equal(found, str_of(expected)));
}

static void letters_in_brackets(void **state)
{
    (void)state;
    check_brackets("then [S]ecure", "secure");
    check_brackets("(re)open", "reopen");
    check_brackets("to E[x]tract", "extract");
    check_brackets("the colo(u)r", "colour");
    check_brackets("see [1]st", "");
    check_brackets("see (other)wise", "");
    check_brackets("a [b)c", "");
    check_brackets("x]y", "");
}

static void check_number(const char *text, const char *last, const char *expected)
{
    AUTO(spellings_done) struct spellings s = {0};
    struct str all = str_of(text);
    size_t start = str_find(all, str_of(last), 0), first = 0;
    struct str number = spellings_number(&s, all, start, start + strlen(last), &first);
    if (!str_equal(number, str_of(expected)))
        fail_msg("%s: '%.*s', not '%s'", text, STR_PRINT(number), expected);
}

static void groups_apart_by_blanks(void **state)
{
    (void)state;
    check_number("in 5\xC2\xA0"
                 "000\xC2\xA0"
                 "123 parts",
                 "123", "5000123");
    check_number("12\xE2\x80\xAF"
                 "345,6",
                 "345,6", "12345.6");
    check_number("7\xE2\x80\x89"
                 "654",
                 "654", "7654");
    check_number("7\xC2\xA0"
                 "654\xC2\xA0"
                 "321",
                 "654", ""); /* not the last */
    check_number("7 654", "654", "");
    check_number("7777\xC2\xA0"
                 "654",
                 "654", "");
    check_number("a\xC2\xA0"
                 "654",
                 "654", "");
    check_number("\xC2\xA0"
                 "654",
                 "654", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_identifiers),
        cmocka_unit_test(hexadecimal_numbers_have_no_parts),
        cmocka_unit_test(signs_are_left_out_all_at_once),
        cmocka_unit_test(a_name_keeps_its_article_behind_any_apostrophe),
        cmocka_unit_test(a_form_alone_has_no_parts),
        cmocka_unit_test(signs_that_are_left_out),
        cmocka_unit_test(groups_apart_by_blanks),
        cmocka_unit_test(letters_that_are_written_as_two),
        cmocka_unit_test(and_in_front),
        cmocka_unit_test(prefixes_of_hebrew),
        cmocka_unit_test(endings_of_bengali),
        cmocka_unit_test(digits_in_groups),
        cmocka_unit_test(two_tokens_that_are_one_word),
        cmocka_unit_test(letters_in_brackets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
