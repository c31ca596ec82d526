/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_GIT_EXCLUDES_H
#define PRESSMARK_INDEXER_SOURCES_GIT_EXCLUDES_H

/* What git ignores beside its .gitignore files. */

#include "base/buf.h"

/* Appends the user's rules (core.excludesFile) and those of the repository (info/exclude), in that
 * order, of the work tree whose topmost folder is open at fd. Nothing where it is none. */
void git_excludes_append(int fd, struct buf *out);

#endif
