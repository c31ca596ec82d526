/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_PIPELINE_H
#define PRESSMARK_INDEXER_PIPELINE_H

/* A whole run of the indexer: finds files and changes, and builds or updates the index. */

#include "indexer/options.h"
#include "indexer/report/report.h"
#include "indexer/sources/walk.h"

#include <signal.h>
#include <stdio.h>

/* Returns the absolute path of the index that o refers to: o->index, otherwise index_find(),
 * otherwise ".pressmark". The caller frees it by mem_free(). */
char *pipeline_index_dir(const struct options *o);

/* Builds or updates the index, removes sources from it, or prints what it would do (--dry-run). The
 * caller initialises ret_report, which tells what was done even after a failure. A signal handler
 * may set *stop at any time. The run then ends soon, either with ERR_INTERRUPTED and the index
 * unchanged, or with what was done so far. observer (NULL: none) is told of the walk. */
enum err_code pipeline_run(const struct options *o, const volatile sig_atomic_t *stop,
                           const struct walk_observer *observer, struct report *ret_report,
                           struct err *err);

/* --emit: writes the documents of the sources to out instead of an index. Otherwise like
 * pipeline_run(). */
enum err_code pipeline_emit(const struct options *o, const volatile sig_atomic_t *stop, FILE *out,
                            struct report *ret_report, struct err *err);

/* --status: prints what the index contains and remembers to out. */
enum err_code pipeline_status(const struct options *o, FILE *out, struct err *err);

/* --check: calls check_index() on the index that pipeline_run() would write. */
enum err_code pipeline_check(const struct options *o, const volatile sig_atomic_t *stop,
                             struct err *err);

#endif
