/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BULK_LINKS_H
#define PRESSMARK_INDEXER_BUILD_BULK_LINKS_H

/* Adds the words of links to a new database once all documents have been written. */

#include "bulk/bulk.h"
#include "indexer/build/job.h"
#include "indexer/links/link_store.h"

/* What the writer needs until it has finished. */
struct bulk_links {
    struct bulk_run **runs;
    size_t n, capacity;
};
void bulk_links_done(struct bulk_links *l);

/* Gives each document the words of the links that lead to it. */
enum err_code bulk_links_add(struct bulk_links *l, const struct build_job *job,
                             const struct known_files *files, const struct link_files *links,
                             struct bulk_writer *writer, struct err *err);

#endif
