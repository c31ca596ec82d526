/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests how text is analysed into terms. */
#include "text/analyser.h"
#include "text/between.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = analyser_new((struct analyser_settings){0});
    return 0;
}

static int tear_down(void **state)
{
    analyser_free(*state);
    return 0;
}

/* Writes the terms of text separated by spaces, with "+" before a joined one, and after one its
 * kind unless it is a word: "!" an acronym, ":" a pair, "." a single character. */
static void describe(struct analyser *a, const char *text, struct buf *out)
{
    static const char *const marks[] = {"", "!", ":", "."};
    struct token token;
    size_t last_end = 0;

    buf_clear(out);
    analyser_start(a, str_of(text), 1);
    while (analyser_next(a, &token)) {
        if (out->n)
            buf_append_str(
                out, str_of(between_is_joined(str_of(text), last_end, token.start) ? " +" : " "));
        buf_append_str(out, token.term);
        buf_append_str(out, str_of(marks[token.kind]));
        last_end = token.end;
    }
}

static void check(struct analyser *a, const char *text, const char *expected)
{
    struct buf out = BUF_INIT;

    describe(a, text, &out);
    assert_string_equal(buf_c_string(&out), expected);
    buf_done(&out);
}

static void words_of_ascii(void **state)
{
    check(*state, "", "");
    check(*state, " \t\n. , -- '' ...", "");
    check(*state, "The quick-brown fox.", "the quick +brown fox");
    check(*state, "don't 'quoted' dogs' o'clock", "don't quoted dogs o'clock");
    check(*state, "3.14 1,000 1,000,000.5 7. 5,a", "3.14 1,000 1,000,000.5 7 5 a");
    check(*state, "www.ice.gov a@b.com path/to/x", "www +ice +gov a +b +com path +to +x");
    check(*state, "foo_bar secure_communities 10:30", "foo +bar secure +communities 10 +30");
    check(*state, "x=1&lang=en (brackets)[0]", "x 1 +lang en brackets 0");
    check(*state, "3D mp3 2nd", "3d mp3 2nd");
}

static void words_are_the_same_when_they_come_again(void **state)
{
    enum { N_WORDS = 20000 }; /* more than a cache takes */
    for (int i = 0; i < 2 * N_WORDS; i++) {
        char text[32], expected[32];
        snprintf(text, sizeof text, "Wört%d", i % N_WORDS);
        snprintf(expected, sizeof expected, "wort%d", i % N_WORDS);
        check(*state, text, expected);
        check(*state, "Wört0", "wort0");
    }
}

static void acronyms_lose_their_stops(void **state)
{
    check(*state, "The U.S. and the U.S.A, e.g. at 5 p.m.", "the us! and the usa! eg! at 5 pm!");
    check(*state, "Plan A. Then B.", "plan a then b");
    check(*state, "U.S.-based J.R.R.Tolkien", "us! +based jrr! +tolkien");
    check(*state, "С.С.С.Р. z.B. É.U.", "ссср! zb! eu!");
    check(*state, "7.e.g 가.나.", "7 +eg! 가 +나");
}

static void signs_that_belong_to_words(void **state)
{
    check(*state, "C++ c# F#, C++11 c#m i++ A#", "c++ c# f# c++ +11 c m i a");
    check(*state, "AT&T R&D's Q&A", "at&t r&d's q&a");
    check(*state, "AT&T\u2019s black&white a&bcd", "at&t's black +white a +bcd");
}

static void offsets_are_those_of_the_text(void **state)
{
    struct analyser *a = *state;
    struct str text = STR_LITERAL("Né à U.S. 東京都");
    static const struct {
        const char *slice;
        uint32_t position;
        bool joined;
    } expected[] = {
        {"Né", 4, false},   {"à", 5, false},   {"U.S.", 6, false},
        {"東京", 7, false}, {"京都", 8, true},
    };
    struct token token;
    size_t last_end = 0;

    analyser_start(a, text, 4);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(analyser_next(a, &token));
        assert_true(str_equal(str_slice(text, token.start, token.end), str_of(expected[i].slice)));
        assert_int_equal(token.position, expected[i].position);
        assert_int_equal(i && between_is_joined(text, last_end, token.start), expected[i].joined);
        last_end = token.end;
    }
    assert_false(analyser_next(a, &token));
    assert_false(analyser_next(a, &token));
}

/* Checks the positions of text, written with blanks between. */
static void check_positions(struct analyser *a, const char *text, const char *expected)
{
    struct buf out = BUF_INIT;
    struct token token;

    analyser_start(a, str_of(text), 1);
    while (analyser_next(a, &token))
        buf_append_format(&out, "%u ", token.position);
    assert_string_equal(buf_c_string(&out), expected);
    buf_done(&out);
}

static void paragraphs_and_cells_stand_apart(void **state)
{
    assert_int_equal(ANALYSER_GAP, 10);
    check_positions(*state, "one two\nthree, four.", "1 2 3 4 ");
    check_positions(*state, "one\n\ntwo \n \t\nthree", "1 12 23 ");
    check_positions(*state, "x-y\n\n\n\nU.S.\n\n\303\251t\303\251\fC++", "1 2 13 24 35 ");
    check_positions(*state, "one | two|three || four", "1 12 13 14 ");
    check_positions(*state, "one\n- two\n  * three\n\342\200\242 four", "1 12 23 34 ");
    check_positions(*state, "one -\ntwo\n-three\n-- four - five\n+six", "1 2 3 4 5 6 ");
    check_positions(*state, "one\n: two\n. three\n:four\n.five", "1 12 23 24 25 ");
    /* long enough for the text to be examined in blocks */
    check_positions(*state,
                    "aaaaaaaaaa bbbbbbbbbb cccccccccc\n\ndddddddddd eeeeeeeeee | ffffffffff "
                    "gggggggggg hhhhhhhhhh iiiiiiiiii jjjjjjjjjj\r\n\r\nkkkkkkkkkk llllllllll",
                    "1 2 3 14 15 26 27 28 29 30 41 42 ");
    check_positions(*state, "\346\227\245\346\234\254\350\252\236\n\n\346\227\245\346\234\254",
                    "1 2 13 ");
}

static void items_stand_a_little_apart(void **state)
{
    assert_int_equal(ANALYSER_ITEM_GAP, 1);
    check_positions(*state, "one\t\ntwo\tthree\n\tfour.\t\nfive", "1 3 4 5 7 ");
    check_positions(*state, "one\t\n- two\t\n\nthree \t\n  four", "1 12 23 25 ");
    check_positions(*state, "\303\251t\303\251\t\n\303\251t\303\251", "1 3 ");
    /* the sign is the last of a block, or the line feed the first of the next */
    check_positions(*state,
                    "aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee fffffff\t\ngggg hhhh "
                    "iiiiiiiiii\t\njjjj",
                    "1 2 3 4 5 6 8 9 10 12 ");
    check_positions(*state,
                    "aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee ffffffff\t\ngggg hhhh",
                    "1 2 3 4 5 6 8 9 ");
}

static void same_words_have_the_same_term(void **state)
{
    check(*state, "café cafe\u0301 CAFÉ cafe", "cafe cafe cafe cafe");
    check(*state, "\uFB01nd ＡＢＣ straße STRASSE", "find abc strasse strasse");
    check(*state, "İstanbul ISTANBUL I\u0307stanbul ısı", "istanbul istanbul istanbul isi");
    check(*state, "ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ");
    check(*state, "Øresund Łódź ægir œuvre þing đak ǽ", "oresund lodz aegir oeuvre thing dak ae");
    check(*state, "ёлка елка Ёлка за\u0301мок йод їжак", "елка елка елка замок йод їжак");
    check(*state, "كِتَابٌ كتاب كـتاب أحمد احمد", "كتاب كتاب كتاب احمد احمد");
    check(*state, "کتاب كتاب می‌شود ميشود", "كتاب كتاب ميشود ميشود");
    check(*state, "שָׁלוֹם שלום", "שלום שלום");
    check(*state, "مدرسة مدرسه", "مدرسه مدرسه");
    check(*state, "١٢٣ ۱۲۳ १२३ １２３ ٣٫١٤", "123 123 123 123 3.14");
    check(*state, "co\u00ADoperate H₂O CO₂", "cooperate h2o co2");
    check(*state, "don\u2019t м\u02BCяч м'яч", "don't м'яч м'яч");
    check(*state, "ștri ştri", "stri stri");
    check(*state, "hindi हिन्दी", "hindi हिंदी");
}

static void form_keeps_marks(void **state)
{
    struct analyser *a = *state;
    struct token token;

    analyser_start(a, STR_LITERAL("Cafe\u0301"), 1);
    assert_true(analyser_next(a, &token));
    assert_true(str_equal(token.form, STR_LITERAL("café")));
    assert_true(str_equal(token.term, STR_LITERAL("cafe")));
    assert_true(str_equal(analyser_term(a, STR_LITERAL("café")), STR_LITERAL("cafe")));
}

static void marks_can_be_kept(void **state)
{
    struct analyser *a = analyser_new((struct analyser_settings){.keep_marks = true});

    (void)state;
    check(a, "CAFE\u0301 Łódź", "café łódź");
    /* except for a dot on an i and for stress, which are no part of how a word is spelt */
    check(a, "İzmir I\u0307 Z\u0307aba", "izmir i żaba");
    check(a, "за\u0301мок й", "замок й");
    assert_true(
        str_equal(analyser_stem(a, language_by_code(STR_LITERAL("de")), STR_LITERAL("häuser")),
                  STR_LITERAL("haus")));
    analyser_free(a);
}

static void unspaced_scripts_become_pairs(void **state)
{
    check(*state, "図書館の本", "図书: +书馆: +馆の: +の本:");
    check(*state, "東。京", "东. 京.");
    check(*state, "NHKニュース", "nhk +ニュ: +ュー: +ース:");
    check(*state, "ｶﾞｷﾞ 々 ㌔", "ガギ: 々. キロ:");
    check(*state, "ไทย", "ไท: +ทย:");
    check(*state, "ที่นี่", "ที่นี่:");
    check(*state, "豈⾕", "岂谷:"); /* compatibility ideograph and radical */
    check(*state, "대한민국 만세", "대한민국 만세");
}

static void hangul_becomes_pairs_on_request(void **state)
{
    struct analyser *a = analyser_new((struct analyser_settings){.hangul_bigrams = true});

    (void)state;
    check(a, "대한민국 만 \u1112\u1161\u11AB국", "대한: +한민: +민국: 만. 한국:");
    analyser_free(a);
}

static void symbols_stay_outside_words(void **state)
{
    check(*state, "Acme™ m² ½ 5㎏ №7", "acme +tm m +2 1⁄2 5 +kg no +7");
    check(*state, "a\u200Bb “quoted” word—word «x»", "a b quoted word word x");
    check(*state, "© § € ↔", "");
}

static void pictographs_are_tokens(void **state)
{
    check(*state, "👍🏽 ok 👩‍💻", "👍🏽. ok 👩‍💻.");
    check(*state, "🇩🇪🇫🇷 🇩", "🇩🇪. +🇫🇷.");
    check(*state, "❤️ ❤", "❤. ❤.");
}

static void hebrew_acronyms_hold_together(void **state)
{
    check(*state, "צה\"ל צה״ל", "צה\"ל צה\"ל");
    check(*state, "\"שלום\" 'שלום' בית־ספר", "שלום שלום בית +ספר");
}

static void catalan_dot_holds_together(void **state)
{
    check(*state, "col·lecció", "col·leccio");
}

static void long_words_are_cut(void **state)
{
    struct analyser *a = *state;
    struct buf text = BUF_INIT;
    struct token token;

    for (int i = 0; i < 500; i++)
        buf_append_str(&text, STR_LITERAL("Ab"));
    analyser_start(a, buf_str(&text), 1);
    assert_true(analyser_next(a, &token));
    assert_int_equal(token.term.n, ANALYSER_MAX_TERM_BYTES);
    assert_int_equal(token.end, text.n);
    assert_false(analyser_next(a, &token));

    buf_clear(&text);
    buf_append_str(&text, STR_LITERAL("x"));
    for (int i = 0; i < 500; i++)
        buf_append_str(&text, STR_LITERAL("ж"));
    analyser_start(a, buf_str(&text), 1);
    assert_true(analyser_next(a, &token));
    assert_int_equal(token.term.n, ANALYSER_MAX_TERM_BYTES - 1);
    assert_false(analyser_next(a, &token));
    assert_true(analyser_stem(a, LANGUAGE_UNKNOWN, buf_str(&text)).n <= ANALYSER_MAX_TERM_BYTES);
    buf_done(&text);
}

static void stems_of_languages(void **state)
{
    static const struct {
        const char *language, *form, *stem;
    } cases[] = {
        {"en", "relations", "relat"},
        {"en", "government's", "govern"},
        {"de", "häuser", "haus"},
        {"fr", "l'économie", "econom"},
        {"fr", "économies", "econom"},
        {"fr", "aujourd'hui", "aujourd'hui"},
        {"it", "dell'università", "univers"},
        {"ca", "l'aigua", "aigu"},
        {"ru", "важнейшими", "важн"},
        {"ar", "المدرسون", "مدرس"},
        {"es", "canciones", "cancion"},
        {"pl", "łódź", "lodz"},
        {"ja", "図書", "図書"},
    };
    struct analyser *a = *state;

    for (int warm = 0; warm < 2; warm++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            language_id id = language_by_code(str_of(cases[i].language));
            struct str stem = analyser_stem(a, id, str_of(cases[i].form));

            if (!str_equal(stem, str_of(cases[i].stem)))
                fail_msg("%s: \"%s\" has the stem \"%.*s\"", cases[i].language, cases[i].form,
                         STR_PRINT(stem));
        }
    }
    /* as English: language_or_default() */
    assert_true(str_equal(analyser_stem(a, LANGUAGE_UNKNOWN, STR_LITERAL("markets")),
                          STR_LITERAL("market")));
}

static void whole_strings_are_folded(void **state)
{
    struct buf out = BUF_INIT;

    analyser_fold(*state, STR_LITERAL("Press Release / Straße №"), &out);
    assert_string_equal(buf_c_string(&out), "press release / strasse no");
    analyser_fold(*state, STR_EMPTY, &out);
    assert_int_equal(out.n, strlen("press release / strasse no"));
    buf_done(&out);
}

static void libraries_are_named(void **state)
{
    unsigned fingerprint;
    int major, minor;

    (void)state;
    assert_int_equal(sscanf(analyser_libraries(), "libstemmer %8x, libunistring %d.%d",
                            &fingerprint, &major, &minor),
                     3);
    assert_ptr_equal(analyser_libraries(), analyser_libraries());
}

/* Only the start of the text is readable: a word is cut without looking for its end. */
static void long_words_are_looked_at_once(void **state)
{
    const size_t readable = 64 * 1024, all = 1024 * 1024;
    struct token token;
    char *text = mmap(NULL, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    assert_ptr_not_equal(text, MAP_FAILED);
    memset(text, 'x', readable);
    assert_int_equal(mprotect(text + readable, all - readable, PROT_NONE), 0);
    analyser_start(*state, (struct str){text, all}, 1);
    assert_true(analyser_next(*state, &token));
    assert_int_equal(token.start, 0);
    assert_true(token.end > 0 && token.end <= readable);
    munmap(text, all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_ascii),
        cmocka_unit_test(words_are_the_same_when_they_come_again),
        cmocka_unit_test(long_words_are_looked_at_once),
        cmocka_unit_test(acronyms_lose_their_stops),
        cmocka_unit_test(signs_that_belong_to_words),
        cmocka_unit_test(offsets_are_those_of_the_text),
        cmocka_unit_test(paragraphs_and_cells_stand_apart),
        cmocka_unit_test(items_stand_a_little_apart),
        cmocka_unit_test(same_words_have_the_same_term),
        cmocka_unit_test(form_keeps_marks),
        cmocka_unit_test(marks_can_be_kept),
        cmocka_unit_test(unspaced_scripts_become_pairs),
        cmocka_unit_test(hangul_becomes_pairs_on_request),
        cmocka_unit_test(symbols_stay_outside_words),
        cmocka_unit_test(pictographs_are_tokens),
        cmocka_unit_test(hebrew_acronyms_hold_together),
        cmocka_unit_test(catalan_dot_holds_together),
        cmocka_unit_test(long_words_are_cut),
        cmocka_unit_test(stems_of_languages),
        cmocka_unit_test(whole_strings_are_folded),
        cmocka_unit_test(libraries_are_named),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
