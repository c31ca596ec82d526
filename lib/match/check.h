/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_CHECK_H
#define PRESSMARK_MATCH_CHECK_H

/* Reads everything in a database and compares what is stored in two places. */

#include "store/engine.h"

#include <signal.h>

enum { DB_CHECK_SLOTS = 4 };

struct db_check {
    const volatile sig_atomic_t *stop; /* ERR_INTERRUPTED once it is set */
    /* NULL, or called with the data of each document that has some, in order of their numbers, and
     * with its values in the slots below n_slots. */
    enum err_code (*document)(void *ctx, uint32_t docid, struct str data, const struct str *values,
                              struct err *err);
    void *ctx;
    uint32_t n_slots; /* at most DB_CHECK_SLOTS */
};

struct db_checked {
    uint64_t n_documents, n_with_data, n_terms, n_postings;
};

/* Checks: the tables, block by block; that each posting list has the postings and counts that its
 * head says; that the documents' term lists have the same terms, frequencies and lengths; that
 * values are within their bounds and belong to the documents that list them; that positions can be
 * read; and that the statistics agree with what was found. ERR_CORRUPT describes the first
 * contradiction. reader must be the glass engine's, of one database. */
enum err_code db_reader_check(struct store_reader *reader, const struct db_check *how,
                              struct db_checked *ret, struct err *err);

#endif
