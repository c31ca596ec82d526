/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BUILD_METADATA_H
#define PRESSMARK_INDEXER_BUILD_BUILD_METADATA_H

/* The metadata of a database that is written at once (store/schema.h). */

#include "bulk/bulk.h"
#include "indexer/build/job.h"
#include "indexer/links/link_store.h"

/* Zero-initialise. */
struct build_metadata {
    struct bulk_metadata *items;
    size_t n, capacity;
    struct arena arena;
};
void build_metadata_done(struct build_metadata *m);

/* Gathers all of them: what the job says, the files and links, and the documents' lengths. */
enum err_code build_metadata_collect(struct build_metadata *m, const struct build_job *job,
                                     const struct known_files *files,
                                     const struct link_files *links, const struct lengths *lengths,
                                     struct err *err);

#endif
