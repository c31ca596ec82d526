/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_RUN_READER_H
#define PRESSMARK_BULK_RUN_READER_H

/* Reads bytes from beginning to end, in memory or in a part of a file. Several can read one file.
 */

#include "base/buf.h"
#include "base/err.h"

struct run_reader {
    int fd;                /* -1: all is in memory */
    uint64_t file_at, end; /* what is yet to be read from the file */
    uint8_t *buffer;       /* of the file */
    size_t capacity;
    const uint8_t *p, *stop; /* what is at hand and yet to be taken */
};

struct run_reader run_reader_of_memory(const uint8_t *bytes, uint64_t n);
struct run_reader run_reader_of_file(int fd, uint64_t start, uint64_t end, size_t buffer_bytes);
void run_reader_done(struct run_reader *r);

bool run_reader_is_at_end(const struct run_reader *r);
/* Puts the next n bytes, or all that are left, at hand: [p, stop). n: at most the buffer's size.
 * ERR_IO also where the file has become shorter. */
enum err_code run_reader_look(struct run_reader *r, size_t n, struct err *err);
/* Takes the next n bytes, which are at *ret until something else is read or spare changes: they
 * are copied to spare where the buffer is too small. */
enum err_code run_reader_take(struct run_reader *r, uint64_t n, struct buf *spare,
                              const uint8_t **ret, struct err *err);

#endif
