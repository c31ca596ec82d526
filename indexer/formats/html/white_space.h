/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_WHITE_SPACE_H
#define PRESSMARK_INDEXER_FORMATS_HTML_WHITE_SPACE_H

/* How the white space of a page's text is read. line is the line of the page where text begins. */

#include "indexer/document/flow.h"

/* Adds text with its white space, as within <pre>. */
void html_add_verbatim(struct flow *flow, struct str text, uint32_t line);
/* Adds text with each run of white space as one gap. */
void html_add_folded(struct flow *flow, struct str text, uint32_t line);

#endif
