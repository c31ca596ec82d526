/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests the reader of CSV. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/formats/collect.h"

static void quoted_cells_hold_quotes_and_line_ends(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "id;Title;Body;County\r\n"
                    "1;\"A \"\"b\"\" c\";\"line one\r\n"
                    "line two\";Stark\r\n"
                    "2;T2;plain;Lucas;extra\r\n"
                    "\r\n"
                    ";;x\r\n",
                    WORDS("two", "plain"),
                    "id: 1\n"
                    "title: A \"b\" c\n"
                    "county = Stark\n"
                    "3:6 two\n"
                    "no plain\n"
                    "[line one\n"
                    "line two]\n"
                    "id: 2\n"
                    "title: T2\n"
                    "county = Lucas\n"
                    "col5 = extra\n"
                    "no two\n"
                    "4:6 plain\n"
                    "[plain]\n"
                    "id: 6\n"
                    "title: \n"
                    "no two\n"
                    "no plain\n"
                    "[x]\n");
}

static void columns_without_names_are_numbered(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "1,2,x\n"
                    "3,4,y\n",
                    WORDS("y"),
                    "id: 1\n"
                    "title: x\n"
                    "col1 = 1\n"
                    "col2 = 2\n"
                    "col3 = x\n"
                    "no y\n"
                    "[col1: 1\n"
                    "col2: 2\n"
                    "col3: x]\n"
                    "id: 2\n"
                    "title: y\n"
                    "col1 = 3\n"
                    "col2 = 4\n"
                    "col3 = y\n"
                    "2:0 y\n"
                    "[col1: 3\n"
                    "col2: 4\n"
                    "col3: y]\n");
}

static void without_a_column_of_text_all_cells_are_the_text(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "Name\tAge\tNote\n"
                    "Ann\t3\t\n"
                    "Bob\t4\t\"a\n"
                    "b\"\n",
                    WORDS("Age", "b"),
                    "id: 2\n"
                    "title: Ann\n"
                    "age = 3\n"
                    "2:0 Age\n"
                    "no b\n"
                    "[Name: Ann\n"
                    "Age: 3]\n"
                    "id: 3\n"
                    "title: Bob\n"
                    "age = 4\n"
                    "note = a\n"
                    "b\n"
                    "3:0 Age\n"
                    "3:0 b\n"
                    "[Name: Bob\n"
                    "Age: 4\n"
                    "Note: a\n"
                    "b]\n");
}

static void stray_quotes_stay_in_their_row(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "a,b\n"
                    "\"x\" y,\"z\n"
                    "5\" disk,\"open\n"
                    "end,w\n",
                    WORDS("disk", "end"),
                    "id: 2\n"
                    "title: \"x\" y\n"
                    "a = \"x\" y\n"
                    "b = \"z\n"
                    "no disk\n"
                    "no end\n"
                    "[a: \"x\" y\n"
                    "b: \"z]\n"
                    "id: 3\n"
                    "title: 5\" disk\n"
                    "a = 5\" disk\n"
                    "b = \"open\n"
                    "3:0 disk\n"
                    "no end\n"
                    "[a: 5\" disk\n"
                    "b: \"open]\n"
                    "id: 4\n"
                    "title: end\n"
                    "a = end\n"
                    "b = w\n"
                    "no disk\n"
                    "4:0 end\n"
                    "[a: end\n"
                    "b: w]\n");
}

static void comments_above_the_names_go_with_the_first_row(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "#c\tTZ\n"
                    "# a comment\n"
                    "#code\tzone\n"
                    "AD\tx/y\n"
                    "AE\tz\n",
                    WORDS("AE"),
                    "id: 4\n"
                    "title: AD\n"
                    "above = #c\tTZ\n"
                    "# a comment\n"
                    "code = AD\n"
                    "zone = x/y\n"
                    "no AE\n"
                    "[code: AD\n"
                    "zone: x/y]\n"
                    "id: 5\n"
                    "title: AE\n"
                    "code = AE\n"
                    "zone = z\n"
                    "5:0 AE\n"
                    "[code: AE\n"
                    "zone: z]\n");
}

/* Excel's line is not a row, whatever separator it names. */
static void a_line_sep_names_the_separator(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "sep=;\r\n"
                    "Title;Price\r\n"
                    "Fig;1,5\r\n"
                    "Plum;2,5\r\n",
                    WORDS("Plum"),
                    "id: 3\ntitle: Fig\nprice = 1,5\nno Plum\n[Title: Fig\nPrice: 1,5]\n"
                    "id: 4\ntitle: Plum\nprice = 2,5\n4:0 Plum\n[Title: Plum\nPrice: 2,5]\n");
    assert_extracts(FORMAT_CSV, "\"SEP=^\"\na^b\nx^y\n", NULL,
                    "id: 3\ntitle: x\na = x\nb = y\n[a: x\nb: y]\n");
    assert_extracts(FORMAT_CSV, "sep=\t\na\tb\nx\ty, z\n", NULL,
                    "id: 3\ntitle: x\na = x\nb = y, z\n[a: x\nb: y, z]\n");
}

/* Text above the names of the columns is not a row. */
static void lines_above_the_names_go_with_the_first_row(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "Sales of the orchard\n"
                    "as of May\n"
                    "\n"
                    "Title;Price;County\n"
                    "Fig;1,5;Stark\n",
                    WORDS("orchard", "Stark"),
                    "id: 5\ntitle: Fig\nabove = Sales of the orchard\nas of May\nprice = "
                    "1,5\ncounty = Stark\nno orchard\n5:0 Stark\n"
                    "[Title: Fig\nPrice: 1,5\nCounty: Stark]\n");
    assert_extracts(FORMAT_CSV,
                    "Report,,\n"
                    ",,\n"
                    "name,2019,2020\n"
                    "Fig,3,4\n",
                    NULL,
                    "id: 4\ntitle: Fig\nabove = Report,,\n,,\n2019 = 3\n2020 = 4\n[name: "
                    "Fig\n2019: 3\n2020: 4]\n");
    /* comments that are not names */
    assert_extracts(
        FORMAT_CSV,
        "# exported today\n"
        "name,year\n"
        "Fig,2001\n",
        NULL,
        "id: 3\ntitle: Fig\nabove = # exported today\nyear = 2001\n[name: Fig\nyear: 2001]\n");
    /* a table without rows */
    assert_extracts(FORMAT_CSV, "name,year\n", NULL, "title: \n[name,year]\n");
}

static void html_in_a_cell_is_read_as_html(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV, "id,text\n1,\"<p>One</p><p>two &amp; three</p>\"\n", WORDS("two"),
                    "id: 1\ntitle: \n2:0 two\n[One\n\ntwo & three]\n");
}

/* The last column holds all cells beyond the limit. */
static void columns_beyond_the_limit_are_read_as_one(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct collector c = {.out = BUF_INIT};
    struct arena scratch = ARENA_INIT;
    struct err err = ERR_INIT;
    for (int i = 1; i <= 1100; i++)
        buf_append_format(&text, i < 1100 ? "w%d," : "w%d\n", i);
    buf_append_str(&text, STR_LITERAL("x\n"));
    struct reader_input input = {.path = STR_LITERAL("f"), .text = buf_str(&text), .first_line = 1};
    struct reader_output output = {collect, collect_skip, &c};
    assert_int_equal(format_read(FORMAT_CSV, &input, &scratch, &output, &err), ERR_OK);
    assert_non_null(strstr(buf_c_string(&c.out), "id: 2\ntitle: x\n"));
    buf_clear(&c.out);
    buf_clear(&text);
    buf_append_str(&text, STR_LITERAL("id,text\n1,body"));
    for (int i = 3; i <= 1100; i++)
        buf_append_format(&text, ",w%d", i);
    input.text = buf_str(&text);
    assert_int_equal(format_read(FORMAT_CSV, &input, &scratch, &output, &err), ERR_OK);
    assert_non_null(strstr(buf_c_string(&c.out), "col1000 = w1000,w1001,"));
    assert_non_null(strstr(buf_c_string(&c.out), ",w1100\n"));
    /* Quotation marks are removed from copies of cells, which are elsewhere in memory. */
    buf_clear(&c.out);
    buf_clear(&text);
    buf_append_str(&text, STR_LITERAL("id,text\n1,body"));
    for (int i = 3; i <= 1010; i++)
        buf_append_str(&text, STR_LITERAL(",\"a \"\"b\"\"\""));
    input.text = buf_str(&text);
    assert_int_equal(format_read(FORMAT_CSV, &input, &scratch, &output, &err), ERR_OK);
    assert_non_null(strstr(buf_c_string(&c.out), "col999 = a \"b\"\n"));
    assert_non_null(strstr(buf_c_string(&c.out), "col1000 = \"a \"\"b\"\"\",\"a "));
    arena_done(&scratch);
    buf_done(&c.out);
}

static void a_block_above_an_empty_row_is_not_the_table(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV,
                    "Account;12\n"
                    "From;2021\n"
                    "\n"
                    "Day;What;Amount\n"
                    "3;Fig;5\n"
                    "4;Plum;6\n",
                    NULL,
                    "id: 5\n"
                    "title: Fig\n"
                    "above = Account;12\n"
                    "From;2021\n"
                    "day = 3\n"
                    "what = Fig\n"
                    "amount = 5\n"
                    "[Day: 3\n"
                    "What: Fig\n"
                    "Amount: 5]\n"
                    "id: 6\n"
                    "title: Plum\n"
                    "day = 4\n"
                    "what = Plum\n"
                    "amount = 6\n"
                    "[Day: 4\n"
                    "What: Plum\n"
                    "Amount: 6]\n");
}

static void a_summary_beside_a_description_is_the_title(void **state)
{
    (void)state;
    assert_extracts(FORMAT_CSV, "Summary,Description\nFig,About figs\n", NULL,
                    "id: 2\ntitle: Fig\n[About figs]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_cells_hold_quotes_and_line_ends),
        cmocka_unit_test(columns_without_names_are_numbered),
        cmocka_unit_test(without_a_column_of_text_all_cells_are_the_text),
        cmocka_unit_test(stray_quotes_stay_in_their_row),
        cmocka_unit_test(comments_above_the_names_go_with_the_first_row),
        cmocka_unit_test(a_line_sep_names_the_separator),
        cmocka_unit_test(lines_above_the_names_go_with_the_first_row),
        cmocka_unit_test(html_in_a_cell_is_read_as_html),
        cmocka_unit_test(columns_beyond_the_limit_are_read_as_one),
        cmocka_unit_test(a_block_above_an_empty_row_is_not_the_table),
        cmocka_unit_test(a_summary_beside_a_description_is_the_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
