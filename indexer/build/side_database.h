/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_SIDE_DATABASE_H
#define PRESSMARK_INDEXER_BUILD_SIDE_DATABASE_H

/* A database that is written on the way to another, one document after the other. */

#include "bulk/bulk.h"
#include "indexer/analysis/analyse.h"

struct side_database {
    const char *path;   /* nothing is there until the first document comes */
    const char *folder; /* for temporary files */
    struct analysis *analysis;
    struct term_ids *ids; /* of the documents' terms */
    uint32_t n_documents;
    /* this module's own */
    struct bulk_inverter *inverter;
    struct bulk_writer *writer;
    struct bulk_run **runs;
    size_t n_runs, runs_capacity;
};

/* The terms of the documents will be those of the analysis, or of ids of their own, which the
 * caller fills. */
enum side_terms { SIDE_ANALYSED, SIDE_OWN };
/* The paths stay the caller's. */
void side_database_init(struct side_database *d, const char *path, const char *folder,
                        const struct analysis_settings *settings, enum side_terms terms);
void side_database_done(struct side_database *d);

/* Adds a document, the terms of which are of d->ids. */
enum err_code side_database_add(struct side_database *d, const struct bulk_document *document,
                                struct err *err);
/* Ends the database, if there are documents. */
enum err_code side_database_finish(struct side_database *d, struct err *err);

#endif
