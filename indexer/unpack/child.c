/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a program with its input in a file in memory and limits on its time, memory and output. */
#include "indexer/unpack/child.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024, EXEC_FAILED = 127 };

/* Returns the path of a program, to be freed by the caller, or NULL if there is none. */
static char *find_program(const char *name)
{
    const char *path = getenv("PATH");
    struct str rest = str_of(path ? path : "/usr/bin:/bin");
    for (size_t start = 0; start < rest.n;) {
        size_t end = str_find_char(rest, ':', start);
        AUTO(buf_done) struct buf folder = BUF_INIT;
        buf_append_str(&folder, str_slice(rest, start, end));
        start = end + 1;
        if (folder.n == 0 || folder.p[0] != '/')
            continue; /* never run a program from the working directory */
        char *found = file_join(buf_c_string(&folder), name);
        if (access(found, X_OK) == 0)
            return found;
        mem_free(found);
    }
    return NULL;
}

bool child_is_installed(const char *program)
{
    AUTO(mem_free_pointer) char *path = find_program(program);
    return path != NULL;
}

/* Puts the input into a file in memory, which no other process can change. */
static int open_input(struct str input, struct err *err)
{
    int fd = memfd_create("pressmark", MFD_CLOEXEC);
    if (fd < 0) {
        err_set_errno(err, "cannot make a file in memory");
        return -1;
    }
    if (file_write_all(fd, "a file in memory", input.p, input.n, err) || lseek(fd, 0, SEEK_SET)) {
        file_close(&fd);
        err_set_errno(err, "cannot write a file in memory");
    }
    return fd;
}

static void set_limit(int resource, uint64_t value)
{
    struct rlimit limit = {value, value};
    setrlimit(resource, &limit);
}

/* Turns the forked child into the program. Only async-signal-safe functions may be called here. */
static void become(const char *program, const char *const *argv, int input, int output,
                   const struct child_limits *limits)
{
    static char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    set_limit(RLIMIT_CPU, limits->max_s);
    set_limit(RLIMIT_AS, limits->max_bytes);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_CORE, 0);

    int nothing = open("/dev/null", O_WRONLY);
    if (nothing < 0 || dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(nothing, STDERR_FILENO) < 0 || chdir("/"))
        _exit(EXEC_FAILED);
    close_range(3, ~0U, 0);
    /* Only now that the inherited files, which may be more, are closed. */
    set_limit(RLIMIT_NOFILE, 16);
    /* Not execve(): in a coverage build that writes its counters first, which exceeds the limit. */
    execveat(AT_FDCWD, program, (char *const *)argv, environment, 0);
    _exit(EXEC_FAILED);
}

/* Reads until the end of the output, or until a limit of time or size is reached. */
static enum err_code read_output(int fd, const char *name, const struct child_limits *limits,
                                 struct buf *out, struct err *err)
{
    int64_t end_ms = clock_ms() + (int64_t)limits->max_s * 1000;
    buf_clear(out);
    for (;;) {
        int64_t left_ms = end_ms - clock_ms();
        struct pollfd wanted = {fd, POLLIN, 0};
        int ready = left_ms <= 0 ? 0
                                 : poll(&wanted, 1, (int)(left_ms < 1000000 ? left_ms : 1000000));
        if (left_ms <= 0)
            return err_set(err, ERR_LIMIT, "%s took more than %llu seconds", name,
                           (unsigned long long)limits->max_s);
        if (ready <= 0)
            continue;
        buf_reserve(out, READ_BYTES);
        ssize_t n = read(fd, out->p + out->n, READ_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set_errno(err, "cannot read what %s writes", name);
        if (n == 0)
            return ERR_OK;
        out->n += (size_t)n;
        if (out->n > limits->max_output_bytes) {
            out->n = limits->max_output_bytes;
            return err_set(err, ERR_LIMIT, "more than %llu bytes of text",
                           (unsigned long long)limits->max_output_bytes);
        }
    }
}

/* Waits for a child that has closed its output or has been killed, and kills one that takes longer
 * than PATIENCE_MS to exit. */
static bool wait_for(pid_t pid, int *ret_status)
{
    enum { PATIENCE_MS = 2000 };
    static const struct timespec pause = {0, 1000000};
    for (int waited_ms = 0;; waited_ms++) {
        pid_t ended = waitpid(pid, ret_status, waited_ms < PATIENCE_MS ? WNOHANG : 0);
        if (ended == pid)
            return true;
        if (ended < 0 && errno != EINTR)
            return false;
        if (waited_ms == PATIENCE_MS - 1)
            kill(-pid, SIGKILL);
        nanosleep(&pause, NULL);
    }
}

static enum err_code finish(pid_t pid, const char *name, int *ret_status, struct err *err)
{
    int status;
    if (err->code)
        kill(-pid, SIGKILL);
    if (!wait_for(pid, &status))
        return err_set_errno(err, "cannot wait for %s", name);
    if (err->code)
        return err->code;
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        return err_set(err, ERR_LIMIT, "%s took too much time", name);
    if (WIFSIGNALED(status))
        return err_set(err, ERR_INPUT, "%s failed (signal %d)", name, WTERMSIG(status));
    if (WEXITSTATUS(status) == EXEC_FAILED)
        return err_set(err, ERR_INPUT, "%s could not be started", name);
    *ret_status = WEXITSTATUS(status);
    return ERR_OK;
}

struct child_limits child_limits_of(const struct budget *budget)
{
    const struct unpack_limits *limits = budget->limits;
    return (struct child_limits){
        .max_s = limits->max_s,
        .max_bytes = limits->child_bytes,
        .max_output_bytes = budget_rest(budget),
    };
}

enum err_code child_run(const char *const *argv, struct str input,
                        const struct child_limits *limits, struct buf *out, int *ret_status,
                        struct err *err)
{
    AUTO(mem_free_pointer) char *program = find_program(argv[0]);
    if (!program)
        return err_set(err, ERR_NOT_FOUND, "no program %s", argv[0]);
    AUTO(file_close) int input_fd = open_input(input, err);
    if (input_fd < 0)
        return err->code;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return err_set_errno(err, "cannot make a pipe");
    AUTO(file_close) int output = ends[0];
    pid_t pid = fork();
    if (pid == 0)
        become(program, argv, input_fd, ends[1], limits);
    close(ends[1]);
    if (pid < 0)
        return err_set_errno(err, "cannot start %s", argv[0]);
    setpgid(pid, pid); /* parent and child both do it, since either may run first */
    read_output(output, argv[0], limits, out, err);
    return finish(pid, argv[0], ret_status, err);
}

enum err_code child_run_within(struct budget *budget, const char *const *argv, struct str input,
                               struct buf *out, int *ret_status, struct err *err)
{
    struct child_limits limits = child_limits_of(budget);
    struct err ignored = ERR_INIT;
    enum err_code code = child_run(argv, input, &limits, out, ret_status, err);
    bool is_full = out->n == limits.max_output_bytes;
    bool is_for_memory = limits.max_output_bytes == budget_most_held(budget, HELD_TEXT);
    budget->may_go_well |= code == ERR_LIMIT && (!is_full || is_for_memory);
    (void)budget_hold(budget, out->n, HELD_TEXT, &ignored); /* fits, but may have to wait */
    return code;
}
