/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_HINTS_H
#define PRESSMARK_SEARCH_PLAN_HINTS_H

/* What a person should know of how a query was understood: whole sentences, for standard error. */

#include "base/arena.h"

enum { HINTS_MAX = 8 };

struct hints {
    struct arena *arena;
    struct str items[HINTS_MAX];
    size_t n;
};

/* Adds a sentence, unless it is there or there are HINTS_MAX. hints may be NULL. */
void hints_add(struct hints *hints, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
