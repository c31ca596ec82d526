/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_FIELD_NAME_H
#define PRESSMARK_TEXT_FIELD_NAME_H

/* Names of fields: as a document gives them, in any script, and as they are asked for. */

#include "base/buf.h"

#include <stdint.h>

/* No name is longer, in bytes; the rest of a longer one is left out. */
enum { FIELD_NAME_MAX_BYTES = 64 };

/* Appends a name as it is stored and shown: in lower case, letters, digits, "-" and "." as they
 * are, everything else one "_". A name of which nothing is left is "unnamed". */
void field_name_clean(struct str name, struct buf *out);

/* Appends what a clean name, or one that was typed, is found by: folded as words are, so that
 * "größe" is "grosse". Folding what is folded changes nothing. */
void field_name_fold(struct str name, struct buf *out);

/* Appends a name as the index's terms have it: folded, with capitals for letters of ASCII. */
void field_name_append_term(struct str name, struct buf *out);

/* Whether c, of a name in lower or upper case, stays as it is: a letter, a mark or a digit. */
bool field_name_is_letter(uint32_t c);

#endif
