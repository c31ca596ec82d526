/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_FILE_WRITER_H
#define PRESSMARK_GLASS_FILE_WRITER_H

/* A file that is written from its beginning to its end, synced and hashed meanwhile.
 *
 * What is more than one buffer is written by a thread of the sink's own, past the page cache where
 * the file system allows it: bytes that nobody is about to read need not be copied, and the sync at
 * the end has nothing left to wait for. A sink is used by one thread at a time. */

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum {
    FILE_WRITER_BYTES = 512 * 1024, /* of a buffer */
    FILE_WRITER_UNIT = 8192,        /* each piece but the last is a multiple of it */
};

struct file_writer;

/* Makes the file, which must not exist. Failures are kept until file_writer_close(). */
struct file_writer *file_writer_open(const char *path);
/* FILE_WRITER_BYTES to be filled. */
uint8_t *file_writer_buffer(struct file_writer *s);
/* Hands over the first n > 0 bytes of the buffer; returns the next buffer. */
uint8_t *file_writer_pass(struct file_writer *s, size_t n);
/* The first failure so far, copied to err. */
enum err_code file_writer_failure(struct file_writer *s, struct err *err);
/* Hands over the first n bytes of the buffer, after which nothing will follow: the file is synced.
 * Does not wait for that. */
void file_writer_end(struct file_writer *s, size_t n);
/* Waits until all is done, closes the file and frees s. *ret_hash: XXH3 (64 bits) of the file.
 * Without file_writer_end() before, the file is given up: neither whole nor synced. */
enum err_code file_writer_close(struct file_writer *s, uint64_t *ret_hash, struct err *err);

#endif
