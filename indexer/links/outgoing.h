/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_OUTGOING_H
#define PRESSMARK_INDEXER_LINKS_OUTGOING_H

/* Encodes the links of a file's documents as a string, which is empty if there are none. It has an
 * entry for each document that has links, has moved, or is a member of an archive (which links may
 * lead to), of varints and counted strings (base/buf.h):
 *
 *   the number of the document in its file, from 0
 *   its language
 *   the archive member that it is, empty if none; it counts as a file below the archive
 *   where it has moved to, a path as from address_resolve(); empty if it has not
 *   its links, counted as a whole
 *
 * and each link consists of
 *
 *   the number of bytes shared with the previous target << 1 | kind
 *   the rest of the target: a path, or the name of a page
 *   the words
 *
 * In each document, a link with the same target and words is recorded once, and a target with at
 * most OUTGOING_MAX_WORDINGS different wordings, so that no page can promote another by many
 * links. */

#include "base/buf.h"
#include "indexer/document/document.h"

enum { OUTGOING_MAX_WORDINGS = 4 };

struct outgoing; /* the links of one file; for one thread at a time */

struct outgoing *outgoing_new(void);
void outgoing_free(struct outgoing *o);
/* Starts the next file. */
void outgoing_start(struct outgoing *o);
/* Adds the links of the file's next document. */
void outgoing_add(struct outgoing *o, const struct document *d);
/* Returns the links of the file, valid until the next outgoing_start(); empty if there are none. */
struct str outgoing_links(const struct outgoing *o);

/* ---- reading ---- */

struct outgoing_document {
    uint32_t number;
    struct str language, member, moved_to;
    struct str links;
};

struct outgoing_link {
    enum document_link_kind kind;
    struct str target; /* valid until the next link is taken */
    struct str words;
};

/* Removes the first document from links. Returns false if there is none, or if links is damaged. */
bool outgoing_take_document(struct str *links, struct outgoing_document *ret);
/* Removes the first link from those of a document. target is a buffer for the target, empty for the
 * first link. Returns false if the links are damaged. */
bool outgoing_take_link(struct str *links, struct buf *target, struct outgoing_link *ret);

#endif
