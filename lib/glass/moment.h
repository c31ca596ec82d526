/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_MOMENT_H
#define PRESSMARK_GLASS_MOMENT_H

#include "base/dir.h"

#include <stdint.h>

/* Returns in *ret a number other than 0 that identifies the state of a database at one commit. It
 * is a hash of the version file and of the characteristic bytes of each table's root. Each commit
 * that changes a table gives it a new root, with a revision that no earlier root had, and in a
 * table that we wrote, the root contains a hash of the whole table. So a version file or a table of
 * another commit, or of another database, results in another number. Reads one block of each table.
 * Errors are those of glass_read_version() and table_reader_open(). */
enum err_code glass_moment(const struct dir *database, uint64_t *ret, struct err *err);

#endif
