/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_FIELD_NAME_H
#define PRESSMARK_TEXT_FIELD_NAME_H

/* Names of fields: as documents have them, in any script, and as queries name them. */

#include "base/buf.h"

#include <stdint.h>

/* The greatest length of a name in bytes. The rest of a longer one is dropped. */
enum { FIELD_NAME_MAX_BYTES = 64 };

/* Appends a name as it is stored and shown: in lower case, with letters, digits, "-" and "."
 * unchanged and everything else as a single "_". A name of which nothing is left becomes
 * "unnamed". */
void field_name_clean(struct str name, struct buf *out);

/* Appends the form by which a clean or typed name is found: it is folded as words are, so that
 * "größe" becomes "grosse". Folding is idempotent. */
void field_name_fold(struct str name, struct buf *out);

/* Appends a name as the terms of the index have it: folded, with ASCII letters in upper case. */
void field_name_append_term(struct str name, struct buf *out);

/* Removes "fields." from the beginning of a name that a user gave. It says that the documents' own
 * field is meant, even if "type", for example, is something else. Returns whether it was there. */
bool field_name_strip(struct str *name);

/* Returns true if c, in lower or upper case, is kept in a name: a letter, a mark or a digit. */
bool field_name_is_letter(uint32_t c);

#endif
