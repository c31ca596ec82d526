/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_PLACE_H
#define PRESSMARK_INDEXER_DESCRIBE_PLACE_H

/* Recognises names of places. */

#include "base/str.h"

enum { PLACE_MAX_BYTES = 50 };

/* Returns whether s looks like a place: a few capitalised words without digits, as in "TOLEDO, OH",
 * "New York", "St. Paul, Minn." and "東京". */
bool place_may_be(struct str s);

/* Returns whether s is a well-known city or ends in a known region: "Berlin", "TOLEDO, OH". Other
 * capitalised words may be names of programs, SQL statements or headings. */
bool place_is_known(struct str s);

#endif
