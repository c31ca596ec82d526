/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_BUILD_MOVED_H
#define PRESSMARK_INDEXER_BUILD_MOVED_H

/* What of a document changes when its file moves, which is known without the file. */

#include "indexer/analysis/analyse.h"
#include "store/document.h"

/* A file, whose documents come in their order. Zero-initialise all but the path. */
struct moved_file {
    struct str new_path;
    bool is_under_way;
    struct buf member; /* that the last document is of */
};
void moved_file_done(struct moved_file *f);

struct moved_document {
    struct arena arena;
    struct placed new;
    struct store_document before; /* terms that it has and will not have */
    struct store_document after;  /* terms, values and data that it will have instead */
    struct buf data, positions;
};
void moved_document_done(struct moved_document *m);

/* Finds the terms that go with the old path, from the record. Zero-initialise m. ERR_CORRUPT. */
enum err_code moved_document_start(struct moved_document *m, struct moved_file *file,
                                   struct analysis *a, struct str record, struct err *err);
/* Finds what comes with the new one; valid until the next call on a. fingerprint: the document's
 * SLOT_FINGERPRINT. ERR_CORRUPT. */
enum err_code moved_document_finish(struct moved_document *m, struct analysis *a, struct str record,
                                    struct str fingerprint, struct err *err);

#endif
