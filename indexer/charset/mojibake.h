/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_CHARSET_MOJIBAKE_H
#define PRESSMARK_INDEXER_CHARSET_MOJIBAKE_H

/* UTF-8 that some program took for windows-1252 or Latin-1 and wrote as UTF-8 again, once or more
 * often: "cafÃ©" for "café". */

#include "base/buf.h"

/* Undoes it where that is certain: every character outside ASCII is part of such a sequence, and
 * one of them at least is what nobody writes on purpose. Returns how often it was undone, *text
 * then lies in buffer, whose former contents it may be; 0: the text is left as it is. A text
 * without mojibake costs one memchr(). Thread-safe. */
unsigned mojibake_undo(struct str *text, struct buf *buffer);

#endif
