/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_RUN_READER_H
#define PRESSMARK_BULK_RUN_READER_H

/* Reads bytes sequentially, from memory or from a part of a file. Several readers may share a
 * file. */

#include "base/buf.h"
#include "base/err.h"

struct run_reader {
    int fd;                /* -1 if everything is in memory */
    uint64_t file_at, end; /* what must still be read from the file */
    uint8_t *buffer;       /* for the file */
    size_t capacity;
    const uint8_t *p, *stop; /* the available bytes, which were not taken yet */
};

struct run_reader run_reader_of_memory(const uint8_t *bytes, uint64_t n);
struct run_reader run_reader_of_file(int fd, uint64_t start, uint64_t end, size_t buffer_bytes);
void run_reader_done(struct run_reader *r);

bool run_reader_is_at_end(const struct run_reader *r);
/* Makes the next n bytes, or all that are left, available as [p, stop). n must not exceed the size
 * of the buffer. ERR_IO also if the file has become shorter. */
enum err_code run_reader_look(struct run_reader *r, size_t n, struct err *err);
/* Takes the next n bytes. They are at *ret until something else is read or spare changes; they are
 * copied to spare if the buffer is too small. */
enum err_code run_reader_take(struct run_reader *r, uint64_t n, struct buf *spare,
                              const uint8_t **ret, struct err *err);

#endif
