/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_SHORTEN_H
#define PRESSMARK_INDEXER_FORMATS_HTML_SHORTEN_H

/* Makes pages shorter for libxml2, which takes a hundred instructions for each character of an
 * attribute. */

#include "base/buf.h"

/* Returns a page, which html_repair() has seen, without attributes that the reader of HTML never
 * looks at, such as styles and tool tips, and without classes that have no word of class_words.h.
 * It is the page itself or a copy in buffer, with the same lines. *ret_is_monstrous says what
 * html_has_monstrous_tag() says. */
struct str html_shorten(struct str page, struct buf *buffer, bool *ret_is_monstrous);

#endif
