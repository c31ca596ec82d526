/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_FILE_WRITER_H
#define PRESSMARK_GLASS_FILE_WRITER_H

/* Writes a file from its beginning to its end, and syncs and hashes it meanwhile.
 *
 * Anything beyond one buffer is written by a thread of the writer's own, bypassing the page cache
 * if the file system allows it: bytes that nobody is about to read need not be copied, and the sync
 * at the end has little left to wait for. A writer is used by one thread at a time. */

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum {
    FILE_WRITER_BYTES = 512 * 1024, /* of a buffer */
    FILE_WRITER_UNIT = 8192,        /* each piece except the last is a multiple of this */
};

struct file_writer;

/* Creates the file, which must not exist. Errors are kept until file_writer_close(). */
struct file_writer *file_writer_open(const char *path);
/* Returns the buffer to fill, of FILE_WRITER_BYTES. */
uint8_t *file_writer_buffer(struct file_writer *s);
/* Passes the first n > 0 bytes of the buffer on, and returns the next buffer. */
uint8_t *file_writer_pass(struct file_writer *s, size_t n);
/* Copies the first error so far to err. */
enum err_code file_writer_failure(struct file_writer *s, struct err *err);
enum { FILE_WRITER_MARK_BYTES = 8 };
/* Passes the first n bytes of the buffer on as the last ones, after which the file is synced. Does
 * not wait for that. mark_at is the offset, within the last FILE_WRITER_UNIT bytes, of
 * FILE_WRITER_MARK_BYTES zeros that are to be replaced by a hash of the whole file, or n for no
 * hash. */
void file_writer_end(struct file_writer *s, size_t n, size_t mark_at);
/* Waits until everything is done, closes the file and frees s. *ret_hash is the 64-bit XXH3 of the
 * file. Without file_writer_end() before, the file is abandoned, neither complete nor synced. */
enum err_code file_writer_close(struct file_writer *s, uint64_t *ret_hash, struct err *err);

#endif
