/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UNPACK_CHILD_H
#define PRESSMARK_INDEXER_UNPACK_CHILD_H

/* Another program as a confined child process: for readers too large to be trusted. It gets its
 * input on standard input and nothing else: no terminal, no error output, no environment of ours,
 * no files that we have open, no right to gain rights or to write to a file. */

#include "base/buf.h"
#include "base/err.h"
#include "indexer/unpack/budget.h"

struct child_limits {
    uint64_t max_s;     /* of processor time and of wall clock; then it is killed */
    uint64_t max_bytes; /* of address space */
    uint64_t max_output_bytes;
};

/* What a file's budget leaves for a child. */
struct child_limits child_limits_of(const struct budget *budget);

/* Runs argv, whose first word is looked for in PATH, and replaces out by what it wrote to standard
 * output. *ret_status: its exit status. ERR_NOT_FOUND: there is no such program. ERR_LIMIT: it took
 * too long, or wrote too much: out holds what it wrote until then. ERR_INPUT: a signal ended it.
 * ERR_IO. Thread-safe. */
enum err_code child_run(const char *const *argv, struct str input,
                        const struct child_limits *limits, struct buf *out, int *ret_status,
                        struct err *err);

#endif
