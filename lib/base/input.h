/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_INPUT_H
#define PRESSMARK_BASE_INPUT_H

/* Bytes that come piece by piece: of a file, of standard input, of a member of an archive. */

#include "base/buf.h"
#include "base/err.h"

#include <signal.h>

#define INPUT_UNKNOWN UINT64_MAX

/* What is in memory of a large input at a time. */
enum { INPUT_PIECE_BYTES = 16 << 20 };

struct input {
    /* Appends about n bytes to out; fewer than n only at the end, which *is_end tells (when no byte
     * is left it may tell so only the next time). After a failure out holds what came before it. */
    enum err_code (*read)(void *ctx, struct buf *out, size_t n, bool *is_end, struct err *err);
    /* Told when all that was read so far has been dealt with: limits of time begin anew. */
    void (*settle)(void *ctx);
    uint64_t left_bytes; /* when the reading begins; INPUT_UNKNOWN */
    void *ctx;
};

/* A file that is open. */
struct input_file {
    int fd;
    const char *name;
    uint64_t left_bytes; /* INPUT_UNKNOWN: until its end */
    uint64_t *n_read;    /* counts the bytes */
    /* What is read until its end may keep one waiting: when *stop is raised, that is
     * ERR_INTERRUPTED. NULL: never. */
    const volatile sig_atomic_t *stop;
};

/* Waits until there is something to read, or the end; false: *stop was raised before. The signal
 * may have come to another thread, so it is also looked for now and then. */
bool input_wait(int fd, const volatile sig_atomic_t *stop);

/* The input that reads file, which must outlive it. */
struct input input_of_file(struct input_file *file);

#endif
