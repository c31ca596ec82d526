/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_EMITTED_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_EMITTED_H

/* A described document as a JSON object, and back. The names are those of a hit that
 * pressmark-search prints; "pressmark" marks the object as ours, so that it is read as the document
 * that it was, and not as anybody's record. */

#include "base/buf.h"
#include "indexer/document/document.h"
#include "indexer/formats/shared/json_node.h"

enum { EMITTED_FORMAT = 1 }; /* the value of "pressmark" */

/* Appends the object, on one line without its end. A document that is a whole file gets its path
 * for an id. */
void emitted_append(struct buf *out, const struct document *d);

bool emitted_is(const struct json_node *record);
/* Reads such an object: everything but path and line, which are those that d has now, and those of
 * the stretches of the text. Strings are borrowed from record. */
void emitted_read(struct document *d, const struct json_node *record);

#endif
