/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_COMPLETE_H
#define PRESSMARK_BULK_COMPLETE_H

/* Adds terms to term lists that are already written. */

#include "bulk/run.h"
#include "glass/table_writer.h"

struct bulk_completion {
    const char *path;              /* of the database */
    const struct glass_root *root; /* of its termlist table, which is closed */
    struct bulk_run *const *terms;
    size_t n_terms; /* the number of these runs */
};

/* Writes the table again with the terms of c->terms. Returns the writer of the new table, or NULL
 * on failure; the old table is gone in either case. */
struct table_writer *bulk_complete_term_lists(const struct bulk_completion *c, struct err *err);

#endif
