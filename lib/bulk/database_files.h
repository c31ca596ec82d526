/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_DATABASE_FILES_H
#define PRESSMARK_BULK_DATABASE_FILES_H

/* What the writers of whole databases share: the files, and sorted metadata. */

#include "bulk/bulk.h"
#include "glass/format.h"

/* Removes the files of a database and its directory. */
void database_files_remove(const char *path);
/* Returns the tables that exist, which must be synced, with their hashes. */
struct index_files database_files_list(const char *path, const struct glass_root *roots);

/* Sorts metadata by key and drops those without a value. The caller frees *ret by mem_free().
 * ERR_USAGE if libxapian would not accept them. */
enum err_code database_metadata_sort(const struct bulk_metadata *metadata, size_t n,
                                     struct bulk_metadata **ret, size_t *ret_n, struct err *err);

#endif
