/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_DOCUMENT_NAME_H
#define PRESSMARK_STORE_DOCUMENT_NAME_H

/* What tells a document from all others of an index: its path and, of a record or member, its id.
 */

#include "base/buf.h"

/* Appends the document's unique term: PREFIX_ID path, then "#" id where there is one, its end
 * replaced by a hash where it is longer than a term may be. */
void document_name_append(struct buf *out, struct str path, struct str id);

/* Whether a unique term is as long as those whose end is a hash. */
bool document_name_may_be_cut(struct str term);

/* A short name for people and programs: a hash of the absolute path and the id, the same as long as
 * these are, whichever index the document is in. Two of a million documents share one with a
 * probability below 1 in 2000. */
enum { DOCUMENT_REF_BYTES = 11 }; /* with the NUL */
void document_name_ref(struct str absolute_path, struct str id, char ret_ref[DOCUMENT_REF_BYTES]);

/* Whether s has the form of one. */
bool document_name_is_ref(struct str s);

#endif
