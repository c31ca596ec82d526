/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/bulk_reader.h"

#include "base/mem.h"

#include <errno.h>
#include <unistd.h>

void bulk_reader_start(struct bulk_reader *r, int fd, uint64_t start, uint64_t end,
                       size_t buffer_bytes)
{
    *r = (struct bulk_reader){fd, start, end, mem_alloc(buffer_bytes), 0, 0, buffer_bytes};
}

void bulk_reader_done(struct bulk_reader *r)
{
    mem_free(r->buffer);
    r->buffer = NULL;
}

/* Reads up to n bytes of what the file has left. */
static enum err_code read_some(struct bulk_reader *r, uint8_t *to, size_t n, size_t *ret_n,
                               struct err *err)
{
    if (n > r->end - r->at)
        n = (size_t)(r->end - r->at);
    ssize_t got;
    do
        got = pread(r->fd, to, n, (off_t)r->at);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return err_set_errno(err, "cannot read a temporary file");
    if (got == 0)
        return err_set(err, ERR_IO, "a temporary file is shorter than it was");
    r->at += (uint64_t)got;
    *ret_n = (size_t)got;
    return ERR_OK;
}

static enum err_code refill(struct bulk_reader *r, struct err *err)
{
    r->start = r->n = 0;
    return read_some(r, r->buffer, r->capacity, &r->n, err);
}

enum err_code bulk_reader_varint(struct bulk_reader *r, uint64_t *ret_value, struct err *err)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (r->start == r->n && refill(r, err))
            return err->code;
        uint8_t byte = r->buffer[r->start++];
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    *ret_value = value;
    return ERR_OK;
}

enum err_code bulk_reader_bytes(struct bulk_reader *r, struct buf *out, uint64_t n, struct err *err)
{
    if (n > r->n - r->start + (r->end - r->at))
        return err_set(err, ERR_IO, "a temporary file is damaged");
    buf_reserve(out, n);
    while (n > 0) {
        size_t part = r->n - r->start;
        if (part == 0 && n >= r->capacity) { /* past the buffer */
            if (read_some(r, (uint8_t *)out->p + out->n, n, &part, err))
                return err->code;
            out->n += part;
            n -= part;
            continue;
        }
        if (part == 0 && refill(r, err))
            return err->code;
        part = r->n - r->start < n ? r->n - r->start : (size_t)n;
        memcpy(out->p + out->n, r->buffer + r->start, part);
        r->start += part;
        out->n += part;
        n -= part;
    }
    return ERR_OK;
}
