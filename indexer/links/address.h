/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_ADDRESS_H
#define PRESSMARK_INDEXER_LINKS_ADDRESS_H

/* Resolves references of links to paths, without looking at what exists. */

#include "base/buf.h"

/* Appends the path that a reference stands for: percent-decoded, without query and fragment, with
 * "." and ".." resolved. path is that of the page with the reference, as the index stores it. base
 * is the reference in <base>, or empty. A result that begins with "/" is either a path of the file
 * system or relative to some folder above the page. Returns false, and appends nothing, if the
 * reference cannot lead to a file in an index. */
bool address_resolve(struct str path, struct str base, struct str reference, struct buf *out);

/* Appends the path of an archive member, with the archive as a folder. */
void address_append_member(struct buf *out, struct str archive, struct str member);

/* Returns a number, never 0, that is the same for paths that a reference may confuse: those that
 * differ in case or in the ending of a page ("a/B.html", "a/b.md", "a/b"), and a folder and its
 * index page ("a/", "a/index.html"). */
uint64_t address_key(struct str path);
/* Does the same for names of pages in any folder: "Some page" for "wiki/some-page.md". */
uint64_t address_name_key(struct str path_or_name);

/* Returns how badly a page fits a wanted path with the same key; 0 means that it is the path.
 * source is the path of the page with the reference: of pages that differ in their ending, the one
 * with the source's ending fits better. */
unsigned address_misfit(struct str wanted, struct str page, struct str source);

#endif
