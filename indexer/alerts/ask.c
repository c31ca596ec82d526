/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs pressmark-search and reads its output to the end. */
#include "indexer/alerts/ask.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_MATCHES = 1000000, READ_BYTES = 64 * 1024 }; /* MAX_MATCHES is the program's own limit */

#define PROGRAM "pressmark-search"

/* Returns the path of the program, or its name if it is to be looked up in PATH. The caller frees
 * it. */
static char *find_program(void)
{
    AUTO(mem_free_pointer) char *folder = file_program_folder();
    char *beside = file_join(folder, PROGRAM);
    if (folder[0] && access(beside, X_OK) == 0)
        return beside;
    mem_free(beside);
    return mem_copy_string(PROGRAM);
}

static enum err_code read_to_end(int fd, const volatile sig_atomic_t *stop, struct buf *out,
                                 struct err *err)
{
    for (;;) {
        buf_reserve(out, READ_BYTES);
        ssize_t n = read(fd, out->p + out->n, READ_BYTES);
        if (*stop)
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set_errno(err, "cannot read what " PROGRAM " writes");
        if (n == 0)
            return ERR_OK;
        out->n += (size_t)n;
    }
}

/* Sets err to the message that the program has written to errors as JSON. Returns false if there is
 * none. */
static bool take_message(int errors, struct err *err)
{
    bool is_open = lseek(errors, 0, SEEK_SET) == 0;
    json_t *root = is_open ? json_loadfd(errors, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
    const char *message = json_string_value(
        json_object_get(json_object_get(root, "error"), "message"));
    if (message)
        err_set(err, ERR_INPUT, "%s", message);
    json_decref(root);
    return err->code != ERR_OK;
}

static enum err_code await_search(pid_t pid, int errors, struct err *err)
{
    enum { HITS = 0, NO_HITS = 1 };
    int status;
    if (err->code)
        kill(pid, SIGTERM);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return err_set_errno(err, "cannot wait for " PROGRAM);
    if (WIFSIGNALED(status))
        return err_set(err, ERR_INPUT, PROGRAM " failed (signal %d)", WTERMSIG(status));
    bool has_failed = WEXITSTATUS(status) != HITS && WEXITSTATUS(status) != NO_HITS;
    if (has_failed && !err->code && !take_message(errors, err))
        err_set(err, ERR_INPUT, PROGRAM " failed (status %d)", WEXITSTATUS(status));
    return err->code;
}

static size_t count_lines(struct str text)
{
    size_t n = 0;
    for (struct str line; str_next_line(&text, &line);)
        n++;
    return n;
}

enum err_code ask_search(const char *index_dir, const char *query,
                         const volatile sig_atomic_t *stop, struct buf *out, struct err *err)
{
    AUTO(mem_free_pointer) char *program = find_program();
    AUTO(mem_free_pointer) char *folder = file_join(index_dir, "..");
    char limit[32];
    snprintf(limit, sizeof limit, "--limit=%d", MAX_MATCHES);
    const char *const argv[] = {program,
                                "--no-config",
                                "--index",
                                index_dir,
                                "--quiet",
                                "--jsonl",
                                "--fields=path,id,ref,line,title",
                                "--fold=no",
                                limit,
                                "--",
                                query,
                                NULL};
    int ends[2];
    pid_t pid;
    buf_clear(out);
    AUTO(file_close) int errors = memfd_create("errors", MFD_CLOEXEC);
    if (errors < 0 || pipe2(ends, O_CLOEXEC))
        return err_set_errno(err, "cannot make a pipe");
    AUTO(file_close) int output = ends[0];
    const struct program_start how = {
        .argv = argv, .folder = folder, .output = ends[1], .errors = errors};
    program_start(&how, &pid, err);
    file_close(&ends[1]);
    if (err->code)
        return err->code;
    read_to_end(output, stop, out, err);
    if (!await_search(pid, errors, err) && count_lines(buf_str(out)) >= MAX_MATCHES)
        return err_set(err, ERR_LIMIT, "at least %d matches, too many for an alert", MAX_MATCHES);
    return err->code;
}
