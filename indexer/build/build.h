/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BUILD_H
#define PRESSMARK_INDEXER_BUILD_BUILD_H

/* Builds a new database from the files of a run. */

#include "indexer/build/job.h"
#include "store/index.h"

/* The properties of a new database. */
struct built {
    bool is_in_order;          /* as in struct index_manifest */
    bool needs_libxapian;      /* as in struct index_manifest */
    struct index_files synced; /* those already synced to disk; the others must still be synced */
};

/* Reads every file of the job into a new database at path, whatever its action. Returns
 * ERR_INTERRUPTED if *stop was set, and ERR_INPUT if a file that the index has documents of cannot
 * be read just now, in which case an update would keep them. */
enum err_code build_new(const struct build_job *job, const char *path, struct built *ret,
                        struct err *err);

#endif
