/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_STAMP_H
#define PRESSMARK_BASE_STAMP_H

/* A date as the index holds it, and the same in ISO 8601. It is "YYYYMMDDhhmmss" or as long a
 * beginning of it as is known: the day and time that a reader sees. Behind a time stands how far it
 * is ahead of UTC, "-0600"; nothing where it is UTC. */

#include "base/buf.h"

enum { STAMP_BYTES = 20 }; /* with the NUL */

/* Appends date as "YYYY-MM-DDThh:mm:ssZ" or with "-06:00" for the "Z", or as much of it as there
 * is; only the day where day_only. Nothing for what is no date. */
void stamp_append_iso(struct buf *out, struct str date, bool day_only);
/* The other way round. False, with *ret an empty string, for anything that stamp_append_iso() does
 * not write. */
bool stamp_of_iso(struct str iso, char ret[STAMP_BYTES]);
/* The same moment in UTC, by which dates are put in order; a date without a time as it is. */
void stamp_to_utc(struct str date, char ret[STAMP_BYTES]);

#endif
