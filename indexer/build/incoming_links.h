/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_INCOMING_LINKS_H
#define PRESSMARK_INDEXER_BUILD_INCOMING_LINKS_H

/* From the links of all files to the terms of the documents that they lead to, for builds and
 * updates alike. */

#include "indexer/analysis/analyse.h"
#include "indexer/links/incoming.h"
#include "indexer/links/link_store.h"
#include "indexer/sources/known_files.h"

/* Adds files and their links. */
enum err_code incoming_links_gather(struct incoming *in, const struct known_files *files,
                                    const struct link_files *links, struct err *err);

/* The terms of a document whose wordings these are, valid as those of analyse_links_end(). */
const struct bulk_document *incoming_links_terms(struct analysis *analysis,
                                                 const struct incoming_wording *wordings, size_t n);

/* Hands on the terms of each document that links lead to, by ascending docid. */
typedef enum err_code incoming_links_take(void *ctx, uint32_t docid,
                                          const struct bulk_document *words, struct err *err);
enum err_code incoming_links_analyse(struct incoming *in, struct analysis *analysis,
                                     incoming_links_take *take, void *ctx, struct err *err);

/* The files of an index and their links, both by path. */
struct links_state {
    const struct known_files *files;
    const struct link_files *links;
};

/* What leads to the documents of an index, before or after a change. Zero-initialise. */
struct incoming_side {
    struct incoming *in;
    const struct incoming_wording *wordings; /* that are left, by ascending docid */
    size_t n;
};
void incoming_side_done(struct incoming_side *s);
enum err_code incoming_side_gather(struct incoming_side *s, const struct links_state *state,
                                   struct err *err);

/* The wordings of a document. */
struct incoming_run {
    const struct incoming_wording *wordings;
    size_t n;
};
/* Those of the document, if it is the first that has any left: they are taken off the front. */
struct incoming_run incoming_side_take(struct incoming_side *s, uint32_t docid);
/* Those of any document. */
struct incoming_run incoming_side_find(const struct incoming_side *s, uint32_t docid);
bool incoming_runs_are_equal(struct incoming_run a, struct incoming_run b);

#endif
