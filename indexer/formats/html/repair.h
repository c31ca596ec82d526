/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_REPAIR_H
#define PRESSMARK_INDEXER_FORMATS_HTML_REPAIR_H

/* Repairs markup that browsers accept and libxml2 misreads. */

#include "indexer/formats/shared/extras.h"

/* Returns the page itself or a repaired copy in buffer, with the same lines. Numeric references
 * become the characters that browsers show ("&#146;" is an apostrophe in windows-1252, invalid
 * numbers are U+FFFD, "&#" without a number is text). Comments that end early ("<!-->", "--!>") are
 * closed there, invalid declarations ("<![endif]>", "</ >") are removed, and the contents of
 * elements like title and textarea are escaped. Alternative content (noscript, object, canvas) is
 * reduced to its words; those of svg, iframe, template and the like are moved to extras, and so are
 * scripts that are texts. The page begins on line first_line. */
struct str html_repair(struct str page, uint32_t first_line, struct buf *buffer,
                       struct extras *extras);

#endif
