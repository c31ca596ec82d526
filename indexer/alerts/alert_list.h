/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_ALERT_LIST_H
#define PRESSMARK_INDEXER_ALERTS_ALERT_LIST_H

/* Reads the file given with --alerts: on each line a name, a tab and a query. Empty lines and lines
 * that begin with "#" are ignored. */

#include "base/err.h"

#include <signal.h>
#include <stddef.h>

struct alert {
    char *name, *query; /* valid UTF-8 */
    size_t line;        /* the line of the file, from 1 */
};

struct alert_list {
    struct alert *items;
    size_t n, capacity;
};

/* Is told of problems that do not stop the rest. */
struct alert_listener {
    void *ctx;
    void (*troubled)(void *ctx, const struct err *trouble);
};

/* Reads a file, or standard input for "-". Each invalid line is reported to listener and counted in
 * *ret_n_bad. Returns ERR_NOT_FOUND, ERR_IO, ERR_LIMIT or ERR_INTERRUPTED if the file cannot be
 * read. */
enum err_code alert_list_read(const char *path, const volatile sig_atomic_t *stop,
                              const struct alert_listener *listener, struct alert_list *ret,
                              size_t *ret_n_bad, struct err *err);
void alert_list_done(struct alert_list *list);

#endif
