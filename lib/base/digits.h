/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BASE_DIGITS_H
#define PRESSMARK_BASE_DIGITS_H

/* Numbers as people write them, and as machines do. */

#include "base/buf.h"

/* What a lone full stop, or comma, before three digits is: "1.299" and "1,299" may be either. */
enum digits_reading {
    DIGITS_COMMA_GROUPS, /* as in English: "1,299" is 1299, "1.299" has decimals */
    DIGITS_BOTH_GROUP,   /* "1.299" is 1299, too */
};

/* Appends s, digits with separators as "1,200,000", "1.299,50", "1'350", "12,34,567", "0,5" or
 * "1 234" (also with blanks that do not break), as digits with a "." before decimals. Groups have
 * three digits, or two before the last (as in India), and the first has no more. False, and nothing
 * is appended: s is no such number. */
bool digits_append_plain(struct buf *out, struct str s, enum digits_reading reading);

/* The length of the sign between two groups of digits at offset: ASCII's comma, full stop,
 * apostrophe and blank, the apostrophe of print, and blanks that do not break; 0: there is none. */
size_t digits_separator_at(struct str s, size_t offset);

#endif
