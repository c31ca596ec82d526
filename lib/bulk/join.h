/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_JOIN_H
#define PRESSMARK_BULK_JOIN_H

/* Makes a database of others, which are read from their beginning to their end: of their documents,
 * but for those that are left out, in whatever order is wanted. Records and lists of terms are
 * copied as they are, posting lists made anew, so that the result is the database that the bulk
 * writer makes of the same documents (bulk.h), full blocks and all.
 *
 * Nothing that a source says is believed: one that is damaged is refused, as far as it shows, and
 * never changed. A joiner belongs to one thread at a time. */

#include "bulk/join_input.h"

struct bulk_joiner;

/* A joiner into a database at path, a directory that does not exist yet. All of in must stay until
 * the end. NULL with err set. ERR_CORRUPT: a source has no such documents. ERR_VERSION: it is
 * nothing that can be joined. */
struct bulk_joiner *bulk_joiner_open(const char *path, const struct join_input *in,
                                     struct err *err);

/* Writes the documents, once. Raising *stop makes it ERR_INTERRUPTED, here and in
 * bulk_joiner_finish(). */
enum err_code bulk_joiner_add_documents(struct bulk_joiner *j, const volatile sig_atomic_t *stop,
                                        struct err *err);

/* Adds the lengths of all documents to l, once they are written. */
void bulk_joiner_lengths(const struct bulk_joiner *j, struct lengths *l);

/* Writes the postings, ends the database and frees the joiner, as bulk_writer_finish(). */
enum err_code bulk_joiner_finish(struct bulk_joiner *j, const struct join_end *end,
                                 bool *ret_is_in_order, struct index_files *ret_synced,
                                 struct err *err);
/* Removes what was written and frees the joiner. j may be NULL. */
void bulk_joiner_abandon(struct bulk_joiner *j);

#endif
