/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_HEADLINE_H
#define PRESSMARK_INDEXER_DESCRIBE_HEADLINE_H

/* Chooses a title for a text that does not declare one. */

#include "base/arena.h"
#include "indexer/describe/head.h"

enum { HEADLINE_MAX_BYTES = 200 };

/* Returns the headline of a text or, if it has none, its first sentence cut to the length of a
 * title. Returns the empty string if the text begins with neither. *ret_is_sentence tells whether
 * it is a sentence, whole or cut, which is less informative than a headline. has_headings says that
 * the text could have had a real heading: then only a line by itself counts as a headline. */
struct str headline_find(struct head *h, bool has_headings, struct arena *arena,
                         bool *ret_is_sentence);

#endif
