/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_INCOMING_H
#define PRESSMARK_INDEXER_LINKS_INCOMING_H

/* The links of all documents turned round: what leads to each. Pages are added first, then the
 * members of all files, then their moves, then the links of all files, in any order; what comes of
 * it depends on nothing else.
 */

#include "base/err.h"
#include "indexer/links/outgoing.h"

struct incoming;

struct incoming *incoming_new(void);
void incoming_free(struct incoming *in);

/* A document that links may lead to. path is borrowed. */
void incoming_add_page(struct incoming *in, struct str path, uint32_t docid);

/* The members of archives among the documents of a file: pages too. ERR_CORRUPT. */
enum err_code incoming_add_members(struct incoming *in, struct str path, uint32_t first_docid,
                                   struct str links, struct err *err);

/* What moved, and the links, of a file (outgoing.h), whose first document has a number. Links to
 * what has moved lead to where it is now. ERR_CORRUPT. */
enum err_code incoming_add_moves(struct incoming *in, struct str path, uint32_t first_docid,
                                 struct str links, struct err *err);
enum err_code incoming_add_links(struct incoming *in, struct str path, uint32_t first_docid,
                                 struct str links, struct err *err);

/* The words that lead to a document. */
struct incoming_wording {
    uint32_t docid;
    uint32_t n_pages; /* that have them */
    uint32_t last;    /* the document that had them last */
    struct str words, language;
};

/* After all links: the wordings by ascending docid, those of a document by words and language.
 * Valid as long as in. */
const struct incoming_wording *incoming_wordings(struct incoming *in, size_t *ret_n);

#endif
