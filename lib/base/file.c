/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens, reads, writes and syncs files, and joins paths. */
#include "base/file.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void file_close(int *fd)
{
    int saved = errno;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}

enum err_code file_read_exactly(int fd, const char *path, size_t size, struct buf *out,
                                struct err *err)
{
    buf_reserve(out, size);
    size_t done = 0;
    while (done < size) {
        ssize_t n = read(fd, out->p + out->n + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set_errno(err, "cannot read '%s'", path);
        if (n == 0)
            return err_set(err, ERR_INPUT, "'%s' became shorter while it was read", path);
        done += (size_t)n;
    }
    out->n += size;
    return ERR_OK;
}

/* Opens the folder named by the first part of a path, which is as long as the system accepts, and
 * sets *path to the rest. Returns -1 on failure. */
static int open_first_part(int dir_fd, const char **path)
{
    char part[PATH_MAX];
    memcpy(part, *path, PATH_MAX - 1);
    part[PATH_MAX - 1] = '\0';
    char *slash = strrchr(part, '/');
    if (!slash || slash == part) {
        errno = ENAMETOOLONG;
        return -1;
    }
    *slash = '\0';
    *path += slash - part + 1;
    *path += strspn(*path, "/"); /* the rest is relative to the folder */
    return openat(dir_fd, part, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* Does what openat(2) does for a path of any length. */
static int open_path(int dir_fd, const char *path, int flags)
{
    int folder = dir_fd;
    while (strlen(path) >= PATH_MAX) {
        int next = open_first_part(folder, &path);
        if (folder != dir_fd)
            file_close(&folder);
        if (next < 0)
            return -1;
        folder = next;
    }
    int fd = openat(folder, path, flags);
    if (folder != dir_fd)
        file_close(&folder);
    return fd;
}

bool file_stat(const char *path, struct stat *ret)
{
    AUTO(file_close) int fd = -1;
    if (stat(path, ret) == 0)
        return true;
    if (errno != ENAMETOOLONG)
        return false;
    fd = open_path(AT_FDCWD, path, O_PATH | O_CLOEXEC);
    return fd >= 0 && fstat(fd, ret) == 0;
}

int file_open(int dir_fd, const char *path, uint64_t *ret_bytes, struct err *err)
{
    int fd = open_path(dir_fd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat st;
    if (fd < 0) {
        err_set_errno(err, "cannot open '%s'", path);
        return -1;
    }
    if (fstat(fd, &st))
        err_set_errno(err, "cannot read '%s'", path);
    else if (!S_ISREG(st.st_mode))
        err_set(err, ERR_INPUT, "'%s' is not a regular file", path);
    else
        *ret_bytes = (uint64_t)st.st_size;
    if (err->code)
        file_close(&fd);
    return fd;
}

enum err_code file_read(int dir_fd, const char *path, uint64_t max_bytes, struct buf *out,
                        struct err *err)
{
    uint64_t size;
    AUTO(file_close) int fd = file_open(dir_fd, path, &size, err);
    if (fd < 0)
        return err->code;
    if (size > max_bytes)
        return err_set(err, ERR_LIMIT, "'%s' is larger than %llu bytes", path,
                       (unsigned long long)max_bytes);
    return file_read_exactly(fd, path, (size_t)size, out, err);
}

enum err_code file_write_all(int fd, const char *name, const void *bytes, size_t n, struct err *err)
{
    const char *p = bytes;
    while (n) {
        ssize_t written = write(fd, p, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return err_set_errno(err, "cannot write '%s'", name);
        p += written;
        n -= (size_t)written;
    }
    return ERR_OK;
}

static enum err_code sync_path(const char *path, struct err *err)
{
    AUTO(file_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set_errno(err, "cannot open '%s'", path);
    if (fsync(fd))
        return err_set_errno(err, "cannot sync '%s'", path);
    return ERR_OK;
}

/* Syncs the directory that contains path. */
static enum err_code sync_parent(const char *path, struct err *err)
{
    AUTO(mem_free_pointer) char *parent = mem_copy_string(path);
    char *slash = strrchr(parent, '/');
    if (!slash)
        return sync_path(".", err);
    slash[slash == parent] = '\0';
    return sync_path(parent, err);
}

bool file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

enum err_code file_make_directory(const char *path, struct err *err)
{
    if (mkdir(path, 0777) == 0)
        return sync_parent(path, err);
    if (errno == EEXIST) {
        struct stat st;
        if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
            return ERR_OK;
        return err_set(err, ERR_IO, "'%s' is not a directory", path);
    }
    char *slash = strrchr(path, '/');
    if (errno != ENOENT || !slash || slash == path)
        return err_set_errno(err, "cannot create the directory '%s'", path);
    AUTO(mem_free_pointer) char *parent = mem_copy_string(path);
    parent[slash - path] = '\0';
    if (file_make_directory(parent, err))
        return err->code;
    if (mkdir(path, 0777) && errno != EEXIST)
        return err_set_errno(err, "cannot create the directory '%s'", path);
    return sync_parent(path, err);
}

char *file_join(const char *a, const char *b)
{
    size_t n = strlen(a);
    if (n == 0 || b[0] == '/')
        return mem_copy_string(b);
    struct buf joined = BUF_INIT;
    buf_append(&joined, a, n);
    if (a[n - 1] != '/' && b[0])
        buf_append_char(&joined, '/');
    buf_append_str(&joined, str_of(b));
    buf_append_char(&joined, '\0');
    return joined.p;
}

char *file_program_folder(void)
{
    char own[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    own[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(own, '/');
    if (slash)
        *slash = '\0';
    return mem_copy_string(own);
}

char *file_absolute(const char *path)
{
    AUTO(mem_free_pointer) char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
    if (path[0] != '/' && !here && errno == ENOMEM)
        mem_exhausted();
    if (path[0] != '/' && !here)
        return mem_copy_string(path);
    AUTO(mem_free_pointer) char *whole = file_join(here ? here : "", path);

    struct buf out = BUF_INIT;
    struct str rest = str_of(whole);
    while (rest.n) {
        size_t end = str_find_char(rest, '/', 0);
        struct str part = str_slice(rest, 0, end);
        rest = str_slice(rest, end < rest.n ? end + 1 : end, rest.n);
        if (part.n == 0 || str_equal(part, STR_LITERAL(".")))
            continue;
        if (str_equal(part, STR_LITERAL(".."))) {
            while (out.n && out.p[--out.n] != '/')
                ;
            continue;
        }
        buf_append_char(&out, '/');
        buf_append_str(&out, part);
    }
    if (out.n == 0)
        buf_append_char(&out, '/');
    buf_append_char(&out, '\0');
    return out.p;
}
