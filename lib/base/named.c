/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes what a user names: files, pipes, devices, standard input. */
#include "base/named.h"

#include "base/dir.h"
#include "base/file.h"
#include "base/input.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum err_code named_read(const char *path, uint64_t max_bytes, const volatile sig_atomic_t *stop,
                         struct buf *out, struct err *err)
{
    enum { PIECE_BYTES = 64 * 1024 };
    bool is_input = strcmp(path, "-") == 0;
    AUTO(file_close) int opened = is_input ? -1 : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    int fd = is_input ? STDIN_FILENO : opened;
    size_t start = out->n;
    if (fd < 0 && errno == EINTR && stop && *stop) /* nobody has opened the FIFO for writing */
        return err_set(err, ERR_INTERRUPTED, "interrupted");
    if (fd < 0)
        return err_set_errno(err, "cannot open '%s'", path);
    for (ssize_t n = 1; n != 0;) {
        if (stop && !input_wait(fd, stop))
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        buf_reserve(out, PIECE_BYTES);
        n = read(fd, out->p + out->n, PIECE_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set_errno(err, "cannot read '%s'", path);
        out->n += (size_t)n;
        if (out->n - start > max_bytes)
            return err_set(err, ERR_LIMIT, "'%s' is larger than %llu bytes", path,
                           (unsigned long long)max_bytes);
    }
    return ERR_OK;
}

static enum err_code replace(const char *path, struct str bytes, struct err *err)
{
    AUTO(dir_close) struct dir folder = DIR_NONE;
    AUTO(mem_free_pointer) char *parent = mem_copy_string(path);
    char *slash = strrchr(parent, '/');
    const char *name = slash ? path + (slash - parent) + 1 : path;
    if (slash)
        slash[slash == parent] = '\0';
    if (dir_open(&folder, slash ? parent : ".", err))
        return err->code;
    return dir_replace_file(&folder, name, bytes, err);
}

static enum err_code write_into(const char *path, struct str bytes, struct err *err)
{
    AUTO(file_close) int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0)
        return err_set_errno(err, "cannot open '%s'", path);
    return file_write_all(fd, path, bytes.p, bytes.n, err);
}

enum err_code named_write(const char *path, struct str bytes, struct err *err)
{
    struct stat st;
    if (strcmp(path, "-") == 0)
        return file_write_all(STDOUT_FILENO, "standard output", bytes.p, bytes.n, err);
    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return write_into(path, bytes, err);
    return replace(path, bytes, err);
}
