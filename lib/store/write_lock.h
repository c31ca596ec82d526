/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_WRITE_LOCK_H
#define PRESSMARK_STORE_WRITE_LOCK_H

/* The lock of an index directory, which one process at a time holds to write to the index. It ends
 * with the process. */

#include "base/dir.h"

/* Locks the directory through its file INDEX_LOCK_NAME, which is created if necessary, and writes
 * the process number into it. Waits up to wait_ms milliseconds, or without limit if wait_ms is
 * negative. *ret_fd is the open file, or -1; the lock lasts until both it and index->fd are closed,
 * and the caller closes *ret_fd even after a failure. ERR_LOCKED if another process holds the lock,
 * which the message names; ERR_INPUT if the file is not a regular one with a single name;
 * ERR_INTERRUPTED if a signal ends the wait. */
enum err_code write_lock_take(const struct dir *index, int wait_ms, int *ret_fd, struct err *err);

#endif
