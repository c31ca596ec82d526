/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_COMPLETE_H
#define PRESSMARK_BULK_COMPLETE_H

/* Term lists that are written, and terms that came later. */

#include "bulk/run.h"
#include "glass/table_writer.h"

struct bulk_completion {
    const char *path;              /* of the database */
    const struct glass_root *root; /* of its table of term lists, which is closed */
    struct bulk_run *const *terms;
    size_t n_terms; /* runs */
};

/* Writes the table anew, with the terms of c->terms in it. Returns the new table's writer, NULL
 * after a failure; the old table is gone. */
struct table_writer *bulk_complete_term_lists(const struct bulk_completion *c, struct err *err);

#endif
