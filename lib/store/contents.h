/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_CONTENTS_H
#define PRESSMARK_STORE_CONTENTS_H

/* What an index directory may contain (index.h). A directory with anything else is refused, so that
 * nothing that is not part of an index is ever changed or deleted. */

#include "base/dir.h"

/* The names of files in it, besides MANIFEST_NAME. */
#define INDEX_ALERTS_NAME "alerts"
#define INDEX_LOCK_NAME "lock"
#define INDEX_IGNORE_NAME ".gitignore"
#define INDEX_STUB_NAME "XAPIANDB" /* libxapian looks for it in a directory that is no database */

/* Checks that a directory contains only what an index may contain. ERR_USAGE if there is anything
 * else, ERR_INPUT if a name is not the regular file or directory that it should be. */
enum err_code contents_check(const struct dir *index, struct err *err);

/* Makes the same check, and removes the files that a killed indexer has left behind. The caller
 * holds the lock. */
enum err_code contents_clean(const struct dir *index, struct err *err);

#endif
