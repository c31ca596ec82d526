/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_INTAKE_H
#define PRESSMARK_INDEXER_INTAKE_INTAKE_H

/* Takes one file through to its documents: reads, unpacks and decodes it, extracts the documents
 * and describes them. */

#include "indexer/intake/intake_output.h"
#include "indexer/report/problems.h"
#include "indexer/sources/known_files.h"

#include <signal.h>

struct intake; /* for one thread at a time */

/* index_dir, which is absolute, and memory, which may be NULL, are borrowed. *stop is set by a
 * signal handler to end a run that waits for standard input. */
struct intake *intake_new(const char *index_dir, const struct memory_limits *memory,
                          const volatile sig_atomic_t *stop);
void intake_free(struct intake *in);

/* Reads a file according to its settings and passes its documents to output in order. *ret_file
 * gets what the index has to remember of the file, with first_docid 0. Whatever could not be read
 * is added to problems and is not an error: it fails only if output does. */
enum err_code intake_file(struct intake *in, const struct source_file *file, intake_output *output,
                          void *ctx, struct problems *problems, struct known_file *ret_file,
                          struct err *err);

#endif
