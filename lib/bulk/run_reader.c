/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the postings of a run back, from memory or from its file. */
#include "bulk/run_reader.h"

#include "base/mem.h"

#include <errno.h>
#include <unistd.h>

struct run_reader run_reader_of_memory(const uint8_t *bytes, uint64_t n)
{
    return (struct run_reader){.fd = -1, .p = bytes, .stop = bytes + n};
}

struct run_reader run_reader_of_file(int fd, uint64_t start, uint64_t end, size_t buffer_bytes)
{
    uint8_t *buffer = mem_alloc(buffer_bytes);
    return (struct run_reader){fd, start, end, buffer, buffer_bytes, buffer, buffer};
}

void run_reader_done(struct run_reader *r)
{
    mem_free(r->buffer);
    r->buffer = NULL;
}

static size_t at_hand(const struct run_reader *r)
{
    return (size_t)(r->stop - r->p);
}

bool run_reader_is_at_end(const struct run_reader *r)
{
    return r->p == r->stop && r->file_at == r->end;
}

/* Reads up to n bytes of what is left in the file. */
static enum err_code read_some(struct run_reader *r, uint8_t *to, size_t n, size_t *ret_n,
                               struct err *err)
{
    if (n > r->end - r->file_at)
        n = (size_t)(r->end - r->file_at);
    ssize_t got;
    do
        got = pread(r->fd, to, n, (off_t)r->file_at);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return err_set_errno(err, "cannot read a temporary file");
    if (got == 0)
        return err_set(err, ERR_IO, "a temporary file is shorter than it was");
    r->file_at += (uint64_t)got;
    *ret_n = (size_t)got;
    return ERR_OK;
}

enum err_code run_reader_look(struct run_reader *r, size_t n, struct err *err)
{
    if (at_hand(r) >= n || r->file_at == r->end)
        return ERR_OK;
    size_t n_kept = at_hand(r), n_read = 0;
    memmove(r->buffer, r->p, n_kept);
    r->p = r->buffer;
    r->stop = r->buffer + n_kept;
    while (at_hand(r) < n && r->file_at < r->end) {
        if (read_some(r, r->buffer + at_hand(r), r->capacity - at_hand(r), &n_read, err))
            return err->code;
        r->stop += n_read;
    }
    return ERR_OK;
}

/* Copies the next n bytes to out. */
static enum err_code copy(struct run_reader *r, uint64_t n, struct buf *out, struct err *err)
{
    buf_clear(out);
    buf_reserve(out, n);
    buf_append(out, r->p, at_hand(r));
    r->p = r->stop;
    for (size_t n_read = 0; out->n < n; out->n += n_read)
        if (read_some(r, (uint8_t *)out->p + out->n, n - out->n, &n_read, err))
            return err->code;
    return ERR_OK;
}

enum err_code run_reader_take(struct run_reader *r, uint64_t n, struct buf *spare,
                              const uint8_t **ret, struct err *err)
{
    if (n > at_hand(r) + (r->end - r->file_at))
        return err_set(err, ERR_IO, "a temporary file is damaged");
    if (n > at_hand(r) && n > r->capacity) {
        if (copy(r, n, spare, err))
            return err->code;
        *ret = (const uint8_t *)spare->p;
        return ERR_OK;
    }
    if (run_reader_look(r, (size_t)n, err))
        return err->code;
    *ret = r->p;
    r->p += n;
    return ERR_OK;
}
