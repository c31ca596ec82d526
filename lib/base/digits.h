/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_DIGITS_H
#define PRESSMARK_BASE_DIGITS_H

/* Converts numbers as people write them to plain digits. */

#include "base/buf.h"

/* How to read a single full stop or comma before three digits, as in "1.299" and "1,299". */
enum digits_reading {
    DIGITS_COMMA_GROUPS, /* as in English: "1,299" is 1299, and "1.299" has decimals */
    DIGITS_BOTH_GROUP,   /* "1.299" is 1299 too */
};

/* Appends s, digits with separators such as "1,200,000", "1.299,50", "1'350", "12,34,567", "0,5" or
 * "1 234" (also with no-break spaces), as digits with a "." before decimals. Groups have three
 * digits, or two before the last one (as in India), and the first group has no more digits than
 * these. Returns false, and appends nothing, if s is not such a number. */
bool digits_append_plain(struct buf *out, struct str s, enum digits_reading reading);

/* Appends a whole number, given as plain digits, with a sign between its groups: of three digits,
 * or of group digits before the last three. */
void digits_append_grouped(struct buf *out, struct str digits, char sign, size_t group);

/* Returns the length of the separator of groups at offset, or 0 if there is none: an ASCII comma,
 * full stop, apostrophe or space, a typographic apostrophe, or a no-break space. */
size_t digits_separator_at(struct str s, size_t offset);

#endif
