/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RERANK_CHANGE_LOG_H
#define PRESSMARK_SEARCH_RERANK_CHANGE_LOG_H

/* Change logs and release notes: files that mention everything once, in a line. */

#include "search/plan/query_plan.h"

/* Returns whether the name of a file is that of a change log: "ChangeLog.gz", "NEWS.Debian",
 * "svn_1.9_releasenotes.html", "Änderungen.txt". */
bool change_log_is(struct str path);

/* Returns whether a query asks for what has changed, so that change logs may answer it. */
bool change_log_is_wanted(const struct plan *plan);

#endif
