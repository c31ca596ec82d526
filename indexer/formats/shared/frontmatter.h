/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_H

/* Reads front matter: the block of metadata at the start of a Markdown or similar file. */

#include "indexer/document/document.h"

/* Reads YAML ("---" to "---" or "..."), TOML ("+++" to "+++") or JSON ("{" to "}" and an empty
 * line) at the start of text, after empty lines except for JSON. Sets title and language of d;
 * everything else becomes fields, nested ones with joined names (parent_child). Malformed YAML is
 * read line by line. Returns the length of the block including its last line break, or 0 if there
 * is none. text must have "\n" line ends. */
size_t frontmatter_read(struct str text, struct document *d);

/* Does the same for lines without a fence, such as "Title: A page", up to an empty line. There must
 * be at least two; the first must have one of the usual names, or one of them must be the title. */
size_t frontmatter_read_plain(struct str text, struct document *d);

/* Does the same, but only if one of the lines is the title. This is for plain text, where lines
 * with colons may be anything. */
size_t frontmatter_read_titled(struct str text, struct document *d);

#endif
