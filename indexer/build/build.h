/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BUILD_H
#define PRESSMARK_INDEXER_BUILD_BUILD_H

/* The files of a run -> a new database. */

#include "indexer/build/job.h"
#include "store/index.h"

/* What is known of a new database. */
struct built {
    bool is_in_order;          /* as in struct index_manifest */
    bool needs_libxapian;      /* likewise */
    struct index_files synced; /* the others are yet to be */
};

/* Reads every file of the job into a new database at path, whatever the action for it is.
 * ERR_INTERRUPTED: *stop was raised. ERR_INPUT: a file of which the index has documents cannot be
 * read just now; an update keeps them. */
enum err_code build_new(const struct build_job *job, const char *path, struct built *ret,
                        struct err *err);

#endif
