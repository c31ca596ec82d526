/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_FILE_H
#define PRESSMARK_BASE_FILE_H

/* Reads, writes and names files. The bytes that a function reads are appended to out; paths are in
 * messages as they are given. */

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

/* Opens a regular file for reading and returns its size. path is relative to dir_fd as in
 * openat(2), and may be longer than PATH_MAX. Returns -1 on failure. Anything but a regular file is
 * ERR_INPUT; never blocks on a FIFO or a device. */
int file_open(int dir_fd, const char *path, uint64_t *ret_bytes, struct err *err);

/* Does what stat(2) does for a path of any length. Returns false and sets errno on failure. */
bool file_stat(const char *path, struct stat *ret);

/* Reads a regular file, opened as by file_open(). ERR_LIMIT if it is larger than max_bytes, and
 * ERR_INPUT also if it shrinks while it is read; bytes that are added meanwhile are ignored. */
enum err_code file_read(int dir_fd, const char *path, uint64_t max_bytes, struct buf *out,
                        struct err *err);

/* Reads so many bytes from an open file. ERR_INPUT if there are fewer. */
enum err_code file_read_exactly(int fd, const char *path, size_t size, struct buf *out,
                                struct err *err);

/* Writes all bytes, also if write(2) writes only a part at a time. */
enum err_code file_write_all(int fd, const char *name, const void *bytes, size_t n,
                             struct err *err);

/* Returns a time from stat(2) in nanoseconds. */
static inline int64_t file_nanoseconds(struct timespec time)
{
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

bool file_exists(const char *path); /* of any kind; symbolic links are not followed */
/* Creates a directory with its missing parents, and syncs the directories that contain new ones. */
enum err_code file_make_directory(const char *path, struct err *err);

/* Returns "a/b" for "a" and "b", or "b" if a is empty or b is absolute. Free it with mem_free(). */
char *file_join(const char *a, const char *b);
/* Returns the folder of the running program, or "" if it is unknown. Free it with mem_free(). */
char *file_program_folder(void);
/* Returns an absolute path without ".", ".." and double slashes. Symbolic links are not resolved,
 * and the file need not exist. Free it with mem_free(). Never NULL: if the working directory is
 * unknown, returns a copy of path. */
char *file_absolute(const char *path);

void file_close(int *fd); /* for AUTO(): closes *fd if it is >= 0 and keeps errno */

#endif
