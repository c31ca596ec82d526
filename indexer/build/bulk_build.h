/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BULK_BUILD_H
#define PRESSMARK_INDEXER_BUILD_BULK_BUILD_H

#include "indexer/build/job.h"
#include "indexer/links/link_store.h"
#include "store/index.h"

/* As build_new(), with the bulk writer. *ret_is_in_order: as in struct index_manifest; *ret_synced:
 * the files that are on disk already. */
enum err_code bulk_build(const struct build_job *job, const char *path, bool *ret_is_in_order,
                         struct index_files *ret_synced, struct err *err);

/* What became of the files of a part; zero-initialise. */
struct bulk_part {
    struct known_files files; /* by path; documents are numbered as in the part's database */
    struct link_files links;
};
void bulk_part_done(struct bulk_part *part);

/* Reads the files of the job into a database that is to become part of another: without metadata,
 * and without the words of links. A file of which less can be read than the index has is no error
 * here: it is as struct known_file says. */
enum err_code bulk_build_part(const struct build_job *job, const char *path, struct bulk_part *ret,
                              struct err *err);

#endif
