/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_PACKED_COMPOUND_H
#define PRESSMARK_INDEXER_FORMATS_PACKED_COMPOUND_H

/* Reads compound files, the file systems within a file that hold what Office programs embed in
 * their documents. */

#include "base/buf.h"

/* Finds the file that an embedded object contains and replaces file by its bytes, and name, in
 * UTF-8, by its name, which may be empty. Returns false if there is none: the object is a formula
 * or a picture, for example, or is damaged. */
bool compound_find_file(struct str object, struct buf *file, struct buf *name);

/* Receives a file, whose name may be empty. Returns false to get no more. */
typedef bool compound_output(void *ctx, struct str name, struct str bytes);
/* Passes on the files that are embedded in a compound file, such as an old Office document. */
void compound_each_file(struct str document, compound_output *output, void *ctx);

#endif
