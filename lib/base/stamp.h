/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_STAMP_H
#define PRESSMARK_BASE_STAMP_H

/* A date as the index holds it, "YYYYMMDDhhmmss" (UTC) or as long a beginning of it as is known,
 * and the same in ISO 8601. */

#include "base/buf.h"

enum { STAMP_BYTES = 15 }; /* with the NUL */

/* Appends date as "YYYY-MM-DDThh:mm:ssZ", or as much of it as there is; only the day where
 * day_only. Nothing for what is no date. */
void stamp_append_iso(struct buf *out, struct str date, bool day_only);
/* The other way round. False, with *ret an empty string, for anything that stamp_append_iso() does
 * not write. */
bool stamp_of_iso(struct str iso, char ret[STAMP_BYTES]);

#endif
