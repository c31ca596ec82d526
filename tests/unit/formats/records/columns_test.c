/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests recognising columns with a known meaning by their names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/formats/records/columns.h"

static void assert_column(const struct reader_input *input, const char *name, int expected)
{
    struct column_role role = {0};
    bool is_known = column_of_name(input, str_of(name), &role);
    if ((is_known ? (int)role.column : -1) != expected)
        fail_msg("%s", name);
}

static void columns_go_by_names_of_many_languages(void **state)
{
    (void)state;
    static const struct reader_input usual;
    static const struct {
        const char *name;
        int column;
    } names[] = {
        {"id", COLUMN_ID},
        {"UUID", COLUMN_ID},
        {"_id", COLUMN_ID},
        {"title", COLUMN_TITLE},
        {"Titel", COLUMN_TITLE},
        {"Titre", COLUMN_TITLE},
        {"TÍTULO", COLUMN_TITLE},
        {"Заголовок", COLUMN_TITLE},
        {"標題", COLUMN_TITLE},
        {"Überschrift", COLUMN_TITLE},
        {"başlık", COLUMN_TITLE},
        {"제목", COLUMN_TITLE},
        {"text", COLUMN_TEXT},
        {"Inhalt", COLUMN_TEXT},
        {"Beschreibung", COLUMN_TEXT},
        {"ОПИСАНИЕ", COLUMN_TEXT},
        {"内容", COLUMN_TEXT},
        {"Descripción", COLUMN_TEXT},
        {"περιεχόμενο", COLUMN_TEXT},
        {"lang", COLUMN_LANGUAGE},
        {"Sprache", COLUMN_LANGUAGE},
        {" Title ", COLUMN_TITLE},
        {"", -1},
        {"titles", -1},
        {"zzz", -1},
        {"a name that is far longer than all known ones", -1},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_column(&usual, names[i].name, names[i].column);
}

static void the_name_that_was_given_comes_first(void **state)
{
    (void)state;
    static const struct reader_input input = {.title_field = "label", .text_field = "title"};
    struct column_role role;
    assert_column(&input, "label", COLUMN_TITLE);
    assert_column(&input, "title", COLUMN_TEXT);
    assert_true(column_of_name(&input, STR_LITERAL("label"), &role));
    assert_int_equal(role.rank, 0);
    assert_true(column_of_name(&input, STR_LITERAL("name"), &role));
    assert_true(role.rank > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_go_by_names_of_many_languages),
        cmocka_unit_test(the_name_that_was_given_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
