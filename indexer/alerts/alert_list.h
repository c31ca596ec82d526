/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_ALERT_LIST_H
#define PRESSMARK_INDEXER_ALERTS_ALERT_LIST_H

/* The file of --alerts: a name, a tab and a query a line; lines that begin with "#" and empty ones
 * are none. */

#include "base/err.h"

#include <signal.h>
#include <stddef.h>

struct alert {
    char *name, *query; /* of UTF-8 */
    size_t line;        /* of the file, from 1 */
};

struct alert_list {
    struct alert *items;
    size_t n, capacity;
};

/* Who is told of what is wrong, while the rest goes on. */
struct alert_listener {
    void *ctx;
    void (*troubled)(void *ctx, const struct err *trouble);
};

/* Reads a file ("-": standard input). Each bad line is a trouble, and counted. ERR_NOT_FOUND,
 * ERR_IO, ERR_LIMIT, ERR_INTERRUPTED: the file cannot be read. */
enum err_code alert_list_read(const char *path, const volatile sig_atomic_t *stop,
                              const struct alert_listener *listener, struct alert_list *ret,
                              size_t *ret_n_bad, struct err *err);
void alert_list_done(struct alert_list *list);

#endif
