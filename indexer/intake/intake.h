/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_INTAKE_H
#define PRESSMARK_INDEXER_INTAKE_INTAKE_H

/* One file on its way to its documents: read, unpacked, decoded, extracted, described. */

#include "indexer/intake/intake_output.h"
#include "indexer/report/problems.h"
#include "indexer/sources/known_files.h"

#include <signal.h>

struct intake; /* one thread at a time */

/* index_dir: absolute, borrowed. *stop is raised to end a run that waits for standard input. */
struct intake *intake_new(const char *index_dir, const volatile sig_atomic_t *stop);
void intake_free(struct intake *in);

/* Reads a file, as its settings say, and hands its documents on in order. *ret_file gets what the
 * index has to remember of the file, with first_docid 0; what could not be read goes to problems.
 * Fails only as output fails. */
enum err_code intake_file(struct intake *in, const struct source_file *file, intake_output *output,
                          void *ctx, struct problems *problems, struct known_file *ret_file,
                          struct err *err);

#endif
