/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_JOIN_MOVED_H
#define PRESSMARK_INDEXER_BUILD_JOIN_MOVED_H

/* The documents of files that have moved, for a database that is joined from others: they are made
 * anew of what the old one holds, and not read. */

#include "bulk/stored_documents.h"
#include "indexer/build/side_database.h"
#include "indexer/sources/known_files.h"

/* Adds the documents of a file, which is at new_path now, without words of links. ERR_CORRUPT. */
enum err_code join_moved_add(struct side_database *to, struct stored_documents *from,
                             const struct known_file *old, struct str new_path, struct err *err);

#endif
