/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects hints about a query. */
#include "search/plan/hints.h"

#include "base/buf.h"
#include "base/mem.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>

enum { MAX_HINT_BYTES = 512 };

void hints_add(struct hints *hints, const char *format, ...)
{
    char text[MAX_HINT_BYTES];
    AUTO(buf_done) struct buf repaired = BUF_INIT;
    va_list args;
    if (!hints || hints->n == HINTS_MAX)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    utf8_append_repaired(&repaired, str_of(text)); /* it may be cut within a character */
    for (size_t i = 0; i < hints->n; i++)
        if (str_equal(hints->items[i], buf_str(&repaired)))
            return;
    hints->items[hints->n++] = arena_copy(hints->arena, buf_str(&repaired));
}
