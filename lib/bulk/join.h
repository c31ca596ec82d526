/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_JOIN_H
#define PRESSMARK_BULK_JOIN_H

/* Makes a database from others, which are read sequentially: from their documents, except those
 * that are left out, in any order. Records and term lists are copied unchanged and posting lists
 * are written anew, so that the result is the database that the bulk writer makes of the same
 * documents (bulk.h), with full blocks.
 *
 * Nothing in a source is trusted: a damaged one is refused, as far as the damage can be seen or the
 * hashes of its files are known, and sources are never changed. A joiner belongs to one thread at a
 * time. */

#include "bulk/join_input.h"

struct bulk_joiner;

/* Makes a joiner for a database at path, a directory that must not exist. Everything in *in must
 * stay valid until the end. Returns NULL with err set; ERR_CORRUPT if a source does not have such
 * documents, ERR_VERSION if it cannot be joined. */
struct bulk_joiner *bulk_joiner_open(const char *path, const struct join_input *in,
                                     struct err *err);

/* Writes the documents; call it once. ERR_INTERRUPTED, here and in bulk_joiner_finish(), if *stop
 * is set. */
enum err_code bulk_joiner_add_documents(struct bulk_joiner *j, const volatile sig_atomic_t *stop,
                                        struct err *err);

/* Adds the lengths of all documents to l, after they were written. */
void bulk_joiner_lengths(const struct bulk_joiner *j, struct lengths *l);

/* Writes the postings, completes the database and frees the joiner, as bulk_writer_finish()
 * does. */
enum err_code bulk_joiner_finish(struct bulk_joiner *j, const struct join_end *end,
                                 bool *ret_is_in_order, struct index_files *ret_synced,
                                 struct err *err);
/* Removes what was written and frees the joiner. Accepts NULL. */
void bulk_joiner_abandon(struct bulk_joiner *j);

#endif
