/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_BULK_MERGE_H
#define PRESSMARK_STORE_BULK_MERGE_H

/* The two halves of bulk_write(), each of which reads the runs from beginning to end. */

#include "store/bulk_run.h"

enum { BULK_MAX_METADATA_KEY_BYTES = 200 };

struct bulk_merge {
    const char *path;
    struct bulk_run *const *runs;
    size_t n_runs;
    const uint32_t *first_docids;         /* of each run */
    const struct bulk_metadata *metadata; /* ascending by key */
    size_t n_metadata;
};

/* The tables termlist and docdata. Fills in their roots. */
enum err_code bulk_write_documents(const struct bulk_merge *m, struct glass_root *roots,
                                   struct err *err);
/* The tables postlist and position. */
enum err_code bulk_write_terms(const struct bulk_merge *m, struct glass_root *roots,
                               struct err *err);

#endif
