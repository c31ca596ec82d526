/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_REPORT_PROGRESS_H
#define PRESSMARK_INDEXER_REPORT_PROGRESS_H

/* How far a run is: counters that any thread may raise, and a line on a terminal that one thread
 * shows. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool is_shown; /* on standard error, a terminal */
    uint64_t total_bytes, total_files;
    _Atomic uint64_t bytes, files;
    int64_t started_ns, shown_ns;
};

void progress_start(struct progress *p, bool is_shown, uint64_t total_bytes, uint64_t total_files);
/* One file more; any thread. */
void progress_count(struct progress *p, uint64_t bytes);
/* Shows the line anew, ten times a second at most; always the same thread. */
void progress_show(struct progress *p, const char *doing);
/* Takes the line off the terminal. */
void progress_end(struct progress *p);
double progress_elapsed_s(const struct progress *p);

#endif
