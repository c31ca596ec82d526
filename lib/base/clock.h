/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_CLOCK_H
#define PRESSMARK_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Returns nanoseconds since some moment in the past, by a clock that is never set. */
static inline int64_t clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static inline int64_t clock_ms(void)
{
    return clock_ns() / 1000000;
}

#endif
