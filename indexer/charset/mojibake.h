/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_CHARSET_MOJIBAKE_H
#define PRESSMARK_INDEXER_CHARSET_MOJIBAKE_H

/* Repairs mojibake: UTF-8 that some program took for windows-1252 or Latin-1 and encoded as UTF-8
 * again, possibly several times, as in "cafÃ©" for "café". */

#include "base/buf.h"

/* Repairs text if that is certain: each character outside ASCII is part of such a sequence, and at
 * least one is what nobody writes on purpose. Returns how many times the encoding was undone; *text
 * then points into buffer, which *text may also have used before. Returns 0 if the text is left as
 * it is. Most texts without mojibake cost one memchr(). Thread-safe. */
unsigned mojibake_undo(struct str *text, struct buf *buffer);

#endif
