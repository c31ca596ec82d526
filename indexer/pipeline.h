/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_PIPELINE_H
#define PRESSMARK_INDEXER_PIPELINE_H

/* The whole indexer: sources -> files -> changes -> documents -> index. */

#include "indexer/options.h"
#include "indexer/report/report.h"
#include "indexer/sources/walk.h"

#include <signal.h>
#include <stdio.h>

/* The index that o names: the absolute path of o->index, else index_find(), else ".pressmark". The
 * caller's to mem_free(). */
char *pipeline_index_dir(const struct options *o);

/* Builds or updates the index of o, forgets sources, or says what it would do (--dry-run).
 * ret_report is initialised by the caller, and holds what was done also after a failure. *stop may
 * be raised by a signal handler at any time: the run ends soon after, the index as it was or with
 * what was done so far. ERR_INTERRUPTED in the first case. observer (NULL: none) is told of the
 * walk. */
enum err_code pipeline_run(const struct options *o, const volatile sig_atomic_t *stop,
                           const struct walk_observer *observer, struct report *ret_report,
                           struct err *err);

/* --emit: the documents of the sources on out, and no index. As pipeline_run() else. */
enum err_code pipeline_emit(const struct options *o, const volatile sig_atomic_t *stop, FILE *out,
                            struct report *ret_report, struct err *err);

/* --status: what the index holds and remembers, on out. */
enum err_code pipeline_status(const struct options *o, FILE *out, struct err *err);

/* --check: check_index() of the index that pipeline_run() would write. */
enum err_code pipeline_check(const struct options *o, const volatile sig_atomic_t *stop,
                             struct err *err);

#endif
