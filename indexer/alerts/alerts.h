/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ALERTS_ALERTS_H
#define PRESSMARK_INDEXER_ALERTS_ALERTS_H

/* --alerts: queries that are asked after each run. A match is new if the document did not match
 * when the query was last asked. What an index matched before its first run with an alert is not
 * new. */

#include "base/buf.h"
#include "indexer/alerts/alert_list.h"

#include <stdbool.h>

struct alerts_settings {
    const char *file;      /* "-": standard input */
    const char *index_dir; /* absolute */
    bool json;             /* print new matches as lines of JSON instead of text */
    const volatile sig_atomic_t *stop;
    /* Is told of invalid lines and of alerts that cannot be asked. */
    struct alert_listener listener;
};

struct alerts;

/* Reads the file. The settings are copied, their strings are borrowed. The caller calls
 * alerts_close(). */
enum err_code alerts_open(const struct alerts_settings *settings, struct alerts **ret,
                          struct err *err);
/* Before a run: records what the index matches now as not new. */
void alerts_take_stock(struct alerts *a);
/* After a run: appends the new matches to out, a line for each, safe to print on a terminal.
 * *ret_is_whole is set if all lines of the file were asked. Other processes that ask alerts of this
 * index wait until alerts_remember() or alerts_close() is called. */
enum err_code alerts_ask(struct alerts *a, struct buf *out, bool *ret_is_whole, struct err *err);
/* Remembers the matches once they have been printed, so that they are not new any more. */
enum err_code alerts_remember(struct alerts *a, struct err *err);
void alerts_close(struct alerts **a); /* for AUTO(); *a may be NULL */

#endif
