/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_EMIT_H
#define PRESSMARK_INDEXER_BUILD_EMIT_H

/* Writes the documents of a run's files as JSON lines (formats/records/emitted.h) instead of
 * building a database. */

#include "indexer/build/job.h"

#include <stdio.h>

/* Reads every file of the job and writes its documents to out, in the order of the files for any
 * number of threads. Counts them in job->report. Returns ERR_INTERRUPTED if *stop was set, and
 * ERR_IO if out cannot be written. */
enum err_code emit_documents(const struct build_job *job, FILE *out, struct err *err);

#endif
