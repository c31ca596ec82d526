/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_PACKED_PROGRAMS_H
#define PRESSMARK_INDEXER_FORMATS_PACKED_PROGRAMS_H

/* Reads files through external programs, if these are installed. */

#include "indexer/formats/shared/reader.h"

struct program {
    const char *argv[12], *package;
};

/* Returns true if a program that ended with code exceeded a limit, but had written something to
 * out. The rest is then reported as left out, and err is cleared. */
bool program_was_cut_short(enum err_code code, const struct buf *out,
                           const struct container_output *output, struct err *err);

/* Runs the programs, the last of which has no package, in order and appends the output of the first
 * that is installed and can read the file to out. Returns ERR_INPUT if there is none; what names
 * the kind of file for the message. */
enum err_code program_run(const struct program *programs, const char *what,
                          const struct container_input *input,
                          const struct container_output *output, struct buf *out, struct err *err);

/* Passes on a document with that output. title is that of the document, if not empty. Line numbers
 * are those of the output. */
enum err_code program_read_text(const struct program *programs, const char *what, const char *type,
                                struct str title, const struct container_input *input,
                                struct arena *scratch, const struct container_output *output,
                                struct err *err);

#endif
