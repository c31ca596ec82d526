/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_NAMED_H
#define PRESSMARK_BASE_NAMED_H

/* What a user names to be read or written, which may be more than a file. */

#include "base/buf.h"
#include "base/err.h"

#include <signal.h>
#include <stdint.h>

/* Reads it to its end: a file, a pipe, a device; "-" is standard input. ERR_LIMIT: it is larger
 * than max_bytes. ERR_INTERRUPTED: *stop was raised meanwhile; stop may be NULL. */
enum err_code named_read(const char *path, uint64_t max_bytes, const volatile sig_atomic_t *stop,
                         struct buf *out, struct err *err);
/* Writes the bytes to it. A regular file, or a new one, is replaced: a temporary file beside it,
 * synced, renamed, the directory synced; after a failure the old file is as it was. */
enum err_code named_write(const char *path, struct str bytes, struct err *err);

#endif
