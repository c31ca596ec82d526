/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BUILD_H
#define PRESSMARK_INDEXER_BUILD_BUILD_H

/* A plan -> a database: a new one (build) or a changed one (update). */

#include "indexer/intake/intake.h"
#include "indexer/report/progress.h"
#include "indexer/sources/changes.h"
#include "store/index.h"

#include <signal.h>

/* What both are given. */
struct build_job {
    const struct intake_settings *intake;
    const struct changes *plan;
    const struct known_files *known; /* the states that the index holds now */
    struct str sources;              /* the value of METADATA_SOURCES */
    struct progress *progress;
    struct report *report;
    const volatile sig_atomic_t *stop;
};

/* How many threads read files. */
size_t build_threads(const struct options *o);

/* What is known of a new database. */
struct built {
    bool is_in_order;          /* as in struct index_manifest */
    struct index_files synced; /* the others are yet to be */
};

/* Reads every file of the plan into a new database at path, whatever the plan's action for it is.
 * ERR_INTERRUPTED: *stop was raised. */
enum err_code build_new(const struct build_job *b, const char *path, struct built *ret,
                        struct err *err);

/* Carries the plan out on the database at path, in one commit. When *stop is raised, what was not
 * read yet stays as it was, and report->interrupted is set. */
enum err_code build_update(const struct build_job *b, const char *path, struct err *err);

#endif
