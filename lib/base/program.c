/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starts programs by posix_spawn(). */
#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

void program_expect_children(void)
{
    signal(SIGCHLD, SIG_DFL);
}

static void set_files(posix_spawn_file_actions_t *actions, const struct program_start *how)
{
    posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (how->output >= 0)
        posix_spawn_file_actions_adddup2(actions, how->output, STDOUT_FILENO);
    else
        posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (how->errors >= 0)
        posix_spawn_file_actions_adddup2(actions, how->errors, STDERR_FILENO);
    if (how->folder)
        posix_spawn_file_actions_addchdir_np(actions, how->folder);
}

static void set_signals(posix_spawnattr_t *attributes, const struct program_start *how)
{
    sigset_t ignored;
    sigemptyset(&ignored);
    sigaddset(&ignored, SIGPIPE);
    sigaddset(&ignored, SIGXFSZ);
    posix_spawnattr_setsigdefault(attributes, &ignored);
    if (how->signals)
        posix_spawnattr_setsigmask(attributes, how->signals);
    int mask = how->signals ? POSIX_SPAWN_SETSIGMASK : 0;
    posix_spawnattr_setflags(attributes, (short)(POSIX_SPAWN_SETSIGDEF | mask));
}

enum err_code program_start(const struct program_start *how, pid_t *ret_pid, struct err *err)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    set_files(&actions, how);
    set_signals(&attributes, how);
    errno = posix_spawnp(ret_pid, how->argv[0], &actions, &attributes, (char *const *)how->argv,
                         environ);
    if (errno)
        err_set_errno(err, "cannot run %s", how->argv[0]);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return err->code;
}
