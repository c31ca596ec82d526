/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_TITLE_DOUBTS_H
#define PRESSMARK_INDEXER_DESCRIBE_TITLE_DOUBTS_H

/* Tells lines that are no title of a plain text from headlines. */

#include "indexer/describe/head.h"

/* Returns whether the name of the file is a better title than the headline or first sentence that
 * was found in the text. head has the first lines of d. */
bool title_is_doubtful(const struct document *d, struct head *head, struct str title,
                       bool is_sentence);

/* Returns whether a heading is that of an entry of a log of changes, judging by the conventional
 * name of the file at path: "pkg 1.2" in "NEWS.md". */
bool title_is_of_entry(struct str path, struct str title);

#endif
