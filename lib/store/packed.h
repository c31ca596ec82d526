/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_PACKED_H
#define PRESSMARK_STORE_PACKED_H

/* Packs bytes for metadata that only indexers read: their number as a varint, then a zstd frame. */

#include "base/buf.h"

/* Appends the packed bytes to out. */
void packed_append(struct buf *out, struct str bytes);
/* Appends the bytes to out. Returns false, and appends nothing, if packed is damaged. */
bool packed_read(struct str packed, struct buf *out);

#endif
