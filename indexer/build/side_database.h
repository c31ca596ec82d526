/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_SIDE_DATABASE_H
#define PRESSMARK_INDEXER_BUILD_SIDE_DATABASE_H

/* A temporary database that is written document by document, to be joined into another. */

#include "bulk/bulk.h"
#include "indexer/analysis/analyse.h"

struct side_database {
    const char *path;   /* nothing exists there before the first document */
    const char *folder; /* for temporary files */
    struct analysis *analysis;
    struct term_ids *ids; /* for the terms of the documents */
    uint32_t n_documents;
    /* private: */
    struct bulk_inverter *inverter;
    struct bulk_writer *writer;
    struct bulk_run **runs;
    size_t n_runs, runs_capacity;
};

/* Whether the terms of documents are those of the analysis, or of separate ids that the caller
 * fills. */
enum side_terms { SIDE_ANALYSED, SIDE_OWN };
/* path and folder are borrowed. */
void side_database_init(struct side_database *d, const char *path, const char *folder,
                        const struct analysis_settings *settings, enum side_terms terms);
void side_database_done(struct side_database *d);

/* Adds a document, whose terms must be numbers in d->ids. */
enum err_code side_database_add(struct side_database *d, const struct bulk_document *document,
                                struct err *err);
/* Completes the database if it has documents. */
enum err_code side_database_finish(struct side_database *d, struct err *err);

#endif
