/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_JOB_H
#define PRESSMARK_INDEXER_BUILD_JOB_H

/* The input shared by everything that reads the files of a run and uses their documents: a build,
 * an update, and --emit. */

#include "indexer/analysis/analyse.h"
#include "indexer/intake/intake.h"
#include "indexer/report/progress.h"
#include "indexer/report/report.h"
#include "indexer/sources/changes.h"
#include "xapian_engine/format_check.h"

#include <signal.h>

struct build_job {
    const char *index_dir; /* absolute */
    const struct analysis_settings *analysis;
    const struct changes *changes;
    const struct known_files *known; /* the files that the index has so far */
    struct str sources;              /* the value of METADATA_SOURCES */
    struct str manifest;             /* the value of METADATA_MANIFEST */
    size_t n_threads;                /* for reading files; at least 1 */
    uint64_t memory_bytes;           /* for building, and for reading a file */
    bool through_libxapian;          /* --no-bulk */
    enum format_fit fit;             /* tells what may write a new database */
    struct progress *progress;
    struct report *report;
    const volatile sig_atomic_t *stop;
};

#endif
