/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_SOURCE_FILE_H
#define PRESSMARK_SEARCH_SOURCE_FILE_H

/* The file that a document was read from, on this machine. */

#include "store/record.h"

/* Returns true if the file has changed since the document was indexed, judging by its size and
 * time, or if it has disappeared, which *ret_is_gone then says. */
bool source_file_is_stale(const struct record *r, struct str path, bool *ret_is_gone);

/* Reads the file if the anchors of the document are in it. Leaves out, which must be empty, as it
 * is if they are not, or if the file cannot be read. */
void source_file_read(const struct record *r, struct str path, struct buf *out);

#endif
