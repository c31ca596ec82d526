/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_MOMENT_H
#define PRESSMARK_GLASS_MOMENT_H

#include "base/dir.h"

#include <stdint.h>

/* A number, not 0, that stands for the state of a database at one commit: of the version file's
 * bytes and of what is characteristic of each table's root. Each commit that changes a table gives
 * it a new root, with a revision that none of its roots had before, and a table that we wrote has a
 * hash of it all in its root: a version file or table of another commit, or of another database,
 * makes another number. Reads one block of each table. Errors as of glass_read_version() and
 * table_reader_open(). */
enum err_code glass_moment(const struct dir *database, uint64_t *ret, struct err *err);

#endif
