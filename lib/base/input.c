/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a file or standard input piece by piece. */
#include "base/input.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { MAX_HOLE_BYTES = 1 << 20, STOP_POLL_MS = 200 };

/* Returns true if a large hole follows, where nothing was ever written: it is useless to read
 * gigabytes of zeros. */
static bool is_hole(int fd)
{
    off_t here = lseek(fd, 0, SEEK_CUR);
    if (here <= 0)
        return false;
    off_t data = lseek(fd, here, SEEK_DATA);
    bool has_none = data < 0 && errno == ENXIO;
    lseek(fd, here, SEEK_SET);
    return has_none || data - here > MAX_HOLE_BYTES;
}

bool input_wait(int fd, const volatile sig_atomic_t *stop)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};
    while (!*stop) {
        int n = poll(&input, 1, STOP_POLL_MS);
        if (n > 0 || (n < 0 && errno != EINTR))
            return true;
    }
    return false;
}

static enum err_code read_file(void *ctx, struct buf *out, size_t n, bool *is_end, struct err *err)
{
    struct input_file *f = ctx;
    bool is_sized = f->left_bytes != INPUT_UNKNOWN;
    if (is_sized && n > f->left_bytes)
        n = (size_t)f->left_bytes;
    *is_end = false;
    if (n && is_sized && *f->n_read && is_hole(f->fd))
        return err_set(err, ERR_INPUT, "'%s' is sparse: it has a hole instead of contents",
                       f->name);
    buf_reserve(out, n);
    while (n) {
        if (!is_sized && f->stop && !input_wait(f->fd, f->stop))
            return err_set(err, ERR_INTERRUPTED, "interrupted");
        ssize_t got = read(f->fd, out->p + out->n, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set_errno(err, "cannot read '%s'", f->name);
        if (got == 0 && is_sized)
            return err_set(err, ERR_INPUT, "'%s' became shorter while it was read", f->name);
        if (got == 0) {
            *is_end = true;
            return ERR_OK;
        }
        out->n += (size_t)got;
        n -= (size_t)got;
        *f->n_read += (uint64_t)got;
        f->left_bytes -= is_sized ? (uint64_t)got : 0;
    }
    *is_end = f->left_bytes == 0;
    return ERR_OK;
}

static void settle_file(void *ctx)
{
    (void)ctx;
}

struct input input_of_file(struct input_file *file)
{
    return (struct input){read_file, settle_file, file->left_bytes, file};
}
