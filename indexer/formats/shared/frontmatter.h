/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_H

/* The block of metadata at the head of a file of Markdown and the like. */

#include "indexer/document/document.h"

/* Reads YAML ("---" to "---" or "..."), TOML ("+++" to "+++") or JSON ("{" to "}" and an empty
 * line) at the head of text, behind empty lines: title and language of d, all else as its fields,
 * those of nested ones under joined names (parent_child). What is malformed is read line by line.
 * Returns the length of the block with its last line break; 0 when there is none. text has
 * "\n" line ends. */
size_t frontmatter_read(struct str text, struct document *d);

/* The same for lines without a fence, "Title: A page" and the like, up to an empty one: two at
 * least, of which the first has a name that such lines begin with. */
size_t frontmatter_read_plain(struct str text, struct document *d);

#endif
