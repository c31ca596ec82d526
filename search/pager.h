/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PAGER_H
#define PRESSMARK_SEARCH_PAGER_H

/* Sends output for a terminal through a pager, by the conventions of git(1). */

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* The state of standard output and standard error at the start of the program. */
struct pager_terminal {
    bool is_terminal;       /* standard output is a terminal */
    bool is_error_terminal; /* standard error is a terminal */
    uint32_t width;         /* in columns, 0 if unknown */
};
struct pager_terminal pager_look(void);

/* Redirects standard output, and standard error if that is a terminal too, to a pager:
 * $PRESSMARK_PAGER, else $PAGER, else less, which exits by itself if everything fits on the screen.
 * Does nothing if that is empty or "cat" or cannot be run. May be called by one thread only. */
void pager_start(void);

/* Ends the pager, to which nothing may have been written yet, and undoes the redirection. */
void pager_give_up(void);

/* Closes both streams and waits until the user leaves the pager. Does nothing without a pager. */
void pager_wait(void);

#endif
