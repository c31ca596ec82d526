/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_ALERTS_H
#define PRESSMARK_INDEXER_ALERTS_ALERTS_H

/* --alerts: queries that are asked after each run. A document that matches one and did not when it
 * was last asked is new. What matched an index before its first run with an alert is not. */

#include "base/buf.h"
#include "indexer/alerts/alert_list.h"

#include <stdbool.h>

struct alerts_settings {
    const char *file;      /* "-": standard input */
    const char *index_dir; /* absolute */
    bool json;             /* new matches as lines of JSON, not of text */
    const volatile sig_atomic_t *stop;
    struct alert_listener listener; /* of bad lines, and alerts that cannot be asked */
};

struct alerts;

/* Reads the file. Settings are copied, their strings borrowed. The caller's to alerts_close(). */
enum err_code alerts_open(const struct alerts_settings *settings, struct alerts **ret,
                          struct err *err);
/* Before a run: what the index holds now is not new. */
void alerts_take_stock(struct alerts *a);
/* After a run: appends what is new to out, safe for terminals, each match a line. *ret_is_whole:
 * all lines of the file were asked. Others that ask alerts of this index wait until
 * alerts_remember() or alerts_close(). */
enum err_code alerts_ask(struct alerts *a, struct buf *out, bool *ret_is_whole, struct err *err);
/* Then, once that was printed: it is not new any more. */
enum err_code alerts_remember(struct alerts *a, struct err *err);
void alerts_close(struct alerts **a); /* for AUTO(); NULL is fine */

#endif
