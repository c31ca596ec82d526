/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_ORG_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_ORG_H

/* The two halves of the reader of Org: blocks, and what is inside a paragraph. */

#include "indexer/formats/shared/pen.h"

/* Writes the paragraph [start, end) of the source without its inline markup. */
void org_write_inline(struct pen *pen, size_t start, size_t end);

#endif
