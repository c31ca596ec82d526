/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_HTML_SHORTEN_H
#define PRESSMARK_INDEXER_FORMATS_HTML_SHORTEN_H

/* Shortens pages for libxml2, which executes a hundred instructions for each character of an
 * attribute. */

#include "indexer/formats/shared/extras.h"

/* Returns a page, already processed by html_repair(), without the attributes that the reader of
 * HTML never uses, such as styles and tool tips, and without classes that have no word of
 * class_words.h. The result is the page itself or a copy in buffer, with the same lines.
 * Attributes with texts for people, such as tool tips and labels, are added to extras; the page
 * begins on line first_line.
 * *ret_is_monstrous is the result of html_has_monstrous_tag(). */
struct str html_shorten(struct str page, uint32_t first_line, struct buf *buffer,
                        struct extras *extras, bool *ret_is_monstrous);

#endif
