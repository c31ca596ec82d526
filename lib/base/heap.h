/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_HEAP_H
#define PRESSMARK_BASE_HEAP_H

/* Binary heaps in arrays, inlined where they are used. items[0] comes before all others. */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { HEAP_MAX_ITEM_BYTES = 128 };

/* Returns true if item a belongs above item b. */
typedef bool heap_is_above(void *ctx, const void *a, const void *b);

/* Moves item i of n items down to where it belongs. Everything below it must be in order. bytes is
 * the size of an item. */
static inline __attribute__((always_inline)) void
heap_sift_down(void *items, size_t bytes, size_t n, size_t i, heap_is_above *is_above, void *ctx)
{
    char *first = items, lifted[HEAP_MAX_ITEM_BYTES];
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && is_above(ctx, first + (child + 1) * bytes, first + child * bytes))
            child++;
        if (!is_above(ctx, first + child * bytes, first + i * bytes))
            return;
        memcpy(lifted, first + child * bytes, bytes);
        memcpy(first + child * bytes, first + i * bytes, bytes);
        memcpy(first + i * bytes, lifted, bytes);
    }
}

/* Makes a heap of n items. */
static inline __attribute__((always_inline)) void heap_make(void *items, size_t bytes, size_t n,
                                                            heap_is_above *is_above, void *ctx)
{
    for (size_t i = n / 2; i-- > 0;)
        heap_sift_down(items, bytes, n, i, is_above, ctx);
}

#endif
