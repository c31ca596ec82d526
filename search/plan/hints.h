/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_HINTS_H
#define PRESSMARK_SEARCH_PLAN_HINTS_H

/* Hints: whole sentences, for standard error, that tell the user how a query was understood. */

#include "base/arena.h"

enum { HINTS_MAX = 8 };

struct hints {
    struct arena *arena;
    struct str items[HINTS_MAX];
    size_t n;
};

/* Adds a sentence unless it is already there or HINTS_MAX is reached. hints may be NULL. */
void hints_add(struct hints *hints, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
