/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_EMIT_H
#define PRESSMARK_INDEXER_BUILD_EMIT_H

/* A plan -> its documents as JSON lines (emitted.h) in the place of a database. */

#include "indexer/build/build.h"

#include <stdio.h>

/* Reads every file of the plan and writes its documents to out, in the order of the plan whatever
 * the number of threads; counts them in b->report. ERR_INTERRUPTED: *stop was raised. ERR_IO: out
 * cannot be written. */
enum err_code emit(const struct build_job *b, FILE *out, struct err *err);

#endif
