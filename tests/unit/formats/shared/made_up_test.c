/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests recognising titles and names that programs make up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/formats/shared/made_up.h"

static void assert_all(bool is_made_up(struct str), const char *const *names, bool expected)
{
    for (size_t i = 0; names[i]; i++)
        if (is_made_up(str_of(names[i])) != expected)
            fail_msg("%s", names[i]);
}

static void titles_of_programs_are_none(void **state)
{
    (void)state;
    static const char *const made_up[] = {"Microsoft Word - Brief.doc",
                                          "untitled",
                                          "Document1",
                                          "DOKUMENT 2",
                                          "ДОКУМЕНТ1",
                                          "Présentation3",
                                          "Presentación de PowerPoint",
                                          "演示文稿1",
                                          "Slide 1",
                                          "(orchard.pdf)",
                                          "Printing minutes of May.doc",
                                          "10811.exe",
                                          "print.pdf",
                                          "12",
                                          "---",
                                          "about:blank",
                                          "Ohne Titel",
                                          "Namnlös-1",
                                          "Παρουσίαση1",
                                          "Untitled Document",
                                          "",
                                          NULL};
    static const char *const own[] = {"Orchard census",
                                      "Document of the year",
                                      "Report 2019",
                                      "Slides and folders",
                                      "A.B. Lee",
                                      "Die Mappe des Vaters",
                                      "3 trees",
                                      "How crawlers use robots.txt",
                                      "Printing Techniques of the Renaissance",
                                      NULL};
    assert_all(made_up_is_title, made_up, true);
    assert_all(made_up_is_title, own, false);
}

static void titles_of_empty_pages_are_none(void **state)
{
    (void)state;
    static const char *const made_up[] = {"Untitled Document",
                                          "Unbenanntes Dokument",
                                          "New Page 1",
                                          "index.html",
                                          "React App",
                                          "Vite + React",
                                          "Document",
                                          "無題ドキュメント",
                                          NULL};
    static const char *const own[] = {"Documents",        "Index", "Node.js", "The page", "Home",
                                      "about index.html", NULL};
    assert_all(made_up_is_page_title, made_up, true);
    assert_all(made_up_is_page_title, own, false);
}

static void names_of_new_sheets_are_none(void **state)
{
    (void)state;
    static const char *const made_up[] = {
        "Sheet1", "Tabelle1", "ЛИСТ1",      "Лист 1",  "Φύλλο2", "Hárok1",    "แผ่น1",
        "시트1",  "工作表1",  "Sheet1 (2)", "Sheet 1", "Feuil3", "Worksheet", NULL};
    static const char *const own[] = {"Data", "Prices", "Sheet of prices", "List of trees", NULL};
    assert_all(made_up_is_sheet, made_up, true);
    assert_all(made_up_is_sheet, own, false);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_of_programs_are_none),
        cmocka_unit_test(titles_of_empty_pages_are_none),
        cmocka_unit_test(names_of_new_sheets_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
