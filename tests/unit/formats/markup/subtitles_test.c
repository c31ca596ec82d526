/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of subtitles and lyrics. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/formats/collect.h"

static void assert_subtitles(const char *text, const char *const *words, const char *expected)
{
    assert_extracts(FORMAT_SUBTITLES, text, words, expected);
}

static void subrip_has_no_numbers_times_or_tags(void **state)
{
    (void)state;
    assert_subtitles("1\r\n00:00:01,000 --> 00:00:04,000 X1:10\r\n<i>The {\\an8}medlars</i>\r\n"
                     "are &lt; ripe\r\n\r\n2\r\n00:00:05,000 --> 00:00:06,000\r\n1921\r\n",
                     WORDS("medlars", "are", "1921"),
                     "title: \n3:0 medlars\n4:0 are\n8:0 1921\n"
                     "[The medlars\nare < ripe\n\n1921]\n");
}

static void webvtt_says_who_speaks(void **state)
{
    (void)state;
    assert_subtitles("WEBVTT - Orchard talk\nKind: captions\nLanguage: en\n\n"
                     "STYLE\n::cue { color: red }\n\nNOTE of Bob\n\n"
                     "intro\n00:01.000 --> 00:04.000 align:start\n"
                     "<v.loud Ann Lee>Now <00:02.000><c>ripe</c></v>\n\n"
                     "00:05.000 --> 00:06.000\na < b, and {c}\n",
                     NULL,
                     "title: Orchard talk\nlanguage: en\n"
                     "[Orchard talk\nof Bob\nintro\nAnn Lee: Now ripe\n\na < b, and {c}]\n");
}

static void other_forms_of_subtitles_are_read(void **state)
{
    (void)state;
    assert_subtitles("0:00:01.000,0:00:04.000\nfirst\n\n0:00:05.000,0:00:06.000\nsecond\n", NULL,
                     "title: \n[first\n\nsecond]\n");
    assert_subtitles("{0}{25}one|two\n{30}{50}{y:i}three\n", WORDS("three"),
                     "title: \n2:0 three\n[one\ntwo\n\nthree]\n");
    assert_subtitles("[Script Info]\n; by x\nTitle: Talk\n\n[V4+ Styles]\nFormat: Name, Size\n"
                     "Style: Default,20\n\n[Events]\nFormat: Layer, Start, End, Text\n"
                     "Dialogue: 0,0:00:01.00,0:00:04.00,{\\b1}one,\\Ntwo\\hmore\n",
                     NULL,
                     "title: Talk\n"
                     "navigation: ; by x\n"
                     "[one,\n"
                     "two\n"
                     "more\n"
                     "\n"
                     "; by x\n"
                     "Style: Default,20]\n");
    assert_subtitles("[ti:Song]\n[ar:Ann]\n[by:x]\n[00:01.00][00:09.00]la\n[00:02.5]li\n", NULL,
                     "title: Song\n"
                     "author = Ann\n"
                     "navigation: [by:x]\n"
                     "[la\n"
                     "\n"
                     "li\n"
                     "\n"
                     "[by:x]]\n");
}

static void what_has_no_cues_is_text(void **state)
{
    (void)state;
    assert_subtitles("12:30 we met\n\n1\n", NULL, "title: \n[12:30 we met\n\n1\n]\n");
    assert_subtitles("", NULL, "title: \n[]\n");
}

static void speakers_and_styles_are_beside_what_is_said(void **state)
{
    (void)state;
    assert_extracts(FORMAT_SUBTITLES,
                    "[Script Info]\n; Made in the orchard\n[V4+ Styles]\n"
                    "Style: Whisper,Arial,20\n[Events]\n"
                    "Format: Layer, Start, End, Style, Name, Text\n"
                    "Dialogue: 0,0:00:01.00,0:00:02.00,Whisper,Ann,One, two\n"
                    "Dialogue: 0,0:00:03.00,0:00:04.00,Whisper,Bo,Three\n",
                    NULL,
                    "title: \n"
                    "navigation: ; Made in the orchard\n"
                    "[One, two\n"
                    "\n"
                    "Three\n"
                    "\n"
                    "; Made in the orchard\n"
                    "Style: Whisper,Arial,20\n"
                    "Whisper\n"
                    "Ann\n"
                    "Bo]\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(subrip_has_no_numbers_times_or_tags),
        cmocka_unit_test(webvtt_says_who_speaks),
        cmocka_unit_test(other_forms_of_subtitles_are_read),
        cmocka_unit_test(what_has_no_cues_is_text),
        cmocka_unit_test(speakers_and_styles_are_beside_what_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
