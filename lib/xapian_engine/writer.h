/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_WRITER_H
#define PRESSMARK_XAPIAN_ENGINE_WRITER_H

/* Changes a database through libxapian: documents as lib/store has them, one transaction at a time.
 * A writer belongs to one thread at a time. */

#include "base/err.h"
#include "base/str.h"
#include "store/document.h"
#include "store/lengths.h"

struct xapian_writer;

enum xapian_writer_flag {
    XAPIAN_UPDATE = 0,  /* an existing database */
    XAPIAN_CREATE = 1,  /* a new one, in a directory that does not exist yet */
    XAPIAN_NO_SYNC = 2, /* leave syncing to the caller, who syncs before anyone may see it */
};

/* ERR_LOCKED: another writer has it. On success *ret_writer is the caller's to close. All changes
 * until xapian_writer_commit() are one transaction. */
enum err_code xapian_writer_open(const char *path, unsigned flags,
                                 struct xapian_writer **ret_writer, struct err *err);

/* Adds a document; *ret_docid (may be NULL) gets its number. The document is checked against
 * Xapian's limits first: ERR_INPUT means that it was refused and that nothing else was touched.
 * After any other error the whole transaction is lost: close the writer. */
enum err_code xapian_writer_add(struct xapian_writer *w, const struct store_document *document,
                                uint32_t *ret_docid, struct err *err);

/* Deletes documents [first, first + count); numbers that hold none are passed over. */
enum err_code xapian_writer_delete(struct xapian_writer *w, uint32_t first, uint32_t count,
                                   struct err *err);

/* Gives a document other terms: takes those of remove off, adds those of add with their positions,
 * keeps the rest. values replace those of the same slots, and data, unless NULL, the data. */
enum err_code xapian_writer_edit(struct xapian_writer *w, uint32_t docid,
                                 const struct store_term *remove, size_t n_remove,
                                 const struct store_document *add, struct err *err);

/* Adds the lengths of all documents to l, as they are after what was changed. */
enum err_code xapian_writer_lengths(struct xapian_writer *w, struct lengths *l, struct err *err);

/* An empty value removes the key. Keys of 1 .. 200 bytes. */
enum err_code xapian_writer_set_metadata(struct xapian_writer *w, const char *key, struct str value,
                                         struct err *err);
enum err_code xapian_writer_commit(struct xapian_writer *w, struct err *err);
/* Drops what was not committed. NULL is fine. */
void xapian_writer_close(struct xapian_writer *w);

#endif
