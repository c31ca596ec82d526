/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_INPUT_H
#define PRESSMARK_BASE_INPUT_H

/* Input that is read piece by piece: a file, standard input, or a member of an archive. */

#include "base/buf.h"
#include "base/err.h"

#include <signal.h>

#define INPUT_UNKNOWN UINT64_MAX

/* How much of a large input is in memory at a time. */
enum { INPUT_PIECE_BYTES = 16 << 20 };

struct input {
    /* Appends about n bytes to out, and fewer than n only at the end, which *is_end reports. If no
     * byte is left it may report that only at the next call. On failure, out has what was read
     * before. */
    enum err_code (*read)(void *ctx, struct buf *out, size_t n, bool *is_end, struct err *err);
    /* Called when everything that was read so far has been processed, so that time limits start
     * anew. */
    void (*settle)(void *ctx);
    uint64_t left_bytes; /* at the start, or INPUT_UNKNOWN */
    void *ctx;
};

/* An input that reads an open file. */
struct input_file {
    int fd;
    const char *name;
    uint64_t left_bytes; /* INPUT_UNKNOWN to read until the end of file */
    uint64_t *n_read;    /* the number of bytes read is added to it */
    /* If left_bytes is unknown, reading may have to wait; it ends with ERR_INTERRUPTED if *stop is
     * set. NULL to wait in any case. */
    const volatile sig_atomic_t *stop;
};

/* Waits until there is something to read, or the end. Returns false if *stop was set before. As the
 * signal may reach another thread, *stop is also polled. */
bool input_wait(int fd, const volatile sig_atomic_t *stop);

/* Returns an input that reads file, which must outlive it. */
struct input input_of_file(struct input_file *file);

#endif
