/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_ADDRESS_H
#define PRESSMARK_INDEXER_LINKS_ADDRESS_H

/* Where references lead, as far as that can be said without a look at what is there. */

#include "base/buf.h"

/* Appends the path that a reference stands for: percent-decoded, without query and place in the
 * page, "." and ".." taken out. path: of the page that it stands in, as the index stores it. base:
 * what <base> says, a reference too; empty: nothing. What begins with a "/" keeps it: that is
 * either a path of the file system or one below a folder above the page. false, with nothing
 * appended: it leads out of the files that an index can hold, or to the page itself. */
bool address_resolve(struct str path, struct str base, struct str reference, struct buf *out);

/* Appends the path of a member of an archive: as if the archive was a folder. */
void address_append_member(struct buf *out, struct str archive, struct str member);

/* A number, never 0, that paths have in common which a reference may take for each other: those
 * that differ in case and in the ending of a page ("a/B.html", "a/b.md", "a/b"), and a folder and
 * the index page in it ("a/", "a/index.html"). */
uint64_t address_key(struct str path);
/* The same for names of pages wherever they are: "Some page" for "wiki/some-page.md". */
uint64_t address_name_key(struct str path_or_name);

/* How badly a page answers to a path, from 0: it is the path. Only of those with the same key.
 * source: the path of the page with the reference: of pages that differ in their ending that with
 * the source's fits better. */
unsigned address_misfit(struct str wanted, struct str page, struct str source);

#endif
