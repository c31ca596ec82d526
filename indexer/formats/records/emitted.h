/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_EMITTED_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_EMITTED_H

/* Converts a described document to a JSON object and back. The names are those of a hit printed by
 * pressmark-search. The member "pressmark" marks the object as ours, so that it is read as the
 * original document rather than as a record. */

#include "base/buf.h"
#include "indexer/document/document.h"
#include "indexer/formats/shared/json_node.h"

enum { EMITTED_FORMAT = 1 }; /* the value of "pressmark" */

/* Appends the object on one line, without a line end. A document that is a whole file gets its path
 * as its id. */
void emitted_append(struct buf *out, const struct document *d);

/* Returns whether a record is such an object. */
bool emitted_is(const struct json_node *record);
/* Reads such an object into d, except for path, line and the line marks of the text: path and line
 * remain those that d has. Strings are borrowed from record. */
void emitted_read(struct document *d, const struct json_node *record);

#endif
