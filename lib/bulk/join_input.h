/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_JOIN_INPUT_H
#define PRESSMARK_BULK_JOIN_INPUT_H

/* What a database is joined from (join.h). All of it is borrowed. */

#include "bulk/bulk.h"

/* Documents [first, first + n) of a source, which follow each other in the new database too. */
struct join_range {
    uint32_t source, first, n;
};

/* Terms that documents get in the place of others. */
struct join_terms {
    const char *const *prefixes; /* of the terms that are replaced; the last is NULL */
    const char *path;       /* of a database whose documents have the new ones, and no others */
    const uint32_t *docids; /* the new numbers of the documents that its 1st, 2nd ... is for */
    uint32_t n;             /* documents of it; docids ascend */
};

struct join_input {
    const char *const *sources; /* paths of databases without tables of positions; NULL: none */
    size_t n_sources;
    const struct join_range *ranges; /* what they give, each document once, in its new order */
    size_t n_ranges;
    const struct join_terms *terms; /* NULL: none are replaced */
};

struct join_end {
    const struct bulk_metadata *metadata;
    size_t n_metadata;
    uint32_t order_slot; /* *ret_is_in_order: whether every document has a value in it, above that
                            of the one before */
};

#endif
