/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_ASCIIDOC_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_ASCIIDOC_H

/* The interface between the two parts of the AsciiDoc reader: blocks and inline markup. */

#include "indexer/document/document.h"
#include "indexer/formats/shared/pen.h"

/* Writes the paragraph [start, end) of the source without inline markup. "{name}" is replaced by
 * the field of d with that name, paid for with budget. */
void asciidoc_write_inline(struct pen *pen, const struct document *d, struct budget *budget,
                           size_t start, size_t end);

#endif
