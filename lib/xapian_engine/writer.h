/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_WRITER_H
#define PRESSMARK_XAPIAN_ENGINE_WRITER_H

/* Changes a database through libxapian, one transaction at a time. A writer may be used by one
 * thread at a time. */

#include "base/err.h"
#include "base/str.h"
#include "store/document.h"
#include "store/lengths.h"

struct xapian_writer;

enum xapian_writer_flag {
    XAPIAN_UPDATE = 0,  /* open an existing database */
    XAPIAN_CREATE = 1,  /* create a database in a directory that does not exist yet */
    XAPIAN_NO_SYNC = 2, /* do not sync; the caller does so before anyone may see the database */
};

/* Opens a database for writing; the caller closes *ret_writer. All changes until
 * xapian_writer_commit() are one transaction. ERR_LOCKED if another writer has the database open.
 */
enum err_code xapian_writer_open(const char *path, unsigned flags,
                                 struct xapian_writer **ret_writer, struct err *err);

/* Adds a document and returns its number in *ret_docid, which may be NULL. ERR_INPUT if the
 * document exceeds Xapian's limits; the transaction is not affected then. After any other error the
 * whole transaction is lost, and the writer must be closed. */
enum err_code xapian_writer_add(struct xapian_writer *w, const struct store_document *document,
                                uint32_t *ret_docid, struct err *err);

/* Deletes the documents [first, first + count); numbers without a document are ignored. */
enum err_code xapian_writer_delete(struct xapian_writer *w, uint32_t first, uint32_t count,
                                   struct err *err);

/* Changes the terms of a document: removes those in remove, adds those of add with their positions,
 * and keeps the rest. The values of add replace those of the same slots and, unless it is NULL, its
 * data replace the data. */
enum err_code xapian_writer_edit(struct xapian_writer *w, uint32_t docid,
                                 const struct store_term *remove, size_t n_remove,
                                 const struct store_document *add, struct err *err);

/* Adds the lengths of all documents, after all changes, to l. */
enum err_code xapian_writer_lengths(struct xapian_writer *w, struct lengths *l, struct err *err);

/* Sets a metadata entry. key has 1 .. 200 bytes; an empty value removes the entry. */
enum err_code xapian_writer_set_metadata(struct xapian_writer *w, const char *key, struct str value,
                                         struct err *err);
enum err_code xapian_writer_commit(struct xapian_writer *w, struct err *err);
/* Discards uncommitted changes and closes the database. Accepts NULL. */
void xapian_writer_close(struct xapian_writer *w);

#endif
