/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_BULK_LIST_H
#define PRESSMARK_STORE_BULK_LIST_H

/* Lists of bytes by the hundred thousand, which all grow at once: each is a chain of slices of an
 * arena, the next larger than the one before. Half a cache line each. */

#include "base/arena.h"
#include "base/buf.h"

#include <stdint.h>

struct bulk_list {
    uint8_t *at;    /* where the next byte goes */
    uint8_t *first; /* slice; NULL: the list is empty */
    uint32_t last;  /* the number of the newest entry, plus 1: what gaps are counted from */
    uint32_t n;     /* entries */
    uint32_t total; /* what else its owner counts; no larger than UINT32_MAX */
    uint16_t room;  /* bytes left in the newest slice */
    uint8_t first_level, level; /* which sizes the first and the newest slice have */
};

void bulk_list_append_long(struct bulk_list *list, struct arena *arena, const uint8_t *bytes,
                           size_t n);
/* Makes the first slice of an empty list large enough for about n bytes. */
void bulk_list_expect(struct bulk_list *list, size_t n);
/* Appends the bytes of the list to out. */
void bulk_list_copy(const struct bulk_list *list, struct buf *out);

/* Appends n bytes. So many as this can be read at bytes, whatever n: a copy of a fixed size is
 * faster. */
enum { BULK_LIST_READABLE_BYTES = 32 };

static inline void bulk_list_append(struct bulk_list *list, struct arena *arena,
                                    const uint8_t *bytes, size_t n)
{
    if (n <= 16 && list->room >= 16) {
        memcpy(list->at, bytes, 16);
    } else if (n <= 32 && list->room >= 32) {
        memcpy(list->at, bytes, 32);
    } else {
        bulk_list_append_long(list, arena, bytes, n);
        return;
    }
    list->at += n;
    list->room = (uint16_t)(list->room - n);
}

#endif
