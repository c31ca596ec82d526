/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_OUTGOING_H
#define PRESSMARK_INDEXER_LINKS_OUTGOING_H

/* The links of a file's documents, as a string of bytes; none where no document has any. For each
 * document that has any, stands for another, or is the member of an archive, which others may lead
 * to, of varints and counted strings (base/buf.h):
 *
 *     the number of the document in its file, from 0
 *     its language
 *     the member that it is; empty: it is none. It counts as a file below the archive.
 *     what it has moved to, a path as address_resolve() gives it; empty: nothing
 *     its links, counted as a whole
 *
 * of which each is:
 *
 *     how much of the target before it it has in common << 1 | kind
 *     the rest of the target: a path, or the name of a page
 *     the words
 *
 * A link to the same target by the same words is there once a document, and a target by no more
 * than OUTGOING_MAX_WORDINGS different words: no page lifts another by the number of its links. */

#include "base/buf.h"
#include "indexer/document/document.h"

enum { OUTGOING_MAX_WORDINGS = 4 };

struct outgoing; /* the links of one file; one thread at a time */

struct outgoing *outgoing_new(void);
void outgoing_free(struct outgoing *o);
void outgoing_start(struct outgoing *o);
/* Adds the links of the next document of the file. */
void outgoing_add(struct outgoing *o, const struct document *d);
/* Those of the file, valid until the next outgoing_start(); empty: there are none. */
struct str outgoing_links(const struct outgoing *o);

/* ---- reading ---- */

struct outgoing_document {
    uint32_t number;
    struct str language, member, moved_to;
    struct str links;
};

struct outgoing_link {
    enum document_link_kind kind;
    struct str target; /* valid until the next one is taken */
    struct str words;
};

/* Takes a document off the front of links. false: there is none, or they are damaged. */
bool outgoing_take_document(struct str *links, struct outgoing_document *ret);
/* Takes a link off the front of a document's; target: room for the target, empty before the first.
 * false: they are damaged. */
bool outgoing_take_link(struct str *links, struct buf *target, struct outgoing_link *ret);

#endif
