/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_HEADLINE_H
#define PRESSMARK_INDEXER_DESCRIBE_HEADLINE_H

/* The title of a text that does not say which it is. */

#include "base/arena.h"
#include "indexer/describe/head.h"

enum { HEADLINE_MAX_BYTES = 200 };

/* The headline of a text; when it has none its first sentence, cut to a title's length; empty when
 * it begins with neither. *ret_is_sentence: it is a sentence, whole or cut, which tells less than a
 * headline. */
struct str headline_find(struct head *h, struct arena *arena, bool *ret_is_sentence);

#endif
