/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks an index directory for writing, through a file in it. */
#include "store/write_lock.h"

#include "base/file.h"
#include "base/mem.h"
#include "store/contents.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MS = 100 };

static enum err_code report_holder(const struct dir *index, int fd, struct err *err)
{
    char pid[32] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = '\0';
    pid[strspn(pid, "0123456789")] = '\0';
    return err_set(err, ERR_LOCKED, "the index '%s' is being written by process %s", index->path,
                   pid[0] ? pid : "(unknown)");
}

/* The file is written to, so it must not have another name. */
static enum err_code open_lock(const struct dir *index, int *ret_fd, struct err *err)
{
    struct stat st;
    *ret_fd = openat(index->fd, INDEX_LOCK_NAME,
                     O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);
    if (*ret_fd < 0 || fstat(*ret_fd, &st))
        return err_set_errno(err, "cannot open '%s/" INDEX_LOCK_NAME "'", index->path);
    if (!S_ISREG(st.st_mode) || st.st_nlink > 1)
        return err_set(err, ERR_INPUT,
                       "'%s/" INDEX_LOCK_NAME
                       "' is not a file of its own; remove it if no indexer runs",
                       index->path);
    return ERR_OK;
}

/* Locks the directory as well, because somebody may remove the lock file of a running indexer. Not
 * every file system can lock a directory. Returns false with errno set if a lock was not granted.
 */
static bool lock_both(const struct dir *index, int fd)
{
    return !flock(fd, LOCK_EX | LOCK_NB) &&
           (!flock(index->fd, LOCK_EX | LOCK_NB) || (errno != EWOULDBLOCK && errno != EINTR));
}

static enum err_code write_pid(const struct dir *index, int fd, struct err *err)
{
    char pid[32];
    int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    AUTO(mem_free_pointer) char *path = file_join(index->path, INDEX_LOCK_NAME);
    if (ftruncate(fd, 0))
        return err_set_errno(err, "cannot write '%s'", path);
    return file_write_all(fd, path, pid, (size_t)n, err);
}

enum err_code write_lock_take(const struct dir *index, int wait_ms, int *ret_fd, struct err *err)
{
    if (open_lock(index, ret_fd, err))
        return err->code;
    for (int waited_ms = 0; !lock_both(index, *ret_fd); waited_ms += wait_ms < 0 ? 0 : POLL_MS) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return err_set_errno(err, "cannot lock '%s/" INDEX_LOCK_NAME "'", index->path);
        if (wait_ms >= 0 && waited_ms >= wait_ms)
            return report_holder(index, *ret_fd, err);
        if (nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL))
            return err_set(err, ERR_INTERRUPTED, "interrupted");
    }
    return write_pid(index, *ret_fd, err);
}
