/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PAGER_H
#define PRESSMARK_SEARCH_PAGER_H

/* What is printed on a terminal goes through a pager, by the conventions of git(1). */

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* What standard output and standard error were when the program began. */
struct pager_terminal {
    bool is_terminal;       /* standard output */
    bool is_error_terminal; /* standard error */
    uint32_t width;         /* in columns; 0: not known */
};
struct pager_terminal pager_look(void);

/* Puts a pager behind standard output, and behind standard error where that is a terminal too:
 * $PRESSMARK_PAGER, else $PAGER, else less, which ends by itself where everything fits on the
 * screen. Nothing happens where that is empty or "cat", or cannot be run. One thread. */
void pager_start(void);

/* Ends the pager, to which nothing was written yet, and puts back what was there before it. */
void pager_give_up(void);

/* Closes both and waits until the pager is left. Without a pager nothing happens. */
void pager_wait(void);

#endif
