/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_DIR_H
#define PRESSMARK_BASE_DIR_H

/* A directory that is open. What stands in it is reached through it, by its plain name and without
 * following symbolic links, so that whoever made the directory cannot point elsewhere. */

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

/* The path itself may be a symbolic link; to be closed also after a failure. */
enum err_code dir_open(struct dir *d, const char *path, struct err *err);
/* A directory in parent, or NULL: path, whose last part must not be a link either. ERR_INPUT: it
 * is no directory. */
enum err_code dir_open_within(struct dir *d, const struct dir *parent, const char *name,
                              struct err *err);
void dir_close(struct dir *d); /* or one that is DIR_NONE */

/* Names of a directory, in bytewise order, without "." and "..". */
struct dir_names {
    char **items;
    size_t n;
};
/* Reads the directory at fd. A failure on the way is one of the whole: false with errno. */
bool dir_read_names(int fd, struct dir_names *ret);
bool dir_names_have(const struct dir_names *names, const char *name);
void dir_names_done(struct dir_names *names);
enum err_code dir_list(const struct dir *d, struct dir_names *ret, struct err *err);

/* What a name stands for; *ret_is_there: false where there is no such name. */
enum err_code dir_stat(const struct dir *d, const char *name, struct stat *ret, bool *ret_is_there,
                       struct err *err);
/* Opens a regular file for reading and says how large it is; -1 after a failure, with ERR_INPUT
 * where it is a link or another thing. Never waits for a FIFO. */
int dir_open_file(const struct dir *d, const char *name, uint64_t *ret_bytes, struct err *err);
/* Appends a regular file's bytes to out. ERR_LIMIT: they are more than max_bytes. */
enum err_code dir_read_file(const struct dir *d, const char *name, uint64_t max_bytes,
                            struct buf *out, struct err *err);
/* Gives a name these bytes, which readers see at once and whole: written to a new file "NAME.new",
 * synced, renamed, and the directory synced. After a failure the old file is as it was. */
enum err_code dir_replace_file(const struct dir *d, const char *name, struct str bytes,
                               struct err *err);
/* Makes a file that must not exist yet. */
int dir_create_file(const struct dir *d, const char *name, struct err *err);
enum err_code dir_sync(const struct dir *d, struct err *err);

#endif
