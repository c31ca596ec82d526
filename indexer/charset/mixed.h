/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_CHARSET_MIXED_H
#define PRESSMARK_INDEXER_CHARSET_MIXED_H

/* Files of which some lines are UTF-8 and others are in another character set, such as logs that
 * were continued after a program had changed. Thread-safe. */

#include "base/buf.h"

/* The characters outside ASCII and the ill-formed sequences of a text, read as UTF-8. */
struct mixed_counts {
    size_t characters, errors;
};
/* Counts them in s, and ends early when there are more than max_errors errors and the text is in
 * another character set by then. */
struct mixed_counts mixed_count(struct str s, size_t max_errors);
/* Returns whether a text with these counts is in another character set than UTF-8. */
bool mixed_is_foreign(struct mixed_counts c);

/* Returns whether bytes, which are not valid UTF-8, are such a file: it has lines of UTF-8 with too
 * many characters outside ASCII for an accident. */
bool mixed_is(struct str bytes);

/* Appends the file as UTF-8. The lines that are not UTF-8 are converted from the character set that
 * all of them together seem to be in, except for lines of UTF-8 with few errors. Returns the number
 * of sequences that became U+FFFD. */
size_t mixed_append(struct buf *out, struct str bytes);

/* Returns whether bytes are a calendar or an address book in UTF-8 in which the folding of long
 * lines has cut characters in two. It is put into out, which is empty before and stays so on
 * failure, with the lines folded after those. */
bool mixed_unfold(struct str bytes, struct buf *out);

#endif
