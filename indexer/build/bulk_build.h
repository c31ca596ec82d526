/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BULK_BUILD_H
#define PRESSMARK_INDEXER_BUILD_BULK_BUILD_H

#include "indexer/build/job.h"
#include "indexer/links/link_store.h"
#include "store/index.h"

/* Does the same as build_new(), with the bulk writer. *ret_is_in_order is as in struct
 * index_manifest; *ret_synced has the files that are on disk already. */
enum err_code bulk_build(const struct build_job *job, const char *path, bool *ret_is_in_order,
                         struct index_files *ret_synced, struct err *err);

/* What a partial database contains. Zero-initialise it. */
struct bulk_part {
    struct known_files files; /* sorted by path; docids are those of the partial database */
    struct link_files links;
};
void bulk_part_done(struct bulk_part *part);

/* Reads the files of the job into a database that will become part of another, without metadata and
 * without words of links. It is not an error if less can be read of a file than the index has of
 * it; ret->files tells. */
enum err_code bulk_build_part(const struct build_job *job, const char *path, struct bulk_part *ret,
                              struct err *err);

#endif
