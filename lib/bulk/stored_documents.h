/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_STORED_DOCUMENTS_H
#define PRESSMARK_BULK_STORED_DOCUMENTS_H

/* Reads documents from a database as they were added to it, without positions, so that they can be
 * added to another one with changes. */

#include "base/err.h"
#include "store/document.h"

struct stored_documents;

/* Returns NULL with err set on failure. For one thread at a time. */
struct stored_documents *stored_documents_open(const char *path, struct err *err);
void stored_documents_close(struct stored_documents *s); /* accepts NULL */

/* Reads a document, which is valid until the next call. Ascending numbers are fastest. ERR_CORRUPT
 * if it does not exist or cannot be read. */
enum err_code stored_documents_read(struct stored_documents *s, uint32_t docid,
                                    struct store_document *ret, struct err *err);

#endif
