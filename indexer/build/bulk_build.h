/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BULK_BUILD_H
#define PRESSMARK_INDEXER_BUILD_BULK_BUILD_H

#include "indexer/build/job.h"
#include "store/index.h"

/* As build_new(), with the bulk writer. *ret_is_in_order: as in struct index_manifest; *ret_synced:
 * the files that are on disk already. */
enum err_code bulk_build(const struct build_job *job, const char *path, bool *ret_is_in_order,
                         struct index_files *ret_synced, struct err *err);

#endif
