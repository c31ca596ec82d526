/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_UNPACK_CHILD_H
#define PRESSMARK_INDEXER_UNPACK_CHILD_H

/* Runs another program as a confined child process, for readers that are too large to be trusted.
 * The child gets its input on standard input and nothing else: no terminal, error output,
 * environment or open files of ours, no way to gain privileges, and it cannot write to files. */

#include "base/buf.h"
#include "base/err.h"
#include "indexer/unpack/budget.h"

struct child_limits {
    uint64_t max_s;     /* both of processor time and of wall clock; then the child is killed */
    uint64_t max_bytes; /* of address space */
    uint64_t max_output_bytes;
};

/* Returns true if child_run() finds a program in PATH. */
bool child_is_installed(const char *program);

/* Returns what the budget of a file leaves for a child. */
struct child_limits child_limits_of(const struct budget *budget);

/* Runs argv, whose first word is looked up in PATH, and replaces out by what it writes to standard
 * output. *ret_status is its exit status. Returns ERR_NOT_FOUND if there is no such program,
 * ERR_LIMIT if it takes too long or writes too much (out then holds what it wrote so far),
 * ERR_INPUT if it could not be started or a signal ended it, ERR_IO if the system fails.
 * Thread-safe. */
enum err_code child_run(const char *const *argv, struct str input,
                        const struct child_limits *limits, struct buf *out, int *ret_status,
                        struct err *err);

/* Does what child_run() does within what the budget of a file leaves, without spending it. Sets
 * budget->may_go_well if another run may allow more: time ran out, or memory for the output. */
enum err_code child_run_within(struct budget *budget, const char *const *argv, struct str input,
                               struct buf *out, int *ret_status, struct err *err);

#endif
