/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests parsing and finding dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dates/dates.h"
#include "dates/month_names.h"

struct row {
    const char *text, *date;
    const char *rest; /* what remains of the text after the date */
};

static void assert_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char date[STAMP_BYTES] = "";
        struct str text = str_of(rows[i].text);
        size_t taken = dates_parse(text, DATE_ORDER_UNKNOWN, date);
        if (taken == 0)
            fail_msg("'%s' was not read as a date", rows[i].text);
        assert_string_equal(date, rows[i].date);
        assert_string_equal(text.p + taken, rows[i].rest);
    }
}

#define ASSERT_ROWS(rows) assert_rows(rows, sizeof rows / sizeof *rows)

static void reads_iso_dates_and_times_in_utc(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2011-05-10", "20110510", ""},
        {"2011-05-10.", "20110510", "."},
        {"2011/5/1 x", "20110501", " x"},
        {"2011-05", "201105", ""},
        {"2011", "2011", ""},
        {"20110510", "20110510", ""},
        {"20110510T081500Z", "20110510081500", ""},
        {"20110510081500", "20110510081500", ""},
        {"2011-05-10T23:30:00-05:00", "20110510233000-0500", ""},
        {"2011-05-10 08:15", "20110510081500", ""},
        {"2011-05-10T08:15:59.123456+0530", "20110510081559+0530", ""},
        {"2012-02-29", "20120229", ""},
        {"2000-02-29", "20000229", ""},
        {"1999-12-31T23:59:59-00:01", "19991231235959-0001", ""},
        {"1000-01-01", "10000101", ""},
        {"2999-12-31", "29991231", ""},
    };
    ASSERT_ROWS(rows);
}

/* What stands in a field by itself is a date, however short it is written. */
static void reads_the_dates_of_fields(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2021-W05-3", "20210203", ""},
        {"2021-W05", "20210201", ""},
        {"2020-W53-5", "20210101", ""},
        {"2019-W01-1", "20181231", ""},
        {"2018-W01-1", "20180101", ""},
        {"2021-034", "20210203", ""},
        {"2020-366", "20201231", ""},
        {"202102031011", "20210203101100", ""},
        {"03.02.21", "20210203", ""},
        {"28/02/71", "19710228", ""},
        {"2021. 2. 3.", "20210203", ""},
        {"2021. febr. 3., Sze 10:00", "20210203", ", Sze 10:00"},
        {"2021 m. vasario 3 d.", "20210203", " d."},
        {"[[2021-02-03]]", "20210203", "]]"},
        {"'26.09.2020'", "20200926", "'"},
        {"mer., 3 févr. 2021 10:00:00 +0100", "20210203100000+0100", ""},
        {"Ср, 03 фев 2021 10:00:00 +0300", "20210203100000+0300", ""},
        {"śr., 3 lut 2021", "20210203", ""},
        {"ma, 3 helmi 2021", "20210203", ""},
        {"ons. 3 feb. 2021 kl. 10:00", "20210203", " kl. 10:00"},
        {"qua., 3 de fev. de 2021 às 10:00", "20210203", " às 10:00"},
        {"3. veljače 2021", "20210203", ""},
        {"3. veebruar 2021", "20210203", ""},
        {"3. februára 2021", "20210203", ""},
        {"3 февруари 2021", "20210203", ""},
        {"Wed , 3 Feb 2021 10:00:00+0000", "20210203100000", ""},
        {"03-FEB-21", "20210203", ""},
        {"03/Feb/21 10:00 AM", "20210203", " 10:00 AM"},
        {"3 Feb 71", "19710203", ""},
        {"Feb '21", "202102", ""},
        {"Feb 3, ’21", "20210203", ""},
        {"3/II/2021", "20210203", ""},
        {"3 XII 2021", "20211203", ""},
        {"2021/02", "202102", ""},
        {"Q1 2021", "2021", ""},
        {"H2/2021", "2021", ""},
        {"2021-Q3", "2021", ""},
        {"2021Q3", "2021", ""},
        {"Q4'21", "2021", ""},
        {"Winter 2021", "2021", ""},
        {"ca. 2021", "2021", ""},
    };
    ASSERT_ROWS(rows);
    static const char *const none[] = {"2021-W54-1",  "2021-W05-8", "2021-366",  "No., 2021",
                                       "03-02-21",    "02/03/21",   "2021-000",  "Feb 3 10:00",
                                       "3 Feb 10:00", "Q5 2021",    "Winter 21", "3 IIX 2021",
                                       "Volume 2021"};
    char date[STAMP_BYTES];
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(dates_parse(str_of(none[i]), DATE_ORDER_UNKNOWN, date), 0);
}

static void finds_no_short_dates_in_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"version 03.02.21 of it", "number 202102031011",
                                        "part 2021-034", "came 03-FEB-21", "since Feb '21"};
    char date[STAMP_BYTES];
    size_t start, n;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(dates_find(str_of(texts[i]), DATE_ORDER_UNKNOWN, &start, &n, date));
    assert_true(
        dates_find(STR_LITERAL("Acme Inc., 3 May 2011"), DATE_ORDER_UNKNOWN, &start, &n, date));
    assert_int_equal(start, 11);
}

static void reads_dates_of_mail_and_of_the_c_library(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Wed, 4 Nov 2009 08:15:00 -0500", "20091104081500-0500", ""},
        {"4 Nov 2009 08:15 GMT", "20091104081500", ""},
        {"13 Jan 2020, 22:11 GMT+10", "20200113221100+1000", ""},
        {"13 Jan 2020, 22:11 UTC-5", "20200113221100-0500", ""},
        {"Sun, 01 Jan 2012 00:30:00 +0100 (CET)", "20120101003000+0100", " (CET)"},
        {"Wed Nov  4 08:15:00 2009", "20091104", ""},
        {"Wed Nov  4 08:15:00 EST 2009", "20091104081500-0500", ""},
        {"26-FEB-1987 15:01:01.79", "19870226", " 15:01:01.79"},
    };
    ASSERT_ROWS(rows);
}

static void reads_english_dates(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"May 10, 2011", "20110510", ""},
        {"MAY 10, 2011 TOLEDO, OH", "20110510", " TOLEDO, OH"},
        {"Sept. 3rd, 2012 -", "20120903", " -"},
        {"10 May 2011", "20110510", ""},
        {"1st of March 2020", "20200301", ""},
        {"Saturday, August 2, 2014, 2:00 a.m.", "20140802", ", 2:00 a.m."},
        {"May 2011", "201105", ""},
        {"10/May/2011:08:15", "20110510", ":08:15"},
        {"May 10,\n2011", "20110510", ""},
    };
    ASSERT_ROWS(rows);
}

static void reads_dates_of_many_languages(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"10. Mai 2011", "20110510", ""},
        {"12. MÄRZ 2018", "20180312", ""},
        {"Freitag, den 1. Jänner 2010", "20100101", ""},
        {"1er août 2015", "20150801", ""},
        {"Le 4 février 2015", "20150204", ""},
        {"lundi 4 FEVRIER 2015", "20150204", ""},
        {"10 de mayo de 2011", "20110510", ""},
        {"1º de março de 2012", "20120301", ""},
        {"16 gennaio 2023", "20230116", ""},
        {"3 maart 2011", "20110303", ""},
        {"den 5 maj 2011", "20110505", ""},
        {"5. desember 2011", "20111205", ""},
        {"5. toukokuuta 2011", "20110505", ""},
        {"5 września 2011", "20110905", ""},
        {"5 listopada 2011 r.", "20111105", " r."},
        {"5. července 2011", "20110705", ""},
        {"1 сентября 2016 года", "20160901", ""},
        {"19 АПРЕЛЯ 2011 г.", "20110419", ""},
        {"5 листопада 2011 року", "20111105", ""},
        {"20 Μαΐου 2019", "20190520", ""},
        {"20 ΜΑΪΟΥ 2019", "20190520", ""},
        {"8 Kasım 2021", "20211108", ""},
        {"8 ARALIK 2021", "20211208", ""},
        {"2011. május 10.", "20110510", ""},
        {"10 mai 2011", "20110510", ""},
        {"10 ianuarie 2011", "20110110", ""},
        {"2011年5月10日", "20110510", ""},
        {"2011 年 5 月", "201105", ""},
        {"２０１１年５月１０日", "20110510", ""},
        {"令和2年10月15日", "20201015", ""},
        {"平成元年1月8日", "19890108", ""},
        {"民國100年5月10日", "20110510", ""},
        {"2018년 7월 2일", "20180702", ""},
        {"14 مايو 2018", "20180514", ""},
        {"١٤ أيار ٢٠١٨", "20180514", ""},
        {"14 كانون الثاني 2018", "20180114", ""},
        {"25 آوریل 2017", "20170425", ""},
        {"17 באוגוסט 2015", "20150817", ""},
        {"26 जनवरी 2016", "20160126", ""},
        {"ngày 22 tháng 6 năm 2020", "20200622", ""},
    };
    ASSERT_ROWS(rows);
}

static void reads_dates_of_numbers_where_the_order_is_certain(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"31/05/2011", "20110531", ""}, {"05/31/2011", "20110531", ""},
        {"05/05/2011", "20110505", ""}, {"10.05.2011", "20110510", ""},
        {"1. 2. 2011", "20110201", ""}, {"2011.05.10.", "20110510", ""},
        {"31-5-2011", "20110531", ""},
    };
    ASSERT_ROWS(rows);

    char date[STAMP_BYTES];
    assert_int_equal(dates_parse(STR_LITERAL("10/05/2011"), DATE_ORDER_UNKNOWN, date), 0);
    assert_int_equal(dates_parse(STR_LITERAL("04/09/2019"), DATE_MONTH_FIRST, date), 10);
    assert_string_equal(date, "20190409");
    assert_int_equal(dates_parse(STR_LITERAL("04/09/2019"), DATE_DAY_FIRST, date), 10);
    assert_string_equal(date, "20190904");
}

static void refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "May",
        "10",
        "2011-13-01",
        "2011-02-29",
        "1900-02-29",
        "2011-00-10",
        "2011-05-00",
        "0999-01-01",
        "3000",
        "31 April 2011",
        "May 32, 2011",
        "20111301",
        "2011abc",
        "12011",
        "2011-05-10x",
        "32/01/2011",
        "13/13/2011",
        "10 Foo 2011",
        "May 10, 11",
        "Mayor 10, 2011",
        "555-0117",
        "2011-05-101",
        "2011年13月1日",
        "24:00",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char date[STAMP_BYTES];
        if (dates_parse(str_of(texts[i]), DATE_ORDER_UNKNOWN, date))
            fail_msg("'%s' was read as %s", texts[i], date);
    }
}

static void finds_the_one_whole_date_of_a_line(void **state)
{
    (void)state;
    size_t start, n;
    char date[STAMP_BYTES];
    struct str line = STR_LITERAL("No. 20-044 | Thursday, APRIL 6, 2020 | ATHENS");
    assert_true(dates_find(line, DATE_ORDER_UNKNOWN, &start, &n, date));
    assert_string_equal(date, "20200406");
    assert_int_equal(start, 13);
    assert_int_equal(n, strlen("Thursday, APRIL 6, 2020"));
    assert_false(
        dates_find(STR_LITERAL("In May 2011 or 2012"), DATE_ORDER_UNKNOWN, &start, &n, date));
    assert_false(dates_find(STR_LITERAL("a12011-05-10"), DATE_ORDER_UNKNOWN, &start, &n, date));
}

/* The tables are searched by bisection: names at their ends and in their middle must be found. */
static void knows_months_and_weekdays_of_many_languages(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned month;
    } rows[] = {{"apr", 4}, {"year", 0},   {"December", 12}, {"wrzesień", 9}, {"Ağustos", 8},
                {"Ιαν", 1}, {"ЯНВАРЬ", 1}, {"zari", 9},      {"दिसंबर", 12},   {"يناير", 1},
                {"abr", 4}, {"žalm", 0},   {"", 0},          {"ژوئن", 6}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = 0;
        assert_int_equal(names_month(str_of(rows[i].name), &n), rows[i].month);
    }
    assert_int_equal(names_weekday(STR_LITERAL("Miércoles, ")), strlen("Miércoles"));
    assert_int_equal(names_weekday(STR_LITERAL("terça-feira")), strlen("terça-feira"));
    assert_int_equal(names_weekday(STR_LITERAL("Mondayish")), 0);
}

static void knows_the_dates_that_stand_for_none(void **state)
{
    (void)state;
    assert_true(dates_is_zero("19700101") && dates_is_zero("19691231235959"));
    assert_true(!dates_is_zero("19700102") && !dates_is_zero("20110510") && !dates_is_zero("1970"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_dates_that_stand_for_none),
        cmocka_unit_test(reads_iso_dates_and_times_in_utc),
        cmocka_unit_test(reads_the_dates_of_fields),
        cmocka_unit_test(finds_no_short_dates_in_text),
        cmocka_unit_test(reads_dates_of_mail_and_of_the_c_library),
        cmocka_unit_test(reads_english_dates),
        cmocka_unit_test(reads_dates_of_many_languages),
        cmocka_unit_test(reads_dates_of_numbers_where_the_order_is_certain),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(finds_the_one_whole_date_of_a_line),
        cmocka_unit_test(knows_months_and_weekdays_of_many_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
