/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_STAMP_H
#define PRESSMARK_BASE_STAMP_H

/* Dates as the index stores them, and their conversion to ISO 8601. A stored date is
 * "YYYYMMDDhhmmss", or as long a prefix of it as is known, and is the day and time that a reader
 * sees. A time is followed by its offset from UTC, as "-0600", or by nothing if it is in UTC. */

#include "base/buf.h"

enum { STAMP_BYTES = 20 }; /* with the NUL */

/* Appends date as "YYYY-MM-DDThh:mm:ssZ", or with "-06:00" instead of "Z", or the part of it that
 * is known; if day_only is true, without the time. Appends nothing if it is not a date. */
void stamp_append_iso(struct buf *out, struct str date, bool day_only);
/* Does the reverse. Returns false, and an empty string in ret, for anything that stamp_append_iso()
 * does not write. */
bool stamp_of_iso(struct str iso, char ret[STAMP_BYTES]);
/* Converts a date to UTC, so that dates can be ordered. A date without a time is unchanged. */
void stamp_to_utc(struct str date, char ret[STAMP_BYTES]);

#endif
