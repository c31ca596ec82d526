/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_NEAREST_H
#define PRESSMARK_BASE_NEAREST_H

/* Finds the known name that a misspelt one may stand for. */

#include "base/str.h"

#include <stdint.h>

enum { NEAREST_MAX_BYTES = 64 }; /* longer names are near to nothing */

/* Returns true if candidate is near enough to name to be suggested and is nearer than *distance,
 * which then becomes its own: it grows with the number of bytes to insert, delete, change, or swap
 * with a neighbour, and is greater if the first letter is another. Start with SIZE_MAX. */
bool nearest_is_better(struct str name, struct str candidate, size_t *distance);

#endif
