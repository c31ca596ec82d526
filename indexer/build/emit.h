/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_EMIT_H
#define PRESSMARK_INDEXER_BUILD_EMIT_H

/* The files of a run -> their documents as JSON lines (formats/records/emitted.h) in the place of a
 * database. */

#include "indexer/build/job.h"

#include <stdio.h>

/* Reads every file of the job and writes its documents to out, in the order of the files whatever
 * the number of threads; counts them in job->report. ERR_INTERRUPTED: *stop was raised. ERR_IO: out
 * cannot be written. */
enum err_code emit_documents(const struct build_job *job, FILE *out, struct err *err);

#endif
