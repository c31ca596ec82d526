/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_DOCUMENT_NAME_H
#define PRESSMARK_STORE_DOCUMENT_NAME_H

/* The names that identify a document: its unique term, made of its path and, for a record or an
 * archive member, its id; and the short reference that is printed with a hit. */

#include "base/buf.h"

/* Appends the document's unique term to out: PREFIX_ID and the path, followed by "#" and the id if
 * there is one. If that is longer than a term may be, a hash replaces its end. */
void document_name_append(struct buf *out, struct str path, struct str id);

/* Returns how many bytes of a term's beginning stay if its end is replaced by a hash. */
size_t document_name_kept(struct str term);

/* Returns true if a unique term has the length of those whose end was replaced by a hash. */
bool document_name_may_be_cut(struct str term);

/* Writes the document's reference, a short name for people and programs: a hash of the absolute
 * path and the id. It is the same in every index, and stays the same as long as path and id do.
 * The probability that any two of a million documents share a reference is below 1 in 2000. */
enum { DOCUMENT_REF_BYTES = 11 }; /* including the NUL */
void document_name_ref(struct str absolute_path, struct str id, char ret_ref[DOCUMENT_REF_BYTES]);

/* Returns true if s has the form of a reference. */
bool document_name_is_ref(struct str s);

#endif
