/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_MERGE_H
#define PRESSMARK_BULK_MERGE_H

/* Merges the terms of all runs into the tables postlist and position. */

#include "bulk/run.h"

struct bulk_merge {
    const char *path;             /* of the database */
    struct bulk_run *const *runs; /* of documents, followed by those of terms only */
    size_t n_runs, n_of_documents;
    const struct bulk_metadata *metadata; /* ascending by key */
    size_t n_metadata;
    size_t n_threads; /* with 2 or more, the tables are written at the same time */
};

/* Writes the two tables and sets their roots. */
enum err_code bulk_merge_terms(const struct bulk_merge *m, struct glass_root *roots,
                               struct err *err);

#endif
