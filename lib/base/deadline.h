/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_DEADLINE_H
#define PRESSMARK_BASE_DEADLINE_H

/* Limits the time for reading one text. Readers of markup and records check it in their inner
 * functions, so that no text can keep them busy without end. Each thread has a limit of its own. */

#include <stdbool.h>
#include <stdint.h>

/* Returns the seconds of processor time that this thread has used. */
double deadline_seconds(void);

/* Limits the processor time of this thread to so many seconds, counted from the first time that
 * deadline_is_over() reads the clock. */
void deadline_start(uint64_t max_s);
/* Returns true if they are over. Reads the clock only at every 256th call. */
bool deadline_is_over(void);
/* Removes the limit. Returns true if deadline_is_over() has returned true since the start. */
bool deadline_stop(void);

#endif
