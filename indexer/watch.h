/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_WATCH_H
#define PRESSMARK_INDEXER_WATCH_H

/* --watch: updates the index now and after each change in the sources, until a signal arrives.
 *
 * The system's events (inotify(7)) only tell that something has changed; an ordinary update finds
 * out what. The walk of each update sets the watches, on each folder before its entries are read,
 * so that no change is missed. */

#include "indexer/options.h"
#include "indexer/report/report.h"

#include <signal.h>

/* Is told of what a watch does. */
struct watch_listener {
    void *ctx;
    /* An update changed something, or was the first. Returning false ends the watch. */
    bool (*updated)(void *ctx, struct report *report);
    /* Something went wrong, but the watch continues. */
    void (*troubled)(void *ctx, const struct err *trouble);
};

/* Returns ERR_OK once *stop was set by a handler of SIGINT, SIGTERM or SIGHUP. Waits for other
 * indexers. Failures after the first update are retried if that can help. */
enum err_code watch_run(const struct options *o, const volatile sig_atomic_t *stop,
                        const struct watch_listener *listener, struct err *err);

#endif
