/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_PROGRAM_H
#define PRESSMARK_BASE_PROGRAM_H

/* Starts another program of Pressmark as a child process. */

#include "base/err.h"

#include <signal.h>
#include <sys/types.h>

/* Makes it possible to wait for child processes. A parent that ignores SIGCHLD passes that on to
 * the programs that it starts, and their children then leave no status. Call it before any child is
 * started. */
void program_expect_children(void);

struct program_start {
    const char *const *argv; /* ends with NULL; argv[0] is a path, or a name to look up in PATH */
    const char *folder;      /* its working directory; NULL for that of this process */
    int output;              /* where it writes its standard output; -1 for nowhere */
    int errors;              /* where it writes its standard error; -1 for that of this process */
    const sigset_t *signals; /* that are blocked in it; NULL for those of this process */
};

/* Starts a program whose standard input is empty. SIGPIPE and SIGXFSZ, which this process may
 * ignore, have their default effect in it. The caller waits for *ret_pid.
 * ERR_IO if the program cannot be run. */
enum err_code program_start(const struct program_start *how, pid_t *ret_pid, struct err *err);

#endif
