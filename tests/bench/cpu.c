// SPDX-License-Identifier: GPL-2.0-or-later
//
// cpu: what a command costs, to the microsecond. GNU time's hundredths of a second are too coarse
// for queries of ten milliseconds.
//
//   cpu [-e STATUS] COMMAND...   runs COMMAND, its output thrown away, and prints
//                                user system wall (microseconds) peak-RSS (KiB)
//
// STATUS: the highest exit status that counts as success (0). A failure ends the program with
// status 1. Only the command and the children it waited for are counted. To pin it, run cpu itself
// under taskset: then what taskset costs is not part of the account.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct sample {
    long long user_us, system_us, wall_us, rss_kib;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "cpu: %s: %s\n", what, why);
    exit(1);
}

static long long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static long long us(struct timeval t)
{
    return t.tv_sec * 1000000LL + t.tv_usec;
}

// posix_spawn does not copy the page tables of this process: the command pays only for itself.
static struct sample run(char **command, int max_status)
{
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);

    pid_t child;
    long long start_us = now_us();
    int error = posix_spawnp(&child, command[0], &files, NULL, command, environ);
    if (error)
        die(command[0], strerror(error));

    int status;
    struct rusage used;
    while (wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR)
            die("wait4", strerror(errno));
    struct sample s = {us(used.ru_utime), us(used.ru_stime), now_us() - start_us, used.ru_maxrss};
    posix_spawn_file_actions_destroy(&files);

    char why[60];
    if (WIFSIGNALED(status)) {
        snprintf(why, sizeof why, "killed by signal %d", WTERMSIG(status));
        die(command[0], why);
    }
    if (WEXITSTATUS(status) > max_status) {
        snprintf(why, sizeof why, "exit status %d", WEXITSTATUS(status));
        die(command[0], why);
    }
    return s;
}

int main(int argc, char **argv)
{
    int max_status = 0, option;

    while ((option = getopt(argc, argv, "+e:")) != -1) {
        if (option != 'e')
            return 2;
        max_status = atoi(optarg);
    }
    if (optind == argc)
        die("usage", "cpu [-e STATUS] COMMAND...");
    struct sample s = run(argv + optind, max_status);
    printf("%lld %lld %lld %lld\n", s.user_us, s.system_us, s.wall_us, s.rss_kib);
    return 0;
}
