/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_FILE_H
#define PRESSMARK_BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

/* Opens the regular file at path for reading and says how large it is; -1 after a failure. Never
 * blocks on a FIFO or a device: anything but a regular file is ERR_INPUT. */
int file_open(int dir_fd, const char *path, uint64_t *ret_bytes, struct err *err);

/* Reads the regular file at path (dir_fd as in openat(2)) behind what out holds, opened as by
 * file_open(). ERR_LIMIT: it is larger than max_bytes. ERR_INPUT also when it shrinks while being
 * read; growth is not seen. */
enum err_code file_read(int dir_fd, const char *path, uint64_t max_bytes, struct buf *out,
                        struct err *err);

/* Reads so many bytes from an open file behind what out holds; ERR_INPUT: there are fewer. */
enum err_code file_read_exactly(int fd, const char *path, size_t size, struct buf *out,
                                struct err *err);

/* Writes all bytes, whatever write(2) makes of it. */
enum err_code file_write_all(int fd, const char *name, const void *bytes, size_t n,
                             struct err *err);

/* A time of stat(2) as one number. */
static inline int64_t file_nanoseconds(struct timespec time)
{
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

bool file_exists(const char *path); /* of any kind, symlinks not followed */
/* Makes path and its parents as far as they are missing, and syncs the directory it stands in. */
enum err_code file_make_directory(const char *path, struct err *err);

/* "a/b" of "a" and "b"; "b" when a is empty or b absolute. The caller's to mem_free(). */
char *file_join(const char *a, const char *b);
/* The folder of the program that runs; "" where it cannot be known. The caller's to mem_free(). */
char *file_program_folder(void);
/* An absolute path without "." and ".." and double slashes; symlinks stay as they are, the file
 * need not exist. The caller's to mem_free(); never NULL: falls back on path itself without a
 * working directory. */
char *file_absolute(const char *path);

void file_close(int *fd); /* for AUTO(): closes when >= 0, keeps errno */

#endif
