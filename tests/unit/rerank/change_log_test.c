/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests which files are recognised as change logs, and which queries as asking for them. */
#include "search/rerank/change_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void change_logs_are_recognised_by_their_names(void **state)
{
    (void)state;
    static const char *const names[] = {"ChangeLog.gz",
                                        "doc/NEWS.Debian",
                                        "doc/changelog.irssi-text",
                                        "release-notes.html",
                                        "svn_1.9_releasenotes.html",
                                        "v1.4.1-ReleaseNotes",
                                        "v2.1.0-ReleaseNotes.gz",
                                        "RELEASE_NOTES-1.39",
                                        "CHANGES2.4.gz",
                                        "libfoo-changelog.md",
                                        "python-whatsnew-3.11.html",
                                        "Änderungen.txt",
                                        "doc/änderungen-2.md",
                                        "Nouveautés.html",
                                        "изменения.txt",
                                        "変更履歴.md",
                                        "Novedades_3.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!change_log_is(str_of(names[i])))
            fail_msg("%s is a change log", names[i]);
}

static void other_files_are_no_change_logs(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "changes/guide.md",
                                        "bash-history.html",
                                        "dpkg-parsechangelog.1.gz",
                                        "window.news.html",
                                        "release.html",
                                        "release-notes-template-howto.md",
                                        "3.11.html",
                                        "---",
                                        "cambiosis.txt",
                                        "a-name-that-is-much-longer-than-any"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (change_log_is(str_of(names[i])))
            fail_msg("%s is no change log", names[i]);
}

static bool wants(const char *term)
{
    struct plan_term terms[] = {{.term = STR_LITERAL("database")}, {.term = str_of(term)}};
    return change_log_is_wanted(&(struct plan){.terms = terms, .n_terms = 2});
}

static void queries_that_ask_for_changes_are_recognised(void **state)
{
    (void)state;
    assert_true(wants("changed"));
    assert_true(wants("releases"));
    assert_true(wants("neuerungen"));
    assert_true(wants("änderungen"));
    assert_true(wants("nouveautés"));
    assert_false(wants("exchange"));
    assert_false(wants("backup"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(change_logs_are_recognised_by_their_names),
        cmocka_unit_test(other_files_are_no_change_logs),
        cmocka_unit_test(queries_that_ask_for_changes_are_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
