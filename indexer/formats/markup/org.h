/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_ORG_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_ORG_H

/* The interface between the two parts of the Org reader: blocks and inline markup. */

#include "indexer/formats/shared/pen.h"

/* Writes the paragraph [start, end) of the source without inline markup. */
void org_write_inline(struct pen *pen, size_t start, size_t end);

#endif
