/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_CHECK_H
#define PRESSMARK_INDEXER_BUILD_CHECK_H

#include "base/err.h"

#include <signal.h>

/* Checks an index: the hashes of its files, and every table by Xapian in a child process, which
 * damage may crash or send into a loop. ERR_CORRUPT says what was found; ERR_INTERRUPTED: *stop was
 * raised. */
enum err_code check_index(const char *dir, const volatile sig_atomic_t *stop, struct err *err);

#endif
