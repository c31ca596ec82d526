/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_CHOICE_H
#define PRESSMARK_INDEXER_SOURCES_CHOICE_H

/* Which files --include and --exclude choose. Paths are absolute in here. */

#include "base/err.h"
#include "base/str.h"
#include "indexer/sources/settings.h"

struct choice {
    const struct opt_list *include;
    struct str base; /* a folder: patterns with a slash begin below it, or at the root */
    struct ignore_rules *from_root; /* the lines of --exclude that begin with a slash */
    struct ignore_rules *excluded;  /* all of them, below base; from_root is behind them */
};

/* Fails with ERR_USAGE if a pattern that begins at a source can only have been meant to begin at
 * the working directory: for the sources that are named it would match nothing, and files that were
 * to be left out would be indexed. */
enum err_code choice_check(const struct settings *settings, const struct opt_list *sources,
                           struct err *err);

/* settings and base must outlive the choice. */
void choice_begin(struct choice *c, const struct settings *settings, struct str base);
void choice_done(struct choice *c);

bool choice_includes(const struct choice *c, struct str path);
/* Returns whether --exclude matches the path itself. The caller has to leave out what is in a
 * folder that matches. */
bool choice_excludes(const struct choice *c, struct str path, bool is_directory);
/* Returns whether --exclude matches a file, or a folder below base that contains it. */
bool choice_excludes_within(const struct choice *c, struct str path);

#endif
