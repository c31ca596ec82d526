/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_ASK_H
#define PRESSMARK_INDEXER_ALERTS_ASK_H

/* Asks an index by running pressmark-search: the one in the folder of this program, or else the one
 * in PATH. */

#include "base/buf.h"
#include "base/err.h"

#include <signal.h>

/* Replaces *out by all matches of a query, each as a line of JSON with path, id, line and title.
 * Paths are relative to the folder that contains the index directory, or absolute. Returns
 * ERR_INPUT with the program's message if it fails, ERR_LIMIT if there are more matches than it can
 * return, ERR_IO or ERR_NOT_FOUND if it cannot be run, and ERR_INTERRUPTED if *stop was set. */
enum err_code ask_search(const char *index_dir, const char *query,
                         const volatile sig_atomic_t *stop, struct buf *out, struct err *err);

#endif
