/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_NEAREST_H
#define PRESSMARK_BASE_NEAREST_H

/* Which of some names was meant by one that is none of them. */

#include "base/str.h"

#include <stdint.h>

enum { NEAREST_MAX_BYTES = 64 }; /* of a name; longer ones are near to nothing */

/* Whether a candidate is near enough to a name to be offered, and at a smaller distance than
 * *distance, which becomes its own. The distance is how many bytes have to be added, left out,
 * changed, or swapped with their neighbour. Begin with *distance SIZE_MAX. */
bool nearest_is_better(struct str name, struct str candidate, size_t *distance);

#endif
