/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises change logs by their names, and queries that ask for them. */
#include "search/rerank/change_log.h"

bool change_log_is(struct str path)
{
    static const char *const names[] = {
        "changelog",    "changelogs", "changes",  "news",     "relnotes",
        "releasenotes", "history",    "whatsnew", "announce", NULL};
    enum { MAX_BYTES = 16 };
    char name[MAX_BYTES];
    size_t n = 0;
    for (size_t i = str_after_last(path, '/'); i < path.n && path.p[i] != '.'; i++) {
        if (strchr("-_ 0123456789", path.p[i]))
            continue;
        if (n == MAX_BYTES)
            return false;
        name[n++] = path.p[i];
    }
    return str_is_one_of_ignoring_case((struct str){name, n}, names);
}

bool change_log_is_wanted(const struct plan *plan)
{
    static const char *const beginnings[] = {"chang",  "new",     "releas",
                                             "histor", "version", "whatsnew"};
    for (size_t i = 0; i < plan->n_terms; i++)
        for (size_t k = 0; k < sizeof beginnings / sizeof *beginnings; k++)
            if (str_starts_with(plan->terms[i].term, str_of(beginnings[k])))
                return true;
    return false;
}
