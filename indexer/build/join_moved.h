/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_JOIN_MOVED_H
#define PRESSMARK_INDEXER_BUILD_JOIN_MOVED_H

/* Moves documents of renamed files into a database to be joined: they are made from what the old
 * database has, without reading the files. */

#include "bulk/stored_documents.h"
#include "indexer/build/side_database.h"
#include "indexer/sources/known_files.h"

/* Adds the documents of the file old, which is now at new_path, without words of links. Returns
 * ERR_CORRUPT if the old database is damaged. */
enum err_code join_moved_add(struct side_database *to, struct stored_documents *from,
                             const struct known_file *old, struct str new_path, struct err *err);

#endif
