/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_ASCIIDOC_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_ASCIIDOC_H

/* The two halves of the reader of AsciiDoc: blocks, and what is inside a paragraph. */

#include "indexer/document/document.h"
#include "indexer/formats/shared/pen.h"

/* Writes the paragraph [start, end) of the source without its inline markup; "{name}" is what a
 * field of d of that name says. */
void asciidoc_write_inline(struct pen *pen, const struct document *d, struct budget *budget,
                           size_t start, size_t end);

#endif
