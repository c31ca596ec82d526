/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_INCOMING_LINKS_H
#define PRESSMARK_INDEXER_BUILD_INCOMING_LINKS_H

/* Connects the links of all files with the documents that they lead to, and makes terms of their
 * words, for builds and updates. */

#include "indexer/analysis/analyse.h"
#include "indexer/links/incoming.h"
#include "indexer/links/link_store.h"
#include "indexer/sources/known_files.h"

/* Adds files and their links to in. Returns ERR_CORRUPT if links are damaged. */
enum err_code incoming_links_gather(struct incoming *in, const struct known_files *files,
                                    const struct link_files *links, struct err *err);

/* Returns the terms of a document with these wordings, valid as the result of
 * analyse_links_end(). */
const struct bulk_document *incoming_links_terms(struct analysis *analysis,
                                                 const struct incoming_wording *wordings, size_t n);

/* Receives the terms of a document that links lead to. */
typedef enum err_code incoming_links_take(void *ctx, uint32_t docid,
                                          const struct bulk_document *words, struct err *err);
/* Calls take for each document that links lead to, by ascending docid. */
enum err_code incoming_links_analyse(struct incoming *in, struct analysis *analysis,
                                     incoming_links_take *take, void *ctx, struct err *err);

/* The files of an index and their links, both sorted by path. */
struct links_state {
    const struct known_files *files;
    const struct link_files *links;
};

/* What leads to the documents of an index, either before or after a change. Zero-initialise it. */
struct incoming_side {
    struct incoming *in;
    const struct incoming_wording *wordings; /* those not taken yet, by ascending docid */
    size_t n;
};
void incoming_side_done(struct incoming_side *s);
/* Computes what leads to the documents of an index. Returns ERR_CORRUPT if its links are
 * damaged. */
enum err_code incoming_side_gather(struct incoming_side *s, const struct links_state *state,
                                   struct err *err);

/* The wordings of one document. */
struct incoming_run {
    const struct incoming_wording *wordings;
    size_t n;
};
/* Takes the wordings of a document off the front, if they are next; otherwise the result is
 * empty. */
struct incoming_run incoming_side_take(struct incoming_side *s, uint32_t docid);
/* Returns the wordings of any document. */
struct incoming_run incoming_side_find(const struct incoming_side *s, uint32_t docid);
/* Returns whether two documents have the same wordings, used by the same numbers of pages. */
bool incoming_runs_are_equal(struct incoming_run a, struct incoming_run b);

#endif
