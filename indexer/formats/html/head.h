/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_HEAD_H
#define PRESSMARK_INDEXER_FORMATS_HTML_HEAD_H

/* What the attributes of <html>, <meta>, <link> and <base> say about a page. */

#include "indexer/formats/html/meta.h"

#include <libxml/xmlstring.h>

/* Takes the attributes (see attributes.h) of an element into m and d. Returns false if the element
 * is none of these. */
bool html_head_take(struct html_meta *m, struct document *d, const char *name,
                    const xmlChar **attributes);

#endif
