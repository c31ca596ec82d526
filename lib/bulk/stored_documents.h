/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_STORED_DOCUMENTS_H
#define PRESSMARK_BULK_STORED_DOCUMENTS_H

/* Reads documents out of a database as they went into it, without positions: for those that go into
 * another with some of it changed. */

#include "base/err.h"
#include "store/document.h"

struct stored_documents;

/* NULL with err set. One thread at a time. */
struct stored_documents *stored_documents_open(const char *path, struct err *err);
void stored_documents_close(struct stored_documents *s); /* NULL is fine */

/* Reads a document, valid until the next call; ascending numbers are read fastest. ERR_CORRUPT:
 * there is none, or it cannot be read. */
enum err_code stored_documents_read(struct stored_documents *s, uint32_t docid,
                                    struct store_document *ret, struct err *err);

#endif
