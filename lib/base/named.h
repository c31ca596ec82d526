/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_NAMED_H
#define PRESSMARK_BASE_NAMED_H

/* Reads and writes what a user names, which need not be a regular file. */

#include "base/buf.h"
#include "base/err.h"

#include <signal.h>
#include <stdint.h>

/* Reads a file, a pipe or a device to its end; "-" is standard input. ERR_LIMIT if it is larger
 * than max_bytes, ERR_INTERRUPTED if *stop is set meanwhile. stop may be NULL. */
enum err_code named_read(const char *path, uint64_t max_bytes, const volatile sig_atomic_t *stop,
                         struct buf *out, struct err *err);
/* Writes the bytes; "-" is standard output. A regular file is replaced, or created, atomically, as
 * by dir_replace_file(): on failure the old file is unchanged. Anything else, also a symbolic link,
 * is opened and written to. */
enum err_code named_write(const char *path, struct str bytes, struct err *err);

#endif
