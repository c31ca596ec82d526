/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_RST_LINES_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_RST_LINES_H

/* Recognises what a line of reStructuredText is. Lines are passed without white space around them.
 */

#include "base/str.h"

/* Returns the character of an adornment, a line of two or more of the same punctuation character; 0
 * for other lines. */
char rst_adornment(struct str text);
/* Returns whether text is an adornment that is long enough for a title above it. */
bool rst_is_adornment_of(struct str text, struct str title);
/* Returns the length of the name in ":name: value" of a field list; 0 if it is not a field. */
size_t rst_field_name(struct str text);
/* Returns the length of the name in a field that lacks the colon after it, ":author Ann Lee", or 0
 * if text is none. */
size_t rst_unended_field_name(struct str text);
/* Returns whether text is a rule of a table, "+---+---+" or "=== ===". */
bool rst_is_table_rule(struct str text);
/* Returns the length of a list marker with its blank: "- ", "#. ", "12. ", "(a) "; 0 if there is
 * none. */
size_t rst_bullet_length(struct str text);

#endif
