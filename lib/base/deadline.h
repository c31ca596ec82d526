/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_DEADLINE_H
#define PRESSMARK_BASE_DEADLINE_H

/* How long a thread may read one text: what all readers of markup and records write through asks,
 * so that none of them can be kept busy without end. Each thread has a clock of its own. */

#include <stdbool.h>
#include <stdint.h>

/* Seconds of processor time that this thread has used. */
double deadline_seconds(void);

/* Gives this thread so many seconds from now on. */
void deadline_start(uint64_t max_s);
/* Whether they are over; reads the time once in a while only. */
bool deadline_is_over(void);
/* Whether it has been found so since the start; from here on there is no limit. */
bool deadline_stop(void);

#endif
