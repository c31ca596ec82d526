/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash set of paths, which finds a path itself or the folders above it. */
#include "indexer/sources/path_set.h"

#include "base/mem.h"

#include <xxhash.h>

void path_set_done(struct path_set *s)
{
    mem_free(s->items);
    mem_free(s->slots);
    *s = (struct path_set){0};
}

/* Returns the slot of a path, or the empty slot where it belongs. */
static uint32_t *find_slot(const struct path_set *s, struct str path)
{
    size_t i = XXH3_64bits(path.p, path.n) & (s->n_slots - 1);
    while (s->slots[i] && !str_equal(s->items[s->slots[i] - 1], path))
        i = (i + 1) & (s->n_slots - 1);
    return &s->slots[i];
}

static void grow(struct path_set *s)
{
    mem_free(s->slots);
    s->n_slots = s->n_slots ? s->n_slots * 2 : 16;
    s->slots = mem_alloc_zeroed(s->n_slots, sizeof *s->slots);
    for (size_t i = 0; i < s->n; i++)
        *find_slot(s, s->items[i]) = (uint32_t)i + 1;
}

void path_set_add(struct path_set *s, struct str path)
{
    if (s->n * 2 >= s->n_slots)
        grow(s);
    uint32_t *slot = find_slot(s, path);
    if (*slot)
        return;
    MEM_GROW(s->items, s->n, s->capacity);
    s->items[s->n++] = path;
    *slot = (uint32_t)s->n;
}

size_t path_set_find(const struct path_set *s, struct str path)
{
    uint32_t slot = s->n ? *find_slot(s, path) : 0;
    return slot ? slot - 1 : PATH_SET_NONE;
}

bool path_set_has(const struct path_set *s, struct str path)
{
    return path_set_find(s, path) != PATH_SET_NONE;
}

size_t path_set_innermost(const struct path_set *s, struct str path)
{
    bool is_absolute = path.n && path.p[0] == '/';
    size_t i = path_set_find(s, path);
    for (size_t end = path.n; i == PATH_SET_NONE && end > 0; end--)
        if (path.p[end - 1] == '/' && end < path.n)
            i = path_set_find(s, str_slice(path, 0, end == 1 ? 1 : end - 1));
    return i == PATH_SET_NONE && !is_absolute ? path_set_find(s, STR_EMPTY) : i;
}

bool path_set_covers(const struct path_set *s, struct str path)
{
    return path_set_innermost(s, path) != PATH_SET_NONE;
}
