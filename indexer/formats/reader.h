/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_READER_H
#define PRESSMARK_INDEXER_FORMATS_READER_H

/* What all readers of extract.h do with their source. */

#include "base/buf.h"
#include "indexer/formats/formats.h"

/* An empty document with what the source says of it. */
void reader_begin(struct document *d, const struct reader_input *input, struct arena *arena,
                  enum format format);

/* The text with "\n" for "\r\n" and "\r": itself, or a copy in buffer. */
struct str reader_unix_lines(struct str text, struct buf *buffer);

#endif
