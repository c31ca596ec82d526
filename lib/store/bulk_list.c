/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/bulk_list.h"

/* Most terms occur once, so that the first slice is small. The last size repeats. */
static const uint16_t slice_bytes[] = {12,  20,  32,   64,   96,   128,  192,
                                       256, 512, 1024, 2048, 4096, 8192, 16384};
enum {
    N_LEVELS = sizeof slice_bytes / sizeof slice_bytes[0],
    /* When a slice is full, its last bytes move to the next one and a pointer to that takes their
     * place: a list of one slice has no pointer. */
    LINK_BYTES = sizeof(uint8_t *),
};

static uint8_t next_level(uint8_t level)
{
    return level + 1 < N_LEVELS ? (uint8_t)(level + 1) : level;
}

static void add_slice(struct bulk_list *list, struct arena *arena)
{
    if (!list->first) {
        list->level = list->first_level;
        list->room = slice_bytes[list->level];
        list->first = list->at = (uint8_t *)arena_alloc_bytes(arena, list->room);
        return;
    }
    list->level = next_level(list->level);
    uint16_t n = slice_bytes[list->level];
    uint8_t *slice = (uint8_t *)arena_alloc_bytes(arena, n);
    uint8_t *link = list->at - LINK_BYTES;
    memcpy(slice, link, LINK_BYTES);
    memcpy(link, &slice, LINK_BYTES);
    list->at = slice + LINK_BYTES;
    list->room = (uint16_t)(n - LINK_BYTES);
}

void bulk_list_append_long(struct bulk_list *list, struct arena *arena, const uint8_t *bytes,
                           size_t n)
{
    while (n > 0) {
        if (list->room == 0)
            add_slice(list, arena);
        size_t part = n < list->room ? n : list->room;
        memcpy(list->at, bytes, part);
        list->at += part;
        list->room = (uint16_t)(list->room - part);
        bytes += part;
        n -= part;
    }
}

void bulk_list_expect(struct bulk_list *list, size_t n)
{
    while (list->first_level + 1 < N_LEVELS && slice_bytes[list->first_level] < n)
        list->first_level++;
}

void bulk_list_copy(const struct bulk_list *list, struct buf *out)
{
    const uint8_t *slice = list->first;
    uint8_t level = list->first_level;
    if (!slice)
        return;
    /* The newest slice is the one that the end lies in. */
    while ((uintptr_t)list->at < (uintptr_t)slice ||
           (uintptr_t)list->at > (uintptr_t)(slice + slice_bytes[level])) {
        size_t n = slice_bytes[level] - (size_t)LINK_BYTES;
        buf_append(out, slice, n);
        memcpy(&slice, slice + n, sizeof slice);
        level = next_level(level);
    }
    buf_append(out, slice, (size_t)(list->at - slice));
}
