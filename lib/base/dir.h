/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_DIR_H
#define PRESSMARK_BASE_DIR_H

/* An open directory. What it contains is reached through it by plain names, without following
 * symbolic links, so that whoever made the directory cannot redirect us elsewhere. */

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>
#include <sys/stat.h>

struct dir {
    int fd;
    char *path; /* for messages */
};

#define DIR_NONE                                                                                   \
    {                                                                                              \
        -1, NULL                                                                                   \
    }

/* Opens a directory. The path itself may be a symbolic link. *d must be closed even after a
 * failure. */
enum err_code dir_open(struct dir *d, const char *path, struct err *err);
/* Does the same for a directory in parent; if parent is NULL, name is a path. Its last part must
 * not be a symbolic link. ERR_INPUT if it is not a directory. */
enum err_code dir_open_within(struct dir *d, const struct dir *parent, const char *name,
                              struct err *err);
void dir_close(struct dir *d); /* accepts DIR_NONE */

/* The names in a directory, in bytewise order, without "." and "..". */
struct dir_names {
    char **items;
    size_t n;
};
/* Reads the names of the directory at fd. Returns false with errno if any of them cannot be
 * read. */
bool dir_read_names(int fd, struct dir_names *ret);
bool dir_names_have(const struct dir_names *names, const char *name);
void dir_names_done(struct dir_names *names);
/* Reads the names of an open directory, as dir_read_names() does. */
enum err_code dir_list(const struct dir *d, struct dir_names *ret, struct err *err);

/* Returns what a name refers to, without following a link. *ret_is_there is false if the name does
 * not exist. */
enum err_code dir_stat(const struct dir *d, const char *name, struct stat *ret, bool *ret_is_there,
                       struct err *err);
/* Opens a regular file for reading and returns its size. Returns -1 on failure, with ERR_INPUT if
 * the name is a link or anything else. Never waits for a FIFO. */
int dir_open_file(const struct dir *d, const char *name, uint64_t *ret_bytes, struct err *err);
/* Appends the bytes of a regular file to out. ERR_LIMIT if there are more than max_bytes. */
enum err_code dir_read_file(const struct dir *d, const char *name, uint64_t max_bytes,
                            struct buf *out, struct err *err);
/* Replaces a file atomically: writes a new file "NAME.new", syncs it, renames it and syncs the
 * directory. On failure the old file is unchanged. */
enum err_code dir_replace_file(const struct dir *d, const char *name, struct str bytes,
                               struct err *err);
/* Creates a file, which must not exist yet. Returns -1 on failure. */
int dir_create_file(const struct dir *d, const char *name, struct err *err);
/* Makes changes of the names in the directory durable. */
enum err_code dir_sync(const struct dir *d, struct err *err);

#endif
