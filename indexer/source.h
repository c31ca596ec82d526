/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCE_H
#define PRESSMARK_INDEXER_SOURCE_H

/* What all readers of extract.h do with their source. */

#include "base/buf.h"
#include "indexer/extract.h"

/* An empty document with what the source says of it. */
void source_begin(struct document *d, const struct extract_source *source, struct arena *arena,
                  enum extract_format format);

/* The text with "\n" for "\r\n" and "\r": itself, or a copy in buffer. */
struct str source_unix_lines(struct str text, struct buf *buffer);

#endif
