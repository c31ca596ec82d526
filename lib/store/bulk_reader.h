/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_BULK_READER_H
#define PRESSMARK_STORE_BULK_READER_H

/* Reads a part of a file from its beginning to its end. Several can read one file. */

#include "base/buf.h"
#include "base/err.h"

struct bulk_reader {
    int fd;
    uint64_t at, end; /* what is yet to be read from the file */
    uint8_t *buffer;
    size_t start, n, capacity; /* of the buffer: [start, n) is yet to be taken */
};

void bulk_reader_start(struct bulk_reader *r, int fd, uint64_t start, uint64_t end,
                       size_t buffer_bytes);
void bulk_reader_done(struct bulk_reader *r);
/* ERR_IO also where the file ends too early. */
enum err_code bulk_reader_varint(struct bulk_reader *r, uint64_t *ret_value, struct err *err);
/* Appends the next n bytes to out. */
enum err_code bulk_reader_bytes(struct bulk_reader *r, struct buf *out, uint64_t n,
                                struct err *err);

#endif
