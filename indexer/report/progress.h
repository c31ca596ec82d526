/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_REPORT_PROGRESS_H
#define PRESSMARK_INDEXER_REPORT_PROGRESS_H

/* The progress of a run: counters that any thread may increment, and a line on a terminal that one
 * thread updates. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool is_shown; /* on standard error, if it is a terminal */
    uint64_t total_bytes, total_files;
    _Atomic uint64_t bytes, files;
    int64_t started_ns, shown_ns;
};

/* Starts the clock and sets the totals that the line is relative to. */
void progress_start(struct progress *p, bool is_shown, uint64_t total_bytes, uint64_t total_files);
/* Counts one more file. Any thread may call it. */
void progress_count(struct progress *p, uint64_t bytes);
/* Updates the line, at most ten times a second. Must always be called by the same thread. */
void progress_show(struct progress *p, const char *doing);
/* Removes the line from the terminal. */
void progress_end(struct progress *p);
/* Returns the seconds since progress_start(). */
double progress_elapsed_s(const struct progress *p);

#endif
