/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_ASK_H
#define PRESSMARK_INDEXER_ALERTS_ASK_H

/* An index asked through the other program, pressmark-search: the one that stands beside this one,
 * else that of PATH. */

#include "base/buf.h"
#include "base/err.h"

#include <signal.h>

/* Replaces *out by all matches of a query, each a line of JSON with path, id, line and
 * title; paths are those from the folder that the index stands in, else absolute. What
 * the program complains of goes to standard error, unless is_quiet. ERR_INPUT: it failed.
 * ERR_LIMIT: there are more matches than it gives. ERR_IO, ERR_NOT_FOUND: it cannot be run.
 * ERR_INTERRUPTED: *stop was raised. */
enum err_code ask_search(const char *index_dir, const char *query, bool is_quiet,
                         const volatile sig_atomic_t *stop, struct buf *out, struct err *err);

#endif
