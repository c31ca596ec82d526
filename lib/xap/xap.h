/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAP_XAP_H
#define PRESSMARK_XAP_XAP_H

/* libxapian for C, and no more than that: no prefixes, no stemming, no policy. It changes
 * databases; store/engine.h reads them.
 *
 * Documents cross as flat arrays. No exception leaves xap.cc: each becomes a code and a message. A
 * handle belongs to one thread at a time. All _close functions accept NULL. */

#include "base/err.h"
#include "store/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct xap_writer;

/* ---- writing ---- */

enum xap_open {
    XAP_UPDATE = 0,  /* an existing database */
    XAP_CREATE = 1,  /* a new one, in a directory that does not exist yet */
    XAP_NO_SYNC = 2, /* leave syncing to the caller, who syncs before anyone may see it */
};

/* ERR_LOCKED: another writer has it. On success *ret_writer is the caller's to close. All changes
 * until xap_writer_commit() are one transaction. */
enum err_code xap_writer_open(const char *path, unsigned flags, struct xap_writer **ret_writer,
                              struct err *err);

/* Adds a document; *ret_docid (may be NULL) gets its number. The document is checked against
 * Xapian's limits first: ERR_INPUT means that it was refused and that nothing else was touched.
 * After any other error the whole transaction is lost: close the writer. */
enum err_code xap_writer_add(struct xap_writer *w, const struct store_document *document,
                             uint32_t *ret_docid, struct err *err);

/* Deletes documents [first, first + count); numbers that hold none are passed over. */
enum err_code xap_writer_delete(struct xap_writer *w, uint32_t first, uint32_t count,
                                struct err *err);

/* Gives a document new data and other terms: takes those of remove off, adds those of add with
 * their positions, keeps the rest. values replace those of the same slots. */
enum err_code xap_writer_edit(struct xap_writer *w, uint32_t docid, const struct store_term *remove,
                              size_t n_remove, const struct store_document *add, struct err *err);

/* An empty value removes the key. Keys of 1 .. 200 bytes. */
enum err_code xap_writer_set_metadata(struct xap_writer *w, const char *key, const char *value,
                                      size_t value_length, struct err *err);
enum err_code xap_writer_commit(struct xap_writer *w, struct err *err);
/* Drops what was not committed. */
void xap_writer_close(struct xap_writer *w);

/* ---- whole databases ---- */

/* Whether libxapian reads at path what document says that its document docid is: terms, wdfs,
 * positions, values and data. */
bool xap_holds(const char *path, uint32_t docid, const struct store_document *document);

const char *xap_version(void); /* "1.4.22" */

#ifdef __cplusplus
}
#endif
#endif
