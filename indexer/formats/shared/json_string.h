/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_JSON_STRING_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_JSON_STRING_H

/* The strings of JSON without their escapes. */

#include "base/arena.h"

/* Whether what stands in "\u" escapes are bytes of UTF-8 and not characters, as exports of Facebook
 * and Instagram have it ("K\u00c3\u00b6ln"): looks at the beginning of source, and wants every
 * character outside ASCII to be part of such a sequence, and two at least. */
bool json_string_is_of_bytes(struct str source);

/* The string that s, which stands between quotes, means: valid UTF-8. */
struct str json_string_unescape(struct str s, bool is_of_bytes, struct arena *arena);

#endif
