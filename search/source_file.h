/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_SOURCE_FILE_H
#define PRESSMARK_SEARCH_SOURCE_FILE_H

/* The file that a document was read from, on this machine. */

#include "base/stamp.h"
#include "store/record.h"

struct source_state {
    bool is_stale; /* the file has changed since the document was indexed, judging by its size and
                      time, or has disappeared */
    bool is_gone;
    char mtime[STAMP_BYTES]; /* when it was last modified, in UTC; empty if that is unknown */
};

/* Returns the state that the file has now. A document from standard input has no file. */
struct source_state source_file_look(const struct record *r, struct str path);

/* Reads the file if the anchors of the document are in it. Leaves out, which must be empty, as it
 * is if they are not, or if the file cannot be read. */
void source_file_read(const struct record *r, struct str path, struct buf *out);

#endif
