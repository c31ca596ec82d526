/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_MOVED_H
#define PRESSMARK_INDEXER_BUILD_MOVED_H

/* Determines what changes in a document when its file is renamed, without reading the file. */

#include "indexer/analysis/analyse.h"
#include "store/document.h"

/* A renamed file, whose documents are passed in their order. Zero-initialise all members but
 * new_path. */
struct moved_file {
    struct str new_path;
    bool is_under_way;
    struct buf member; /* the archive member of the last document */
};
void moved_file_done(struct moved_file *f);

struct moved_document {
    struct arena arena;
    struct placed new;
    struct store_document before; /* terms that the document has and will lose */
    struct store_document after;  /* terms, values and data that it will get */
    struct buf data, positions;
};
void moved_document_done(struct moved_document *m);

/* Finds the terms that depend on the old path, from the record. Zero-initialise m. Returns
 * ERR_CORRUPT if the record is damaged. */
enum err_code moved_document_start(struct moved_document *m, struct moved_file *file,
                                   struct analysis *a, struct str record, struct err *err);
/* Finds what depends on the new path, valid until the next call on a. fingerprint is the document's
 * value of SLOT_FINGERPRINT. Returns ERR_CORRUPT if the record is damaged. */
enum err_code moved_document_finish(struct moved_document *m, struct analysis *a, struct str record,
                                    struct str fingerprint, struct err *err);

#endif
