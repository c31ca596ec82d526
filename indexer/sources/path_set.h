/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_PATH_SET_H
#define PRESSMARK_INDEXER_SOURCES_PATH_SET_H

/* Stored paths, none twice, in the order in which they were added. */

#include "base/str.h"

#include <stdint.h>

struct path_set {
    struct str *items; /* borrowed */
    size_t n, capacity;
    uint32_t *slots; /* a hash table: 0 or the number of an item, from 1 */
    size_t n_slots;
};

void path_set_done(struct path_set *s);
void path_set_add(struct path_set *s, struct str path);
bool path_set_has(const struct path_set *s, struct str path);
#define PATH_SET_NONE SIZE_MAX
/* The number of an item, else PATH_SET_NONE; of the innermost that path is or lies below. */
size_t path_set_find(const struct path_set *s, struct str path);
size_t path_set_innermost(const struct path_set *s, struct str path);
/* Whether a path is one of the set or lies below one; "" is the folder of all relative paths. */
bool path_set_covers(const struct path_set *s, struct str path);

#endif
