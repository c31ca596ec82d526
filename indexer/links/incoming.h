/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_INCOMING_H
#define PRESSMARK_INDEXER_LINKS_INCOMING_H

/* Inverts the links of all documents: collects what leads to each. Call the functions in this
 * order: add the pages, then the members of all files, then their moves, then their links. The
 * order of files within each step does not matter. */

#include "base/err.h"
#include "indexer/links/outgoing.h"

struct incoming;

struct incoming *incoming_new(void);
void incoming_free(struct incoming *in);

/* Adds a document that links may lead to. path is borrowed. */
void incoming_add_page(struct incoming *in, struct str path, uint32_t docid);

/* Adds the members of archives among the documents of a file, which are pages, too. Returns
 * ERR_CORRUPT if links is damaged. */
enum err_code incoming_add_members(struct incoming *in, struct str path, uint32_t first_docid,
                                   struct str links, struct err *err);

/* Add what has moved, and the links, of a file (outgoing.h); first_docid is the number of its first
 * document. Links to a page that has moved lead to its new place. Return ERR_CORRUPT if links is
 * damaged. */
enum err_code incoming_add_moves(struct incoming *in, struct str path, uint32_t first_docid,
                                 struct str links, struct err *err);
enum err_code incoming_add_links(struct incoming *in, struct str path, uint32_t first_docid,
                                 struct str links, struct err *err);

/* A wording of links to a document. */
struct incoming_wording {
    uint32_t docid;
    uint32_t n_pages; /* pages that use it */
    uint32_t last;    /* the last document that used it */
    struct str words, language;
};

/* Returns the wordings after all links were added, sorted by docid, words and language. Valid as
 * long as in. */
const struct incoming_wording *incoming_wordings(struct incoming *in, size_t *ret_n);

#endif
