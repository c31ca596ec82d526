/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests which documents count as the same page by their paths. */
#include "indexer/analysis/same_page.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct row {
    const char *path, *member, *stem, *place, *language;
} ROWS[] = {
    {"a/logs.html", "", "logs", "a/logs.html", ""},
    {"a/_sources/Logs.rst.txt", "", "logs", "a/_sources/Logs.rst.txt", ""},
    {"policy.txt.gz", "", "policy", "/policy.txt.gz", ""},
    {"TLS_README", "", "tls_readme", "/TLS_README", ""},
    {"foo.5.html", "", "foo.5", "/foo.5.html", ""}, /* a number is not an ending */
    {"v1.2", "", "v1.2", "/v1.2", ""},
    {".profile", "", ".profile", "/.profile", ""},
    {"manual/de/logs.html", "", "logs", "manual/logs.html", "de"},
    {"pages.pt_BR/common/tar.md", "", "tar", "pages/common/tar.md", "pt"},
    {"pages/common/tar.md", "", "tar", "pages/common/tar.md", ""},
    {"lib/node.js/a.md", "", "a", "lib/node.js/a.md", ""},
    {"manual/pt-br/logs.html", "", "logs", "manual/logs.html", "pt"},
    {"html/zh-CN/x/logs.html", "", "logs", "html/x/logs.html", "zh"},
    {"logs.en.html", "", "logs", "/logs.html", "en"},
    {"logs.html.fr", "", "logs", "/logs.html", "fr"},
    {"README_de.md", "", "readme_de", "/README.md", "de"},
    {"README-pt_BR.md", "", "readme-pt_br", "/README.md", "pt"},
    {"de.html", "", "de", "/de.html", ""}, /* a name that is nothing but a language is kept */
    {"all.zip", "en/logs.html", "logs", "/all.zip/logs.html", "en"},
};

static void expect(const char *what, const char *path, const char *wanted, struct str found)
{
    if (!str_equal(str_of(wanted), found))
        fail_msg("%s of %s: '%.*s', not '%s'", what, path, STR_PRINT(found), wanted);
}

static void paths_are_taken_apart(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf room = BUF_INIT;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const struct row *row = &ROWS[i];
        struct fingerprint_path found;
        same_page_read(str_of(row->path), str_of(row->member), false, &room, &found);
        expect("stem", row->path, row->stem, found.stem);
        /* a folder follows a "/", even the first one */
        struct str place = found.place;
        if (place.n && place.p[0] == '/' && row->place[0] != '/')
            place = str_slice(place, 1, place.n);
        expect("place", row->path, row->place, place);
        expect("language", row->path, row->language, found.path_language);
    }
}

static void records_are_no_pages(void **state)
{
    (void)state;
    AUTO(buf_done) struct buf room = BUF_INIT;
    struct fingerprint_path found;
    same_page_read(STR_LITERAL("de/all.jsonl"), STR_EMPTY, true, &room, &found);
    assert_true(found.stem.n == 0 && found.place.n == 0 && found.path_language.n == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_taken_apart),
        cmocka_unit_test(records_are_no_pages),
    };
    return cmocka_run_group_tests_name("same_page", tests, NULL, NULL);
}
