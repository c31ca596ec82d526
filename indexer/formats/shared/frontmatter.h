/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_H

/* The block of metadata at the head of a Markdown file. */

#include "indexer/document/document.h"

/* Reads YAML ("---" to "---" or "..."), TOML ("+++" to "+++") or JSON ("{" to "}" and an empty
 * line) at the head of text: title and language of d, all else as its fields. Scalars, lists of
 * scalars and one level of nesting (parent_child) are read, other values and what is malformed left
 * out. Returns the length of the block with its last line break; 0 when there is none. text has
 * "\n" line ends. */
size_t frontmatter_read(struct str text, struct document *d);

#endif
