/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_HEAD_H
#define PRESSMARK_INDEXER_FORMATS_HTML_HEAD_H

/* What the attributes of <html>, <meta>, <link> and <base> say about a page. */

#include "indexer/formats/html/attributes.h"
#include "indexer/formats/html/meta.h"

/* Takes the attributes of an element into m and d. Returns false if the element
 * is none of these. */
bool html_head_take(struct html_meta *m, struct document *d, const char *name,
                    struct html_attributes attributes);

#endif
