/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_ARENA_H
#define PRESSMARK_BASE_ARENA_H

/* Arenas: memory that is freed all at once, one arena for a document, a query or a set of terms.
 *
 * If PRESSMARK_ARENA_DEBUG is defined (the asan preset), every allocation is a block of its own, so
 * that the address sanitizer detects overruns. */

#include "base/str.h"

struct arena_block;
struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used, capacity;      /* of the newest block */
    size_t total_bytes;         /* of all blocks */
};

#define ARENA_INIT                                                                                 \
    {                                                                                              \
        NULL, 0, 0, 0                                                                              \
    }

void arena_done(struct arena *a);
void arena_clear(struct arena *a);                    /* keeps the newest block for reuse */
void *arena_alloc(struct arena *a, size_t n);         /* aligned for any type, uninitialised */
char *arena_alloc_bytes(struct arena *a, size_t n);   /* not aligned */
struct str arena_copy(struct arena *a, struct str s); /* the copy is NUL-terminated */
struct str arena_format(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
