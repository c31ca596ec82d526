/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MARKUP_MARKDOWN_DEFINITIONS_H
#define PRESSMARK_INDEXER_FORMATS_MARKUP_MARKDOWN_DEFINITIONS_H

/* Limits the work that definitions of links ("[a]: target") cause in Markdown. */

#include "base/buf.h"
#include "indexer/unpack/budget.h"

/* md4c scans a definition for each link that refers to it, so long definitions are turned into text
 * if there are many links, which is reported through the budget. Returns text, or a copy in
 * buffer. */
struct str markdown_limit_definitions(struct str text, struct budget *budget, struct buf *buffer);

#endif
