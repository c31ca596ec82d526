/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a pager for standard output and waits for it. */
#include "search/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MIN_WIDTH = 20, MAX_WIDTH = 500 };

static pid_t running;                                 /* 0 if there is no pager */
static int standard_output = -1, standard_error = -1; /* duplicates of the original ones */

static uint32_t terminal_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    long n = columns ? strtol(columns, NULL, 10) : 0;
    if (n <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        n = size.ws_col;
    if (n < MIN_WIDTH)
        return 0;
    return n > MAX_WIDTH ? MAX_WIDTH : (uint32_t)n;
}

struct pager_terminal pager_look(void)
{
    bool is_terminal = isatty(STDOUT_FILENO);
    return (struct pager_terminal){is_terminal, isatty(STDERR_FILENO),
                                   is_terminal ? terminal_width() : 0};
}

static const char *command(void)
{
    const char *named = getenv("PRESSMARK_PAGER");
    if (!named)
        named = getenv("PAGER");
    if (!named)
        named = "less";
    return *named && strcmp(named, "cat") != 0 ? named : NULL;
}

/* Runs the pager in the child. -F exits at once if everything fits on the screen, -R passes colors
 * through, -X keeps the screen. */
static void become(const char *pager, int input)
{
    dup2(input, STDIN_FILENO);
    if (input != STDIN_FILENO)
        close(input);
    setenv("LESS", "FRX", 0);
    setenv("LV", "-c", 0);
    execl("/bin/sh", "sh", "-c", pager, (char *)NULL);
    _exit(127);
}

/* Returns false if the first word of a command is certainly not a program that can be run. */
static bool can_run(const char *pager)
{
    char found[4096];
    size_t n = strcspn(pager, " \t;|&<>()$`'\"\\*?");
    const char *path = getenv("PATH");
    if (pager[n] && pager[n] != ' ' && pager[n] != '\t')
        return true; /* only the shell knows */
    if (memchr(pager, '/', n)) {
        snprintf(found, sizeof found, "%.*s", (int)n, pager);
        return access(found, X_OK) == 0;
    }
    for (path = path ? path : "/bin:/usr/bin"; *path;
         path += strcspn(path, ":"), path += *path == ':') {
        snprintf(found, sizeof found, "%.*s/%.*s", (int)strcspn(path, ":"), path, (int)n, pager);
        if (access(found, X_OK) == 0)
            return true;
    }
    return false;
}

void pager_start(void)
{
    const char *pager = command();
    int ends[2];
    if (!pager || !can_run(pager) || pipe2(ends, O_CLOEXEC))
        return;
    fflush(NULL);
    running = fork();
    if (running == 0)
        become(pager, ends[0]);
    close(ends[0]);
    if (running > 0) {
        standard_output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
        standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
        dup2(ends[1], STDOUT_FILENO);
        if (isatty(STDERR_FILENO))
            dup2(ends[1], STDERR_FILENO);
        signal(SIGINT, SIG_IGN); /* it is for the pager, which may continue */
    } else {
        running = 0;
    }
    close(ends[1]);
}

static void wait_for_end(void)
{
    while (waitpid(running, NULL, 0) < 0 && errno == EINTR)
        ;
    running = 0;
}

void pager_give_up(void)
{
    if (running == 0)
        return;
    dup2(standard_output, STDOUT_FILENO);
    dup2(standard_error, STDERR_FILENO);
    signal(SIGINT, SIG_DFL);
    wait_for_end();
}

void pager_wait(void)
{
    if (running == 0)
        return;
    fclose(stdout);
    fclose(stderr);
    wait_for_end();
}
