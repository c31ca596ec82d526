/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests how the character set of a text is determined, and its conversion to UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "indexer/charset/charset.h"
#include "indexer/charset/decode.h"

#define BYTES(s) ((struct str){(s), sizeof(s) - 1})

static void assert_decodes(struct str bytes, const char *text, const char *charset,
                           const char *evidence, size_t n_replaced)
{
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    struct decoded d;
    struct err err = ERR_INIT;
    assert_int_equal(decode(bytes, &buffer, &d, &err), ERR_OK);
    assert_int_equal(d.text.n, strlen(text));
    assert_memory_equal(d.text.p, text, d.text.n);
    assert_string_equal(d.charset, charset);
    assert_string_equal(d.evidence, evidence);
    assert_int_equal(d.n_replaced, n_replaced);
}

static void assert_text(struct str bytes, const char *text)
{
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    struct decoded d;
    struct err err = ERR_INIT;
    assert_int_equal(decode(bytes, &buffer, &d, &err), ERR_OK);
    assert_true(str_equal(d.text, str_of(text)));
}

static void assert_binary(struct str bytes, const char *message)
{
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    struct decoded d;
    struct err err = ERR_INIT;
    assert_int_equal(decode(bytes, &buffer, &d, &err), ERR_INPUT);
    assert_string_equal(err.message, message);
}

static void utf8_is_left_alone(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    struct decoded d;
    struct err err = ERR_INIT;
    struct str bytes = STR_LITERAL("Übung, 日本");
    assert_int_equal(decode(bytes, &buffer, &d, &err), ERR_OK);
    assert_ptr_equal(d.text.p, bytes.p);
    assert_decodes(bytes, "Übung, 日本", "UTF-8", "valid", 0);
    assert_decodes(STR_EMPTY, "", "UTF-8", "valid", 0);
}

static void a_byte_order_mark_decides(void **state)
{
    (void)state;
    assert_decodes(BYTES("\xEF\xBB\xBFz\xC3\xA9"), "zé", "UTF-8", "bom", 0);
    assert_decodes(BYTES("\xEF\xBB\xBFz\xFF"), "z\uFFFD", "UTF-8", "bom", 1);
    assert_decodes(BYTES("\xFF\xFEz\0\xE9\0"), "zé", "UTF-16LE", "bom", 0);
    assert_decodes(BYTES("\xFE\xFF\0z\x65\xE5"), "z日", "UTF-16BE", "bom", 0);
    assert_decodes(BYTES("\xFF\xFE\0\0z\0\0\0"), "z", "UTF-32LE", "bom", 0);
    assert_decodes(BYTES("\xFF\xFEz\0\x3D\xD8\x00\xDE"), "z😀", "UTF-16LE", "bom", 0);
    assert_decodes(BYTES("\xFF\xFEz\0\x3D\xD8y\0"), "z\uFFFDy", "UTF-16LE", "bom", 1);
    assert_decodes(BYTES("\xFF\xFEz\0y"), "z\uFFFD", "UTF-16LE", "bom", 1);
}

static void utf16_and_utf32_are_known_without_a_mark(void **state)
{
    (void)state;
    assert_decodes(BYTES("m\0a\0i\0 \0j\0u\0n\0 \0"), "mai jun ", "UTF-16LE", "statistics", 0);
    assert_decodes(BYTES("\0m\0a\0i\0 \0j\0u\0n\0 "), "mai jun ", "UTF-16BE", "statistics", 0);
    assert_decodes(BYTES("m\0\0\0a\0\0\0 \0\0\0i\0\0\0"), "ma i", "UTF-32LE", "statistics", 0);
}

static void a_declared_charset_is_used_unless_the_bytes_refute_it(void **state)
{
    (void)state;
    assert_decodes(BYTES("<meta charset=\"iso-8859-1\">\x93z\xE9\x94"),
                   "<meta charset=\"iso-8859-1\">“zé”", "windows-1252", "declared", 0);
    assert_decodes(BYTES("<META http-equiv=Content-Type content='text/html; CHARSET=koi8-r'>\xED"),
                   "<META http-equiv=Content-Type content='text/html; CHARSET=koi8-r'>М", "KOI8-R",
                   "declared", 0);
    assert_decodes(BYTES("<?xml version='1.0' encoding='windows-1251'?>\xEC"),
                   "<?xml version='1.0' encoding='windows-1251'?>м", "windows-1251", "declared", 0);
    assert_decodes(BYTES("# -*- coding: iso-8859-2 -*-\n\xB1"), "# -*- coding: iso-8859-2 -*-\ną",
                   "ISO-8859-2", "declared", 0);
    assert_decodes(BYTES("\xB1\n# vim: set fileencoding=iso-8859-2 :\n"),
                   "ą\n# vim: set fileencoding=iso-8859-2 :\n", "ISO-8859-2", "declared", 0);
    assert_decodes(BYTES("<meta charset=utf-8>\xE9t\xE9"), "<meta charset=utf-8>été",
                   "windows-1252", "statistics", 0);
}

static void an_undeclared_charset_is_guessed(void **state)
{
    (void)state;
    assert_decodes(BYTES("Caf\xE9 Orl\xE9"
                         "ans, d\xE9j\xE0 vu"),
                   "Café Orléans, déjà vu", "windows-1252", "statistics", 0);
    assert_decodes(BYTES("\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0? "
                         "\xD1\xEF\xE0\xF1\xE8\xE1\xEE, \xF5\xEE\xF0\xEE\xF8\xEE."),
                   "Привет, как дела? Спасибо, хорошо.", "windows-1251", "statistics", 0);
    assert_decodes(BYTES("\x1B$B$3$s$K$A$O\x1B(B\n"), "こんにちは\n", "ISO-2022-JP", "statistics",
                   0);
    assert_decodes(
        BYTES("A polg\xE1rmester szerint a h\xED"
              "d\xFAj\xEDt\xE1s \xF5szre k\xE9sz\xFCl "
              "el, \xE9s a gy\xFBl\xE9sen mindenki megk\xE9rdezhette, mennyibe ker\xFCl."),
        "A polgármester szerint a hídújítás őszre készül "
        "el, és a gyűlésen mindenki megkérdezhette, mennyibe kerül.",
        "windows-1250", "statistics", 0);
    /* UTF-8 with one truncated character remains UTF-8. */
    assert_decodes(BYTES("für später schöne Grüße \xC3, sagte Köhler"),
                   "für später schöne Grüße \uFFFD, sagte Köhler", "UTF-8", "statistics", 1);
}

static void binary_files_are_told_from_text(void **state)
{
    (void)state;
    assert_binary(BYTES("%PDF-1.4\n..."), "binary file (PDF)");
    assert_binary(BYTES("\x7F"
                        "ELF\2\1\1\0"),
                  "binary file (ELF)");
    assert_binary(BYTES("ab\0cd\0\0ef\1"), "binary file (NUL bytes)");
    assert_binary(BYTES("\1\2\3\4abcdef"), "binary file (control characters)");
    assert_text(BYTES("8=FIX\1"
                      "35=D\1"
                      "55=AB\1"),
                "8=FIX\1"
                "35=D\1"
                "55=AB\1");
    assert_binary(BYTES("\1\1\1a\1b"), "binary file (control characters)");
    assert_text(BYTES("\x1B[1mbold\x1B[0m\tand \f\n"), "\x1B[1mbold\x1B[0m\tand \f\n");
    assert_text(STR_EMPTY, "");
}

/* Text is examined in pieces, and control characters are counted wherever they are. */
static void control_characters_are_counted_in_every_piece(void **state)
{
    (void)state;
    char bytes[400];
    struct str all = {bytes, sizeof bytes};
    for (size_t start = 0; start + 40 < sizeof bytes; start += 9) {
        memset(bytes, '\t', sizeof bytes);
        memset(bytes + start, '\2', 40);
        bytes[sizeof bytes - 1] = 'a';
        AUTO(buf_done) struct buf buffer = BUF_INIT;
        struct decoded d;
        struct err err = ERR_INIT;
        assert_int_equal(decode(all, &buffer, &d, &err), ERR_OK); /* a tenth is tolerated */
        memset(bytes + start, '\2', 41);
        assert_binary(all, "binary file (control characters)");
        memset(bytes + start, '\0', 41);
        assert_binary(all, "binary file (NUL bytes)");
    }
}

static void a_single_nul_is_replaced(void **state)
{
    (void)state;
    char bytes[1000];
    memset(bytes, 'a', sizeof bytes);
    bytes[500] = '\0';
    AUTO(buf_done) struct buf buffer = BUF_INIT;
    struct decoded d;
    struct err err = ERR_INIT;
    assert_int_equal(decode((struct str){bytes, sizeof bytes}, &buffer, &d, &err), ERR_OK);
    assert_int_equal(d.text.n, sizeof bytes + 2);
    assert_memory_equal(d.text.p + 500, "\xEF\xBF\xBD", 3);
    assert_int_equal(d.n_replaced, 1);
}

static void labels_are_known_as_browsers_know_them(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"latin1", "windows-1252"},    {"ISO-8859-1", "windows-1252"},
        {"GB2312", "GB18030"},         {" gbk ", "GB18030"},
        {"shift-jis", "Shift_JIS"},    {"ks_c_5601-1987", "EUC-KR"},
        {"big5-hkscs", "Big5"},        {"UTF8", "UTF-8"},
        {"iso-8859-9", "windows-1254"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct charset *found = charset_by_label(str_of(pairs[i][0]));
        assert_non_null(found);
        assert_string_equal(found->name, pairs[i][1]);
    }
    assert_null(charset_by_label(STR_LITERAL("x-unheard-of")));
    assert_null(charset_by_label(STR_EMPTY));
}

/* As in the prescan of browsers. */
static void a_charset_is_read_from_meta_elements_only(void **state)
{
    (void)state;
    static const char *const declare[] = {
        "<META  charset = '\nkoi8-r\n' >",
        "<!-- <meta charset=big5> --><p title='<meta charset=big5>'><meta charset=koi8-r>",
        "<meta content='text/html; charset = \"koi8-r\"; x' http-equiv=Content-Type>",
        "<meta http-equiv=content-type content=text/html;charset=koi8-r />",
        "</p/><?x <meta charset=koi8-r?><meta/charset=koi8-r>",
    };
    static const char *const do_not[] = {
        "<metacharset=koi8-r>",
        "<meta content='text/html; charset=koi8-r'>",
        "<meta charset=koi8-r",
        "<meta test=' charset=koi8-r>",
        "<meta name=x content='charsetkoi8-r'><meta charset>",
        "<",
    };
    for (size_t i = 0; i < sizeof declare / sizeof *declare; i++) {
        const struct charset *found = charset_of_meta(str_of(declare[i]));
        assert_non_null(found);
        assert_string_equal(found->name, "KOI8-R");
    }
    for (size_t i = 0; i < sizeof do_not / sizeof *do_not; i++)
        assert_null(charset_of_meta(str_of(do_not[i])));
}

/* "café" as shown by a program that takes it for windows-1252, once and twice. */
static void mojibake_is_undone(void **state)
{
    (void)state;
    const char *charset = "UTF-8 (mojibake)";
    assert_decodes(STR_LITERAL("Le cafÃ© de la mairie"), "Le café de la mairie", charset, "valid",
                   0);
    assert_decodes(STR_LITERAL("Le cafÃƒÂ© de la mairie"), "Le café de la mairie", charset, "valid",
                   0);
    assert_decodes(STR_LITERAL("itâ€™s â€œhereâ€\xC2\x9D â€“ now"), "it’s “here” – now", charset,
                   "valid", 0);
    assert_decodes(STR_LITERAL("itâ\xC2\x80\xC2\x99"
                               "s"),
                   "it’s", charset, "valid", 0);
    assert_decodes(STR_LITERAL("Ð¿Ñ€Ð¸Ð²ÐµÑ‚"), "привет", charset, "valid", 0);
    assert_decodes(STR_LITERAL("zÅ‚oty"), "złoty", charset, "valid", 0);
    assert_decodes(STR_LITERAL("å›³æ›¸é¤¨"), "図書館", charset, "valid", 0);
    assert_decodes(STR_LITERAL("ok ðŸ˜€"), "ok 😀", charset, "valid", 0);
    assert_decodes(STR_LITERAL("20Â°C and NESCAFÃ‰Â®"), "20°C and NESCAFÉ®", charset, "valid", 0);
    assert_decodes(BYTES("\xEF\xBB\xBF"
                         "Ã©tÃ©"),
                   "été", charset, "bom", 0);
}

static void good_text_is_no_mojibake(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "NESCAFÉ® and CAFÉ™",               /* would be U+026E, U+0259 */
        "das Maß“ ist",                     /* would be U+07D3 */
        "caf\u00E9\u00A0\u00BB voil\u00E0", /* French puts a no-break space before "»" */
        "é is shown as Ã©",                 /* not all of it is mojibake */
        "it prints 'Ã©' then",              /* quoted */
        "AMANHÃ»",                          /* a capital and a quotation mark */
        "Â, Ã, ï¿, Ã",                      /* not a complete sequence */
        "ÄÖÜ äöü ß",
        "naïve façade déjà-vu",
        "привет, 図書館",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_decodes(str_of(texts[i]), texts[i], "UTF-8", "valid", 0);
}

static void korean_that_is_shifted_in_and_out_is_read(void **state)
{
    (void)state;
    struct str bytes = BYTES("\x1B$)C\x0E\x47\x51\x31\x5B\x0F\n");
    assert_text(bytes, "한글\n");
}

static void one_nul_is_not_utf16(void **state)
{
    (void)state;
    struct str bytes = BYTES("<script type=\"data\"><!--\0</script>");
    assert_text(bytes, "<script type=\"data\"><!--\uFFFD</script>");
    assert_binary(BYTES("<script><!--\0\1</script>"), "binary file (NUL bytes)");
    assert_binary(BYTES("short\0"), "binary file (NUL bytes)");
}

/* If short text reads alike in several sets, the common one is meant. Case and letters count. */
static void the_charset_of_little_text_is_guessed(void **state)
{
    (void)state;
    assert_decodes(BYTES("\xDF\xE1\xEB\xEE\xED\xE8 \xF6\xE2\xE5\xF2\xF3\xF2"), "Яблони цветут",
                   "windows-1251", "statistics", 0);
    assert_decodes(BYTES("\xD1\xF7\xB8\xF2"), "Счёт", "windows-1251", "statistics", 0);
    assert_decodes(BYTES("\xF0\xD2\xC9\xD7\xC5\xD4 \xC9\xDA \xD3\xC1\xC4\xC1"), "Привет из сада",
                   "KOI8-R", "statistics", 0);
    assert_decodes(BYTES("\x8F\xE0\xA8\xA2\xA5\xE2 \xA8\xA7 \xE1\xA0\xA4\xA0"), "Привет из сада",
                   "IBM866", "statistics", 0);
    assert_decodes(BYTES("Grunds\x84tze f\x81r K\x94"
                         "ln"),
                   "Grundsätze für Köln", "IBM850", "statistics", 0);
    assert_decodes(BYTES("\xD5szi \xFBrlap"), "Őszi űrlap", "windows-1250", "statistics", 0);
    assert_decodes(BYTES("za\xBF\xF3\xB3\xE6 g\xEA\x9Cl\xB9"), "zażółć gęślą", "windows-1250",
                   "statistics", 0);
    assert_decodes(BYTES("\xC7"
                         "ay\xFDr\xFDn \xFE"
                         "arap"),
                   "Çayırın şarap", "windows-1254", "statistics", 0);
    assert_decodes(BYTES("\xF9\xEC\xE5\xED \xF2\xE5\xEC\xED"), "שלום עולם", "windows-1255",
                   "statistics", 0);
    assert_decodes(BYTES("caf\xE9, \xA3"
                         "825"),
                   "café, £825", "windows-1252", "statistics", 0);
}

/* Bytes are read in pairs, in any script; blanks and ends of sentences decide. */
static void utf16_is_known_in_all_scripts(void **state)
{
    (void)state;
    assert_decodes(BYTES("\x1F\x04\x40\x04\x38\x04 \0\x41\x04\x30\x04\x34\x04\n\0"), "При сад\n",
                   "UTF-16LE", "statistics", 0);
    assert_decodes(BYTES("\x04\x1F\x04\x40\x04\x38\0 \x04\x41\x04\x30\x04\x34\0\n"), "При сад\n",
                   "UTF-16BE", "statistics", 0);
    assert_decodes(BYTES("\xF9\x82\x9C\x67\x11\x68\xCD\x79\x8E\x4E\x02\x30"), "苹果树种于。",
                   "UTF-16LE", "statistics", 0);
    assert_decodes(BYTES("\x45\x06\x31\x06\x2D\x06 \0\x45\x06\x31\x06\n\0"), "مرح مر\n", "UTF-16LE",
                   "statistics", 0);
}

static void latin_9_has_a_euro_and_ligatures(void **state)
{
    (void)state;
    assert_decodes(
        BYTES("un \xBDuf co\xFBte 2 \xA4 \xE0 l'\xE9t\xE9, d\xE9j\xE0 \xE9t\xE9 \xE9\xE8"),
        "un œuf coûte 2 € à l'été, déjà été éè", "ISO-8859-15", "statistics", 0);
    assert_decodes(BYTES("une \xBD tasse \xE0 l'\xE9t\xE9, d\xE9j\xE0"),
                   "une ½ tasse à l'été, déjà", "windows-1252", "statistics", 0);
}

static void assert_east_asian(struct str bytes, const char *name)
{
    const struct charset *found = charset_east_asian(bytes, false);
    assert_string_equal(found ? found->name : "none", name);
}

static void short_texts_of_common_characters_are_east_asian(void **state)
{
    (void)state;
    assert_east_asian(BYTES("\x83\x65\x83\x58\x83\x67.md"), "Shift_JIS"); /* テスト */
    assert_east_asian(BYTES("\x95\x5C\x8E\x86\x94\x5C.md"), "Shift_JIS"); /* 表紙能 */
    assert_east_asian(BYTES("\xB9\xA4\xD7\xF7\xB1\xA8\xB8\xE6"
                            "2021.md"),
                      "GB18030");                                      /* 工作报告 */
    assert_east_asian(BYTES("\xA5\x5C\xAF\xE0.md"), "Big5");           /* 功能 */
    assert_east_asian(BYTES("\xC8\xB8\xC0\xC7\xB7\xCF.md"), "EUC-KR"); /* 회의록 */
    assert_east_asian(BYTES("\x99"
                            "ffnungszeiten f\x81r B\x84ume"),
                      "none");
    assert_east_asian(BYTES("\x82l\x8Ave d\x82j\x85 not\x82"), "none");
    assert_east_asian(BYTES("Za\xBE\xA2\x88\x86.md"), "none");
    assert_east_asian(BYTES("\x8E\xE2\xE7\xA5\xE2.md"), "none");
    assert_east_asian(BYTES("plain.md"), "none");
    assert_string_equal(charset_east_asian(BYTES("\xD5\x5C\xD0\xC5\x95\xFE"), true)->name,
                        "GB18030");
    assert_null(charset_east_asian(BYTES("plain.md"), true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_left_alone),
        cmocka_unit_test(a_byte_order_mark_decides),
        cmocka_unit_test(utf16_and_utf32_are_known_without_a_mark),
        cmocka_unit_test(a_declared_charset_is_used_unless_the_bytes_refute_it),
        cmocka_unit_test(an_undeclared_charset_is_guessed),
        cmocka_unit_test(binary_files_are_told_from_text),
        cmocka_unit_test(control_characters_are_counted_in_every_piece),
        cmocka_unit_test(a_single_nul_is_replaced),
        cmocka_unit_test(labels_are_known_as_browsers_know_them),
        cmocka_unit_test(a_charset_is_read_from_meta_elements_only),
        cmocka_unit_test(mojibake_is_undone),
        cmocka_unit_test(good_text_is_no_mojibake),
        cmocka_unit_test(korean_that_is_shifted_in_and_out_is_read),
        cmocka_unit_test(one_nul_is_not_utf16),
        cmocka_unit_test(the_charset_of_little_text_is_guessed),
        cmocka_unit_test(utf16_is_known_in_all_scripts),
        cmocka_unit_test(latin_9_has_a_euro_and_ligatures),
        cmocka_unit_test(short_texts_of_common_characters_are_east_asian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
