/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_WATCH_H
#define PRESSMARK_INDEXER_WATCH_H

/* --watch: an update now, and one after each change in the sources, until a signal comes.
 *
 * The system's events (inotify(7)) only say that something has changed; what it was, an ordinary
 * update finds out. Watches are set by the walk of each update, on a folder before its names are
 * read: what changes later is an event, and what changed before is seen. */

#include "indexer/options.h"
#include "indexer/report/report.h"

#include <signal.h>

/* Whoever runs a watch is told here. */
struct watch_listener {
    void *ctx;
    /* An update did something that is worth a word; the first always is. False ends the watch. */
    bool (*updated)(void *ctx, struct report *report);
    /* Something is in the way, and the watch goes on. */
    void (*troubled)(void *ctx, const struct err *trouble);
};

/* Returns ERR_OK once *stop was raised, by a handler of SIGINT, SIGTERM or SIGHUP. Another indexer
 * is waited for. What fails later than in the first update is tried again, unless that is in
 * vain. */
enum err_code watch_run(const struct options *o, const volatile sig_atomic_t *stop,
                        const struct watch_listener *listener, struct err *err);

#endif
