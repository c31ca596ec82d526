/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits the time of a reader by the processor time of its thread. */
#include "base/deadline.h"

#include <time.h>

enum { CALLS_A_LOOK = 256 };

/* The clock is first read at the first look, so that a short text costs no system call. */
static _Thread_local struct {
    double max_s, end_s; /* end_s is 0 until the first look */
    unsigned n_calls;
    bool is_limited, is_over;
} clock_of_thread;

double deadline_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void deadline_start(uint64_t max_s)
{
    clock_of_thread.max_s = (double)max_s;
    clock_of_thread.end_s = 0;
    clock_of_thread.n_calls = 0;
    clock_of_thread.is_limited = true;
    clock_of_thread.is_over = false;
}

static bool look(void)
{
    double now_s = deadline_seconds();
    if (clock_of_thread.end_s == 0)
        clock_of_thread.end_s = now_s + clock_of_thread.max_s;
    return now_s >= clock_of_thread.end_s;
}

bool deadline_is_over(void)
{
    if (!clock_of_thread.is_over && ++clock_of_thread.n_calls % CALLS_A_LOOK == 0)
        clock_of_thread.is_over = clock_of_thread.is_limited && look();
    return clock_of_thread.is_over;
}

bool deadline_stop(void)
{
    bool was_over = clock_of_thread.is_over;
    clock_of_thread.is_limited = clock_of_thread.is_over = false;
    return was_over;
}
