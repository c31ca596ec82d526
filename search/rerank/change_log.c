/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises change logs by their names, and queries that ask for them. */
#include "search/rerank/change_log.h"

#include "base/path.h"

enum { MAX_BYTES = 24, MAX_ENDING_BYTES = 5 };

static bool is_between_words(char c)
{
    return c == '-' || c == '_' || c == '.' || c == ' ' || ascii_is_digit(c);
}

/* Copies the words of a name to room, one behind the other. Returns an empty string if there are
 * none or if they do not fit. */
static struct str join_words(struct str name, char room[MAX_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (is_between_words(name.p[i]))
            continue;
        if (n == MAX_BYTES)
            return STR_EMPTY;
        room[n++] = name.p[i];
    }
    return (struct str){room, n};
}

/* Returns whether a name ends with words that only change logs have there, as in
 * "svn_1.9_releasenotes". */
static bool ends_as_change_log(struct str name)
{
    static const char *const endings[] = {"changelog", "releasenotes", "relnotes", "whatsnew",
                                          NULL};
    char room[MAX_BYTES];
    for (size_t i = 1; i < name.n; i++)
        if (is_between_words(name.p[i - 1]) && !is_between_words(name.p[i]) &&
            str_is_one_of_ignoring_case(join_words(str_slice(name, i, name.n), room), endings))
            return true;
    return false;
}

bool change_log_is(struct str path)
{
    static const char *const names[] = {
        "changelog",  "changelogs",   "changes",          "news",       "relnotes",
        "history",    "releasenotes", "whatsnew",         "announce",   "Änderungen",
        "änderungen", "neuigkeiten",  "versionshinweise", "nouveautés", "changements",
        "cambios",    "novedades",    "novità",           "novidades",  "wijzigingen",
        "zmiany",     "изменения",    "変更履歴",         "更新日志",   NULL};
    char room[MAX_BYTES];
    struct str name = str_slice(path, str_after_last(path, '/'), path.n);
    name = path_without_compression(name);
    struct str first = str_slice(name, 0, str_find_char(name, '.', 0));
    if (str_is_one_of_ignoring_case(join_words(first, room), names))
        return true;
    size_t ending = path_ending(name).n;
    if (ending && ending <= MAX_ENDING_BYTES) /* not that of "v1.4-ReleaseNotes" */
        name = str_slice(name, 0, name.n - ending - 1);
    return ends_as_change_log(name);
}

bool change_log_is_wanted(const struct plan *plan)
{
    static const char *const beginnings[] = {
        "chang",   "new",      "releas",  "histor", "version",  "whatsnew", "neu", "änder",
        "nouveau", "nouvelle", "novedad", "novità", "novidade", "измен",    NULL};
    for (size_t i = 0; i < plan->n_terms; i++)
        if (str_starts_with_one_of(plan->terms[i].term, beginnings))
            return true;
    return false;
}
