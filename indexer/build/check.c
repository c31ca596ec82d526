/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks an index: the hashes of its files first, then Xapian's own check in a child process,
 * which damage may crash. */
#include "indexer/build/check.h"

#include "base/file.h"
#include "base/mem.h"
#include "store/index.h"
#include "text/analyser.h"
#include "text/visible.h"
#include "xap/xap.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_TIME_LIMIT_S = 3600 };

static _Noreturn void check_in_child(const char *path)
{
    struct err err = ERR_INIT;
    size_t n_errors = 0;
    alarm(CHILD_TIME_LIMIT_S);
    if (xap_check(path, true, &n_errors, &err)) {
        AUTO(buf_done) struct buf message = BUF_INIT;
        visible_append(&message, str_of(err.message), VISIBLE_NAME);
        fprintf(stderr, "pressmark-index: %s\n", buf_c_string(&message));
        n_errors = 1;
    }
    fflush(stdout);
    _exit(n_errors ? 1 : 0);
}

static enum err_code check_tables(const char *path, const volatile sig_atomic_t *stop,
                                  struct err *err)
{
    AUTO(mem_free_pointer) char *table = file_join(path, "postlist.glass");
    if (access(table, R_OK | W_OK)) /* libxapian opens them for writing */
        return err_set_errno(err, "cannot check '%s'", table);
    fflush(stdout);
    pid_t child = fork();
    if (child < 0)
        return err_set_errno(err, "cannot start the check");
    if (child == 0)
        check_in_child(path);
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return err_set_errno(err, "cannot wait for the check");
        if (*stop)
            kill(child, SIGKILL);
    }
    if (*stop)
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    if (WIFSIGNALED(status))
        return err_set(err, ERR_CORRUPT, "'%s' is damaged (the check ended by signal %d)", path,
                       WTERMSIG(status));
    if (WEXITSTATUS(status))
        return err_set(err, ERR_CORRUPT, "'%s' is damaged", path);
    return ERR_OK;
}

enum err_code check_index(const char *dir, const volatile sig_atomic_t *stop, struct err *err)
{
    struct index_manifest manifest;
    size_t n_hashed;
    if (index_read_manifest(dir, ANALYSER_VERSION, &manifest, err))
        return err->code;
    AUTO(mem_free_pointer) char *path = index_generation_path(dir, manifest.generation);
    if (index_verify_hashes(dir, ANALYSER_VERSION, stop, &n_hashed, err) ||
        check_tables(path, stop, err)) {
        if (err->code != ERR_CORRUPT)
            return err->code;
        return err_context(err, "damaged, build it anew with pressmark-index --rebuild");
    }
    if (n_hashed)
        printf("hashes: %zu files as they were written\n", n_hashed);
    else
        printf("hashes: none, the index was updated since it was built\n");
    return ERR_OK;
}
