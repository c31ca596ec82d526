/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows the progress of a run on a terminal. */
#include "indexer/report/progress.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>

static const int64_t SHOW_EVERY_NS = 100 * 1000000ll;

void progress_start(struct progress *p, bool is_shown, uint64_t total_bytes, uint64_t total_files)
{
    *p = (struct progress){.is_shown = is_shown,
                           .total_bytes = total_bytes,
                           .total_files = total_files,
                           .started_ns = clock_ns()};
}

void progress_count(struct progress *p, uint64_t bytes)
{
    atomic_fetch_add_explicit(&p->bytes, bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&p->files, 1, memory_order_relaxed);
}

double progress_elapsed_s(const struct progress *p)
{
    return (double)(clock_ns() - p->started_ns) / 1e9;
}

void progress_show(struct progress *p, const char *doing)
{
    int64_t now = p->is_shown ? clock_ns() : 0;
    if (!p->is_shown || now - p->shown_ns < SHOW_EVERY_NS)
        return;
    p->shown_ns = now;
    uint64_t bytes = atomic_load_explicit(&p->bytes, memory_order_relaxed);
    uint64_t files = atomic_load_explicit(&p->files, memory_order_relaxed);
    double elapsed = progress_elapsed_s(p);
    double rate = elapsed > 0 ? (double)bytes / elapsed : 0;
    fprintf(stderr, "\r%s: %" PRIu64 " of %" PRIu64 " files, %.1f of %.1f MB, %.1f MB/s", doing,
            files, p->total_files, (double)bytes / 1e6, (double)p->total_bytes / 1e6, rate / 1e6);
    if (rate > 0 && bytes < p->total_bytes) {
        unsigned left = (unsigned)((double)(p->total_bytes - bytes) / rate + 0.5);
        fprintf(stderr, ", %u:%02u left", left / 60, left % 60);
    }
    fputs("\033[K", stderr);
}

void progress_end(struct progress *p)
{
    if (p->is_shown && p->shown_ns)
        fputs("\r\033[K", stderr);
}
