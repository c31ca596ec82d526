/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_BUILD_METADATA_H
#define PRESSMARK_INDEXER_BUILD_BUILD_METADATA_H

/* Collects the metadata of a database that is written at once (store/schema.h). */

#include "bulk/bulk.h"
#include "indexer/build/job.h"
#include "indexer/links/link_store.h"

/* Zero-initialise it. */
struct build_metadata {
    struct bulk_metadata *items;
    size_t n, capacity;
    struct arena arena;
};
void build_metadata_done(struct build_metadata *m);

/* Collects all of it: from the job, the files and links, and the lengths of the documents. */
enum err_code build_metadata_collect(struct build_metadata *m, const struct build_job *job,
                                     const struct known_files *files,
                                     const struct link_files *links, const struct lengths *lengths,
                                     struct err *err);

#endif
