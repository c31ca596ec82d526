/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes files in an open directory without following symbolic links. */
#include "base/dir.h"

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPEN_DIRECTORY = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

/* ---- the directory itself ---- */

static enum err_code set_fd(struct dir *d, int fd, struct err *err)
{
    d->fd = fd;
    if (fd >= 0)
        return ERR_OK;
    if (errno == ENOTDIR || errno == ELOOP)
        return err_set(err, ERR_INPUT, "'%s' is not a directory", d->path);
    return err_set_errno(err, "cannot open the directory '%s'", d->path);
}

enum err_code dir_open(struct dir *d, const char *path, struct err *err)
{
    d->path = mem_copy_string(path);
    return set_fd(d, open(path, OPEN_DIRECTORY), err);
}

enum err_code dir_open_within(struct dir *d, const struct dir *parent, const char *name,
                              struct err *err)
{
    d->path = file_join(parent ? parent->path : "", name);
    return set_fd(d, openat(parent ? parent->fd : AT_FDCWD, name, OPEN_DIRECTORY | O_NOFOLLOW),
                  err);
}

void dir_close(struct dir *d)
{
    file_close(&d->fd);
    mem_free(d->path);
    d->path = NULL;
}

enum err_code dir_sync(const struct dir *d, struct err *err)
{
    return fsync(d->fd) ? err_set_errno(err, "cannot sync '%s'", d->path) : ERR_OK;
}

/* ---- names ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Returns a stream of its own, at the beginning of the directory. */
static DIR *open_stream(int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *stream = copy < 0 ? NULL : fdopendir(copy);
    if (stream)
        rewinddir(stream);
    else
        file_close(&copy);
    return stream;
}

bool dir_read_names(int fd, struct dir_names *ret)
{
    struct dir_names names = {NULL, 0};
    size_t capacity = 0;
    struct dirent *entry;
    DIR *stream = open_stream(fd);
    if (!stream)
        return false;
    while ((errno = 0, entry = readdir(stream))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        MEM_GROW(names.items, names.n, capacity);
        names.items[names.n++] = mem_copy_string(entry->d_name);
    }
    int failure = errno;
    closedir(stream);
    if (failure) {
        dir_names_done(&names);
        errno = failure;
        return false;
    }
    if (names.n)
        qsort(names.items, names.n, sizeof *names.items, by_name);
    *ret = names;
    return true;
}

bool dir_names_have(const struct dir_names *names, const char *name)
{
    return names->n && bsearch(&name, names->items, names->n, sizeof *names->items, by_name);
}

void dir_names_done(struct dir_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        mem_free(names->items[i]);
    mem_free(names->items);
    *names = (struct dir_names){NULL, 0};
}

enum err_code dir_list(const struct dir *d, struct dir_names *ret, struct err *err)
{
    return dir_read_names(d->fd, ret)
               ? ERR_OK
               : err_set_errno(err, "cannot read the directory '%s'", d->path);
}

/* ---- files ---- */

enum err_code dir_stat(const struct dir *d, const char *name, struct stat *ret, bool *ret_is_there,
                       struct err *err)
{
    *ret_is_there = fstatat(d->fd, name, ret, AT_SYMLINK_NOFOLLOW) == 0;
    if (!*ret_is_there && errno != ENOENT)
        return err_set_errno(err, "cannot read '%s/%s'", d->path, name);
    return ERR_OK;
}

int dir_open_file(const struct dir *d, const char *name, uint64_t *ret_bytes, struct err *err)
{
    int fd = openat(d->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 && errno == ELOOP)
        err_set(err, ERR_INPUT, "'%s/%s' is a symbolic link", d->path, name);
    else if (fd < 0)
        err_set_errno(err, "cannot open '%s/%s'", d->path, name);
    else if (fstat(fd, &st))
        err_set_errno(err, "cannot read '%s/%s'", d->path, name);
    else if (!S_ISREG(st.st_mode))
        err_set(err, ERR_INPUT, "'%s/%s' is not a regular file", d->path, name);
    else
        *ret_bytes = (uint64_t)st.st_size;
    if (err->code)
        file_close(&fd);
    return fd;
}

enum err_code dir_read_file(const struct dir *d, const char *name, uint64_t max_bytes,
                            struct buf *out, struct err *err)
{
    uint64_t size;
    AUTO(file_close) int fd = dir_open_file(d, name, &size, err);
    if (fd < 0)
        return err->code;
    if (size > max_bytes)
        return err_set(err, ERR_LIMIT, "'%s/%s' is larger than %llu bytes", d->path, name,
                       (unsigned long long)max_bytes);
    AUTO(mem_free_pointer) char *path = file_join(d->path, name);
    return file_read_exactly(fd, path, (size_t)size, out, err);
}

int dir_create_file(const struct dir *d, const char *name, struct err *err)
{
    int fd = openat(d->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        err_set_errno(err, "cannot create '%s/%s'", d->path, name);
    return fd;
}

/* Removes whatever an earlier run, or somebody else, left under that name, and writes a new
 * file. */
static enum err_code write_new(const struct dir *d, const char *name, struct str bytes,
                               struct err *err)
{
    AUTO(mem_free_pointer) char *path = file_join(d->path, name);
    if (unlinkat(d->fd, name, 0) && errno != ENOENT)
        return err_set_errno(err, "cannot remove '%s'", path);
    AUTO(file_close) int fd = dir_create_file(d, name, err);
    if (fd < 0 || file_write_all(fd, path, bytes.p, bytes.n, err))
        return err->code;
    return fsync(fd) ? err_set_errno(err, "cannot sync '%s'", path) : ERR_OK;
}

enum err_code dir_replace_file(const struct dir *d, const char *name, struct str bytes,
                               struct err *err)
{
    AUTO(buf_done) struct buf text = BUF_INIT;
    buf_append_format(&text, "%s.new", name);
    const char *temporary = buf_c_string(&text);
    if (!write_new(d, temporary, bytes, err) && renameat(d->fd, temporary, d->fd, name))
        err_set_errno(err, "cannot rename '%s/%s' to '%s'", d->path, temporary, name);
    if (err->code) {
        unlinkat(d->fd, temporary, 0);
        return err->code;
    }
    return dir_sync(d, err);
}
