/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_JSON_STRING_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_JSON_STRING_H

/* The strings of JSON without their escapes. */

#include "base/arena.h"

/* Returns true if "\u" escapes are bytes of UTF-8 and not characters, as in exports of Facebook and
 * Instagram ("K\u00c3\u00b6ln"). Examines the beginning of source, where every character outside
 * ASCII must be part of such a sequence, and there must be at least two. */
bool json_string_is_of_bytes(struct str source);

/* Returns the value of the string literal with s between its quotes, as valid UTF-8. */
struct str json_string_unescape(struct str s, bool is_of_bytes, struct arena *arena);

#endif
