/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_INTAKE_INTAKE_H
#define PRESSMARK_INDEXER_INTAKE_INTAKE_H

/* One file on its way to its documents: read, decode, extract, describe. */

#include "indexer/analysis/analyse.h"
#include "indexer/options.h"
#include "indexer/report/report.h"
#include "indexer/sources/known_files.h"

struct intake; /* one thread at a time */

struct intake_settings {
    const struct options *options;
    const char *index_dir; /* absolute */
    struct analysis_settings analysis;
};

struct intake *intake_new(const struct intake_settings *settings);
void intake_free(struct intake *in);
struct analysis *intake_analysis(struct intake *in); /* for a output that indexes */

/* Takes a described document, valid during the call. ERR_INPUT: it is refused, and reported;
 * anything else ends the run. */
typedef enum err_code intake_output(void *ctx, const struct document *document, struct err *err);

/* Reads a file and hands its documents on in order. *ret_state gets what the index has to remember
 * of the file, with first_docid 0; what could not be read goes to problems. Fails only as output
 * fails. */
enum err_code intake_file(struct intake *in, const struct source_file *file, intake_output *output,
                          void *ctx, struct problems *problems, struct known_file *ret_state,
                          struct err *err);

#endif
