/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_DATABASE_FILES_H
#define PRESSMARK_BULK_DATABASE_FILES_H

/* What the writers of whole databases have in common: the files, and the metadata in order. */

#include "bulk/bulk.h"
#include "glass/format.h"

/* Removes the files of a database and its directory. */
void database_files_remove(const char *path);
/* The tables that there are, which are synced, with what they hash to. */
struct index_files database_files_list(const char *path, const struct glass_root *roots);

/* Puts metadata in the order of their keys, without those that have no value. *ret is the caller's
 * to mem_free(). ERR_USAGE: libxapian would not take them. */
enum err_code database_metadata_sort(const struct bulk_metadata *metadata, size_t n,
                                     struct bulk_metadata **ret, size_t *ret_n, struct err *err);

#endif
