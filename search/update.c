/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs pressmark-index before a search, for a limited time. */
#include "search/update.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/program.h"
#include "store/index.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>

#define PROGRAM "pressmark-index"

static const int64_t LIMIT_NS = 1000000000;    /* for all indexes together */
static const int64_t PATIENCE_NS = 2000000000; /* for one that was told to stop */

enum outcome { UPDATED, NOT_RUN, FAILED, TOO_LONG, ELSEWHERE };

/* Returns true if the process ends before the deadline. SIGCHLD must be blocked. */
static bool wait_until(pid_t pid, int64_t deadline_ns, int *ret_status)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    for (;;) {
        pid_t ended = waitpid(pid, ret_status, WNOHANG);
        int64_t left = deadline_ns - clock_ns();
        if (ended != 0 || left <= 0)
            return ended != 0;
        struct timespec time = {left / 1000000000, left % 1000000000};
        sigtimedwait(&child, NULL, &time);
    }
}

/* Stops an update. The index is valid at every moment, even after a kill. */
static void stop(pid_t pid)
{
    int status;
    kill(pid, SIGINT);
    if (wait_until(pid, clock_ns() + PATIENCE_NS, &status))
        return;
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
}

static enum outcome await_update(pid_t pid, int64_t deadline_ns)
{
    enum { ALL = 0, SOME_SKIPPED = 1 };
    int status = -1; /* which no process has, if waiting for it fails */
    if (!wait_until(pid, deadline_ns, &status)) {
        stop(pid);
        return TOO_LONG;
    }
    bool is_done = WIFEXITED(status) &&
                   (WEXITSTATUS(status) == ALL || WEXITSTATUS(status) == SOME_SKIPPED);
    return is_done ? UPDATED : FAILED;
}

/* index is its directory, or NULL for the one that is found from the working directory. */
static enum outcome update_one(const char *index, int64_t deadline_ns)
{
    AUTO(mem_free_pointer) char *folder = file_program_folder();
    AUTO(mem_free_pointer) char *program = file_join(folder, PROGRAM);
    /* An index that was found and not named is not named here either: pressmark-index finds it too,
     * and checks its owner. */
    const char *const argv[] = {program, "--quiet", index ? "--index" : NULL, index, NULL};
    sigset_t child, before;
    pid_t pid;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    const struct program_start how = {.argv = argv, .output = -1, .errors = -1, .signals = &before};
    struct err ignored = ERR_INIT;
    enum outcome outcome = program_start(&how, &pid, &ignored) ? NOT_RUN
                                                               : await_update(pid, deadline_ns);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return outcome;
}

static void note(enum outcome outcome, const char *dir, struct hints *hints)
{
    static const char *const reasons[] = {
        [UPDATED] = NULL,
        [NOT_RUN] = PROGRAM " is not installed beside this program",
        [FAILED] = PROGRAM " failed",
        [TOO_LONG] = "that would take longer than a second; run " PROGRAM " first",
        [ELSEWHERE] = "it is on another machine",
    };
    if (reasons[outcome])
        hints_add(hints, "The index '%s' was not updated: %s", dir, reasons[outcome]);
}

static bool is_index(const char *dir)
{
    AUTO(mem_free_pointer) char *manifest = file_join(dir, MANIFEST_NAME);
    return file_exists(manifest);
}

void update_indexes(const struct searcher_settings *source, struct hints *hints)
{
    AUTO(mem_free_pointer) char *found = NULL;
    AUTO(opt_list_done) struct opt_list dirs = {0};
    enum index_place place = source->indexes.n ? INDEX_NAMED : index_find(&found);
    const struct opt_list *named = source->indexes.n ? &source->indexes : &source->otherwise;
    int64_t deadline_ns = clock_ns() + LIMIT_NS;
    if (found)
        opt_list_add(&dirs, found);
    for (size_t i = 0; !found && i < named->n; i++)
        opt_list_add(&dirs, named->items[i]);
    for (size_t i = 0; i < dirs.n; i++) {
        const char *dir = dirs.items[i];
        if (index_is_elsewhere(dir))
            note(ELSEWHERE, dir, hints);
        else if (is_index(dir))
            note(update_one(place == INDEX_FOUND ? NULL : dir, deadline_ns), dir, hints);
    }
}
