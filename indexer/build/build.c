/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds a new database: in bulk, or through libxapian if the user asks for that or if libxapian
 * writes a format that the bulk writer does not know. */
#include "indexer/build/build.h"

#include "indexer/build/bulk_build.h"
#include "indexer/build/update.h"

enum err_code build_new(const struct build_job *job, const char *path, struct built *ret,
                        struct err *err)
{
    bool in_bulk = !job->through_libxapian && job->fit == FORMAT_OURS;
    *ret = (struct built){.needs_libxapian = job->fit == FORMAT_FOREIGN};
    if (in_bulk ? bulk_build(job, path, &ret->is_in_order, &ret->synced, err)
                : build_through_libxapian(job, path, err))
        return err->code;
    job->report->n_removed += job->changes->n_removed;
    return ERR_OK;
}
