/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_PATH_SET_H
#define PRESSMARK_INDEXER_SOURCES_PATH_SET_H

/* A set of stored paths, numbered from 0 in the order in which they were added. */

#include "base/str.h"

#include <stdint.h>

struct path_set {
    struct str *items; /* the paths' bytes are borrowed */
    size_t n, capacity;
    uint32_t *slots; /* a hash table of item numbers from 1; 0: an empty slot */
    size_t n_slots;
};

void path_set_done(struct path_set *s);
/* Adds a path, unless the set has it. Its bytes are borrowed. */
void path_set_add(struct path_set *s, struct str path);
bool path_set_has(const struct path_set *s, struct str path);
#define PATH_SET_NONE SIZE_MAX
/* These return the number of an item, or PATH_SET_NONE: that of the path itself, or that of the
 * innermost item that is the path or a folder above it. */
size_t path_set_find(const struct path_set *s, struct str path);
size_t path_set_innermost(const struct path_set *s, struct str path);
/* Returns whether a path or a folder above it is in the set. "" is the folder of all relative
 * paths. */
bool path_set_covers(const struct path_set *s, struct str path);

#endif
