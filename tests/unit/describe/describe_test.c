/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests finding the title, date, place and language of a document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/describe/describe.h"

static struct arena arena = ARENA_INIT;

static int clear_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct document described(const char *path, const char *text)
{
    struct document d;
    document_init(&d, &arena);
    d.path = str_of(path);
    d.text = str_of(text);
    d.type = STR_LITERAL("text");
    describe(&d);
    return d;
}

static void assert_str(struct str s, const char *expected)
{
    assert_string_equal(arena_copy(&arena, s).p, expected);
}

static void assert_described(const char *text, const char *title, const char *date,
                             const char *place)
{
    struct document d = described("folder/name.of-file.txt", text);
    assert_str(d.title, title);
    assert_str(d.date, date);
    assert_str(document_field(&d, "place"), place);
}

#define PROSE                                                                                      \
    "The commission decided on Monday that all of the wells in the county will be tested before "  \
    "the end of the year, and that nobody has to pay for it. It will meet again in June, when "    \
    "the first results are expected.\n"

static void a_notice_ends_with_its_paragraph(void **state)
{
    (void)state;
    assert_described("Copyright (C) 2011 Paula Greer\nAll rights reserved\nby the author\n\n"
                     "Wells of the county\n\n" PROSE,
                     "Wells of the county", "", "");
    assert_described(
        "Tests of wells\nCopyright (C) 2011 Paula Greer\nAll rights reserved\n\n" PROSE,
        "Tests of wells", "", "");
}

static void a_press_release_has_headline_date_and_place(void **state)
{
    (void)state;
    assert_described(
        "\n\nNews Room » Recent Releases\n\nNews Releases\n\nMAY 10, 2011 TOLEDO, OH\n\n"
        "2 more counties join the program\n\nCANTON, Ohio - " PROSE,
        "2 more counties join the program", "20110510", "TOLEDO, OH");
    assert_described(
        "FOR IMMEDIATE RELEASE\n\nContact: Paula Greer, 555-0117\n\nBridge to close\n\n"
        "CANTON, Ohio (May 3, 2012) - " PROSE,
        "Bridge to close", "20120503", "CANTON, Ohio");
    assert_described("RELEASE NO. 20-044 | APRIL 6, 2020 | ATHENS, OH\n\nMeals continue\n\n" PROSE,
                     "Meals continue", "20200406", "ATHENS, OH");
    assert_described(
        "EMBARGOED UNTIL 6:00 A.M. EDT, THURSDAY, AUGUST 17, 2023\n\nHeat plan\n\n" PROSE,
        "Heat plan", "20230817", "");
    assert_described("Release number: 7\nOffice: Water Bureau\n\nWells tested\n\n" PROSE,
                     "Wells tested", "", "");
    assert_described(
        "VALLEY COUNCIL          NEWS RELEASE\n=====\n\nARCHIVE PUTS PICTURES ONLINE\n\n"
        "DAYTON, Ohio, March 25, 2013 -- " PROSE,
        "ARCHIVE PUTS PICTURES ONLINE", "20130325", "DAYTON, Ohio");
}

static void headlines_and_dates_are_found_in_other_languages(void **state)
{
    (void)state;
    assert_described("Pressemitteilung\n\nBerlin, 10. Mai 2011\n\nNeue Züge für die Stadt\n\n"
                     "Die Stadt kauft neue Züge.\n",
                     "Neue Züge für die Stadt", "20110510", "Berlin");
    assert_described("COMMUNIQUÉ DE PRESSE\n\nParis, le 4 février 2015\n\nLa ville rachète\n",
                     "La ville rachète", "20150204", "Paris");
    assert_described(
        "市立図書館、閉館時間を延長\n\n2019年6月3日\n\n市立図書館は七月から延長する。\n",
        "市立図書館、閉館時間を延長", "20190603", "");
}

static void a_headline_is_told_from_labels_and_paths(void **state)
{
    (void)state;
    assert_described("A headline that goes on over two\nlines of the same length\n\n" PROSE,
                     "A headline that goes on over two lines of the same length", "", "");
    assert_described("Do not drink: advisory for two counties\n\n" PROSE,
                     "Do not drink: advisory for two counties", "", "");
    assert_described("BULLETIN\n\nStorm warning for the coast\n\n" PROSE,
                     "Storm warning for the coast", "", "");
    assert_described("BULLETIN\n\n" PROSE, "BULLETIN", "", "");
    assert_described("Minutes\nThe board met on Monday and decided what had to be decided.\n",
                     "Minutes", "", "");
    assert_described("Home > News > Weather\n\nWhy it rains\n\n" PROSE, "Why it rains", "", "");
}

static void text_without_a_headline_gets_its_first_sentence_or_its_name(void **state)
{
    (void)state;
    assert_described(PROSE,
                     "The commission decided on Monday that all of the wells in the county will be "
                     "tested before the end…",
                     "", "");
    assert_described("CANTON, Ohio - The dam broke last night. " PROSE, "The dam broke last night.",
                     "", "CANTON, Ohio");
    assert_described("#include <stdio.h>\nint x;\n", "name.of-file", "", "");
    assert_described("", "name.of-file", "", "");
    assert_described("-----\n12\n", "name.of-file", "", "");
}

static void a_poem_keeps_its_first_line(void **state)
{
    (void)state;
    assert_described("Under the bridge the river ran\nslow as a boat of clay\n"
                     "nobody asked where it began\nnobody went away\n",
                     "Under the bridge the river ran", "", "");
}

static void a_mail_in_a_text_file_has_subject_date_and_author(void **state)
{
    (void)state;
    struct document d = described("a.txt",
                                  "From: Ann <a@b.example>\nSubject: Library hours\n"
                                  "X-Other: x\n\tfolded\n"
                                  "Date: Wed, 4 Nov 2009 08:15:00 -0500\n\nDear editors,\n");
    assert_str(d.title, "Library hours");
    assert_str(d.date, "20091104081500-0500");
    assert_str(document_field(&d, "author"), "Ann <a@b.example>");

    d = described("a.txt", "Date: 4 Nov 2009\n\nNo mail at all\n");
    assert_str(d.title, "No mail at all");
    assert_str(d.date, "20091104");
}

static void the_place_decides_the_order_of_day_and_month(void **state)
{
    (void)state;
    assert_described("Release date: 04/09/2019\n\nClerks finish the index of marriages\n\n"
                     "The clerks of all counties in Ohio have finished the index. " PROSE,
                     "Clerks finish the index of marriages", "20190409", "");
    assert_described("Release date: 04-09-2019\n\nClerks finish the index of marriages\n\n"
                     "The clerks of all counties in Ohio have finished the index. " PROSE,
                     "Clerks finish the index of marriages", "20190409", "");
    assert_described("Release date: 04/09/2019\n\nClerks finish the index of marriages\n\n" PROSE,
                     "Clerks finish the index of marriages", "", "");
}

static void fields_come_before_what_the_text_says(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"date", "2011-05-10", "20110510"},
        {"published", "10. Mai 2011", "20110510"},
        {"article:published_time", "2011-05-10T01:00:00+02:00", "20110510010000+0200"},
        {"timestamp", "1305000000", "20110510040000"},
        {"timestamp", "1305000000123", "20110510040000"},
        {"date", "soon", "20120503"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct document d;
        document_init(&d, &arena);
        d.title = STR_LITERAL(" Given\n title ");
        d.text = STR_LITERAL("May 3, 2012\n\ntext");
        document_add_field(&d, str_of(rows[i][0]), str_of(rows[i][1]));
        describe(&d);
        assert_str(d.date, rows[i][2]);
        assert_str(d.title, "Given title");
    }
}

static void a_date_in_the_path_is_the_last_resort(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"in/release-2011-05-10.txt", "20110510"},
        {"in/20110510_x.txt", "20110510"},
        {"2011/05/10/x.txt", "20110510"},
        {"2001/01/01/2011-05-10.txt", "20110510"},
        {"000_6bf3b7395b21e0e6.txt", ""},
        {"in/2011-05.txt", ""},
        {"in/12345678.txt", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(described(rows[i][0], "A headline\n").date, rows[i][1]);
}

static void a_given_language_is_a_code_and_a_missing_one_is_guessed(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"en-GB", "en"}, {"DE", "de"},       {"german", "de"}, {"deu", "de"}, {"ger-AT", "de"},
        {"sw-KE", "sw"}, {"Français", "fr"}, {"tlh-x", "tlh"}, {"und", ""},   {"zxx", ""},
        {"lang=de", ""}, {"xx", ""},         {"?", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct document d;
        document_init(&d, &arena);
        d.language = str_of(rows[i][0]);
        describe(&d);
        assert_str(d.language, rows[i][1]);
    }
    /* what is not a language leaves it to the text */
    static const char *const codes[] = {"und", "zxx", "lan", "lang=\"de\"", "xx", "tlh", "-"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct document d;
        document_init(&d, &arena);
        d.language = str_of(codes[i]);
        d.text = STR_LITERAL("Die Stadt hat beschlossen, dass der Wald nicht verkauft wird.");
        describe(&d);
        assert_str(d.language, "de");
    }
    struct document d;
    document_init(&d, &arena);
    d.language = STR_LITERAL("Klingon");
    describe(&d);
    assert_str(document_field(&d, "language"), "Klingon");
    assert_str(described("a", "Die Stadt hat beschlossen, dass der Wald nicht verkauft wird und "
                              "auch die Felder bei der Stadt bleiben.")
                   .language,
               "de");
}

static void names_of_fields_are_plain_and_lists_are_divided(void **state)
{
    (void)state;
    struct document d;
    document_init(&d, &arena);
    document_add_field(&d, STR_LITERAL(" Dc.Date:X "), STR_LITERAL(" v "));
    document_add_field(&d, STR_LITERAL("123"), STR_LITERAL("w"));
    document_add_field(&d, STR_LITERAL("empty"), STR_LITERAL("  "));
    document_add_values(&d, STR_LITERAL("Tags"), STR_LITERAL("a, b,,c"));
    document_add_values(&d, STR_LITERAL("author"), STR_LITERAL("Doe, J."));
    assert_int_equal(d.n_fields, 6);
    assert_str(d.fields[0].name, "dc.date_x");
    assert_str(d.fields[0].value, "v");
    assert_str(document_field(&d, "123"), "w");
    assert_str(document_field(&d, "tags"), "a");
    assert_str(d.fields[4].value, "c");
    assert_str(document_field(&d, "author"), "Doe, J.");
    assert_str(document_field(&d, "none"), "");
    for (int i = 0; i < 994; i++)
        assert_true(document_add_field(&d, STR_LITERAL("x"), STR_LITERAL("y")));
    assert_false(document_add_field(&d, STR_LITERAL("x"), STR_LITERAL("y")));
    assert_true(document_add_field(&d, STR_LITERAL("x"), STR_LITERAL(" ")));
    assert_int_equal(d.n_fields, 1000);
}

static void numbers_that_happen_to_be_dates_are_none(void **state)
{
    (void)state;
    static const char *const paths[][2] = {
        {"12040201.txt", ""},           {"12090101.html", ""},
        {"invoice-30001231.txt", ""},   {"19691231.txt", ""},
        {"19700101.txt", ""},           {"19800101.txt", ""},
        {"20110510_x.txt", "20110510"}, {"2011/05/10/x.txt", "20110510"},
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_str(described(paths[i][0], "How to filter rows.").date, paths[i][1]);
    assert_described("Ticket\n\n12040201\n", "Ticket", "", "");
    static const char *const zeros[] = {
        "1601-01-01",           "1899-12-30", "1904-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z", "0",          "1980-01-01"};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        struct document d;
        document_init(&d, &arena);
        d.path = STR_LITERAL("a");
        d.type = STR_LITERAL("text");
        document_add_field(&d, STR_LITERAL("date"), str_of(zeros[i]));
        describe(&d);
        assert_str(d.date, "");
    }
}

static void a_moment_is_of_the_day_that_is_shown(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"2023-11-09T02:28:00Z", "Nov 8, 2023", "20231108"},
        {"2023-11-09T02:28:00Z", "Nov 6, 2023", "20231109022800"},
        {"2023-11-09T02:28:00+01:00", "Nov 8, 2023", "20231109022800+0100"},
        {"2023-11-09 02:28:00", "Nov 8, 2023", "20231109022800"},  /* without a time zone */
        {"2023-11-09T12:00:00Z", "Nov 8, 2023", "20231109120000"}, /* nowhere the previous day */
        {"2023-11-09T12:00:00Z", "Nov 10, 2023", "20231109120000"},
        {"2023-11-09T20:00:00Z", "Nov 10, 2023", "20231110"},
        {"2023-11-09", "Nov 8, 2023", "20231109"},
        {"", "Published on <2021-02-03 Wed>", "20210203"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct document d;
        document_init(&d, &arena);
        d.path = STR_LITERAL("a");
        d.type = STR_LITERAL("html");
        document_add_field(&d, STR_LITERAL("date"), str_of(rows[i][0]));
        d.date_shown = str_of(rows[i][1]);
        describe(&d);
        assert_str(d.date, rows[i][2]);
    }
}

/* Makes a page with a heading after lead. */
static struct document page(const char *lead, const char *title, const char *rest, const char *url)
{
    struct document d;
    document_init(&d, &arena);
    d.path = STR_LITERAL("a");
    d.type = STR_LITERAL("html");
    d.title = str_of(title);
    d.text = arena_format(&arena, "%s%s\n\n%s", lead, title, rest);
    document_add_heading(&d, strlen(lead), 1);
    document_add_field(&d, STR_LITERAL("url"), str_of(url));
    return d;
}

static void a_page_has_its_day_beside_its_heading(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"", "January 13, 2020 at 08:45 AM | categories: Fruit\n\nText.", "20200113"},
        {"", "by Ann Lee\n\n· November 22, 2011 ·\n\nText.", "20111122"},
        {"21. Jan 2022\n\nDominik Ricker\n\n", "Text.", "20220121"},
        {"", "On 3 May 2012 the orchard was bought by all of the people of the village.", ""},
        {"", "1\n\n2\n\n3\n\n4\n\nErstellt am: 01.11.2023", "20231101"},
        {"", "1\n\n2\n\n3\n\n4\n\nDatum:\n\n03.02.2022", "20220203"},
        {"", "1\n\n2\n\n3\n\n4\n\nLast edited 2019-11-10 by Ann.", "20191110"},
        {"", "1\n\n2\n\n3\n\n4\n\nThe figures were published in a book that is of 3 May 2012.", ""},
        {"", "Ann Lee, 8 May 1945.", "19450508"},
        {"", "In 1945 the war ended on 8 May 1945.", ""},
        {"", "It was published by the county on 8 May 2012.", "20120508"},
        {"", "20110510", "20110510"},
        {"", "Order 20110510 was sent.", ""},
        {"", "1970-01-01", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct document d = page(rows[i][0], "Of medlars", rows[i][1], "");
        describe(&d);
        assert_str(d.date, rows[i][2]);
    }
    struct document d = page("", "23.01.2022 - Medlars are ripe", "Text.", "");
    describe(&d);
    assert_str(d.date, "20220123");
}

static void what_a_template_says_counts_less_than_the_byline(void **state)
{
    (void)state;
    for (int doubts = 0; doubts < 2; doubts++) {
        struct document d = page("", "Of medlars", "Stand: 28.04.2020 18:00 Uhr\n\nText.", "");
        document_add_field(&d, STR_LITERAL("date"), STR_LITERAL("2020-04-29"));
        d.doubts_date = doubts;
        describe(&d);
        assert_str(d.date, doubts ? "20200428" : "20200429");
    }
}

static void the_address_of_a_page_has_its_day(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"https://e.org/2019/08/02/json/", "", "20190802"},
        {"https://e.org/2019-08-02/json/", "", "20190802"},
        {"https://e.org/20190802023242/json/", "", ""},
        {"https://e.org/2019/08/02/json/", "2019-08-03T02:00:00Z", "20190802"},
        {"https://e.org/2019/08/02/json/", "2019-08-04T02:00:00Z", "20190804020000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct document d = page("", "Of JSON", "Text.", rows[i][0]);
        document_add_field(&d, STR_LITERAL("date"), str_of(rows[i][1]));
        describe(&d);
        assert_str(d.date, rows[i][2]);
    }
}

static void capitals_before_a_dash_are_no_place(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "ALTER AGGREGATE - change the definition of an aggregate function, and nothing beside it\n",
        "HIDRAW - Raw Access to USB and Bluetooth Human Interface Devices, as the kernel has it\n",
        "RELEASE NOTES (May 3, 2012) - what is new in this version of the program, and what not\n",
        "Release\n\nRelease 10 May 2011\n\nWhat is new in it.\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct document d = described("a.txt", texts[i]);
        assert_str(document_field(&d, "place"), "");
    }
    assert_described("Wells\n\nGENEVA - " PROSE, "Wells", "", "GENEVA");
    assert_described("Brunnen\n\nMühlheim, 10. Mai 2011 - " PROSE, "Brunnen", "20110510",
                     "Mühlheim");
}

static void moments_and_numbers_in_fields_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *value, *date;
    } dates[] = {{"1612345678", "20210203094758Z"},
                 {"1612345678.25", "20210203094758Z"},
                 {"1612345678000", "20210203094758Z"},
                 {"1612345678000000", "20210203094758Z"},
                 {"/Date(1612345678000)/", "20210203094758Z"},
                 {"12041204", ""},
                 {"20210203", "20210203"},
                 {"16123456789", ""}};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct document d;
        document_init(&d, &arena);
        d.path = STR_LITERAL("a");
        document_add_field(&d, STR_LITERAL("created_at"), str_of(dates[i].value));
        describe(&d);
        assert_str(
            str_slice(d.date, 0, d.date.n < 14 ? d.date.n : 14),
            arena_copy(&arena, str_slice(str_of(dates[i].date), 0,
                                         strlen(dates[i].date) < 14 ? strlen(dates[i].date) : 14))
                .p);
    }
}

static void days_in_names_may_have_other_signs(void **state)
{
    (void)state;
    assert_str(described("a/2021_02_03.txt", "x").date, "20210203");
    assert_str(described("a/report 03.02.2021.txt", "x").date, "20210203");
    assert_str(described("a/1.03.02.2021.txt", "x").date, "");
    assert_str(described("a/13.33.2021.txt", "x").date, "");
}

/* What follows the name in memory must not become a part of its last character. */
static void a_title_from_a_name_is_utf8(void **state)
{
    (void)state;
    static const char name[] = "folder/falcon\xE9\x82\xAC";
    struct document d;
    document_init(&d, &arena);
    d.path = (struct str){name, sizeof name - 2};
    d.text = STR_LITERAL("1 2 3\n");
    d.type = STR_LITERAL("text");
    describe(&d);
    assert_str(d.title, "falcon\xEF\xBF\xBD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_in_names_may_have_other_signs),
        cmocka_unit_test(moments_and_numbers_in_fields_are_told_apart),
        cmocka_unit_test(a_page_has_its_day_beside_its_heading),
        cmocka_unit_test(what_a_template_says_counts_less_than_the_byline),
        cmocka_unit_test(the_address_of_a_page_has_its_day),
        cmocka_unit_test(capitals_before_a_dash_are_no_place),
        cmocka_unit_test(a_moment_is_of_the_day_that_is_shown),
        cmocka_unit_test(numbers_that_happen_to_be_dates_are_none),
        cmocka_unit_test(a_notice_ends_with_its_paragraph),
        cmocka_unit_test(a_press_release_has_headline_date_and_place),
        cmocka_unit_test(a_title_from_a_name_is_utf8),
        cmocka_unit_test(headlines_and_dates_are_found_in_other_languages),
        cmocka_unit_test(a_headline_is_told_from_labels_and_paths),
        cmocka_unit_test(text_without_a_headline_gets_its_first_sentence_or_its_name),
        cmocka_unit_test(a_poem_keeps_its_first_line),
        cmocka_unit_test(a_mail_in_a_text_file_has_subject_date_and_author),
        cmocka_unit_test(the_place_decides_the_order_of_day_and_month),
        cmocka_unit_test(fields_come_before_what_the_text_says),
        cmocka_unit_test(a_date_in_the_path_is_the_last_resort),
        cmocka_unit_test(a_given_language_is_a_code_and_a_missing_one_is_guessed),
        cmocka_unit_test(names_of_fields_are_plain_and_lists_are_divided),
    };
    return cmocka_run_group_tests(tests, NULL, clear_arena);
}
