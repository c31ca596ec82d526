/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_INFO_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_INFO_H

/* Manuals in the form of Info, which are plain text. */

#include "indexer/document/document.h"

/* Marks the headings and the defined terms in the document's text, which is final. Does nothing
 * unless it is of Info. */
void info_mark_parts(struct document *d);

#endif
