/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_GIT_EXCLUDES_H
#define PRESSMARK_INDEXER_SOURCES_GIT_EXCLUDES_H

/* Reads the ignore rules that git applies in addition to the .gitignore files of a work tree. */

#include "base/buf.h"

/* Appends the user's rules (core.excludesFile), then those of the repository (info/exclude). fd is
 * the open top folder of the work tree. Appends nothing if it is not a work tree. */
void git_excludes_append(int fd, struct buf *out);

#endif
