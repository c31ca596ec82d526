/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_PARTS_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_FRONTMATTER_PARTS_H

/* Declarations that the files of the reader of front matter share (frontmatter.h). */

#include "indexer/document/document.h"

/* Joins "a" and "b" to "a_b". The result is on d's arena unless one of them is empty. */
struct str frontmatter_join_names(struct document *d, struct str parent, struct str name);

/* Takes a value as the title, the language or a field of d. */
void frontmatter_take(struct document *d, struct str parent, struct str name, struct str value);

/* ---- frontmatter_yaml.c ---- */

/* Reads a mapping: with libyaml or, if it is malformed, member by member and line by line. Returns
 * false if block is not a mapping. */
bool frontmatter_read_yaml(struct str block, struct document *d);

/* Takes each line by itself: "key: value", or "- item" and other lines as values of the key
 * above. */
void frontmatter_read_lines(struct str lines, struct document *d);

/* Returns the offset of the value in "key: value"; 0 if the line has no key. */
size_t frontmatter_key_bytes(struct str line);

/* Returns the key of such a line. */
struct str frontmatter_key_of(struct str line);

/* Returns s without white space and quotation marks at its ends. */
struct str frontmatter_unquote(struct str s);

/* ---- frontmatter_toml.c ---- */

void frontmatter_read_toml(struct str block, struct document *d);

#endif
