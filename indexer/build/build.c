/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds a new database: in bulk, or through libxapian if the user asks for that or if libxapian
 * writes a format that the bulk writer does not know. */
#include "indexer/build/build.h"

#include "indexer/build/bulk_build.h"
#include "indexer/build/update.h"

/* Counts all files as read, since a new index reads every file, whatever the old one had. */
static void count_files(const struct build_job *job)
{
    struct report *report = job->report;
    for (size_t i = 0; i < job->changes->n; i++) {
        const struct change *e = &job->changes->entries[i];
        report->n_added += e->old == NULL;
        report->n_changed += e->old && e->action == CHANGE_READ;
        report->n_renamed += e->action == CHANGE_RENAME;
        report->n_unchanged += e->action == CHANGE_KEEP;
        report->bytes_read += e->file->size_bytes;
    }
    report->n_removed += job->changes->n_removed;
}

enum err_code build_new(const struct build_job *job, const char *path, struct built *ret,
                        struct err *err)
{
    bool in_bulk = !job->through_libxapian && job->fit == FORMAT_OURS;
    *ret = (struct built){.needs_libxapian = job->fit == FORMAT_FOREIGN};
    if (in_bulk ? bulk_build(job, path, &ret->is_in_order, &ret->synced, err)
                : build_through_libxapian(job, path, err))
        return err->code;
    count_files(job);
    return ERR_OK;
}
