/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_JOIN_INPUT_H
#define PRESSMARK_BULK_JOIN_INPUT_H

/* The input from which a database is joined (join.h). All of it is borrowed. */

#include "bulk/bulk.h"

/* Documents [first, first + n) of a source, which are adjacent in the new database too. */
struct join_range {
    uint32_t source, first, n;
};

/* Terms that replace others in some documents. */
struct join_terms {
    const char *const *prefixes; /* of the terms that are replaced; the last is NULL */
    const char *path;            /* of a database whose documents have only the new terms */
    const uint32_t *docids;      /* the new numbers of its documents 1, 2 ...; ascending */
    uint32_t n;                  /* the number of its documents */
};

struct join_input {
    const char *const *sources; /* databases without position tables; NULL for an empty one */
    size_t n_sources;
    /* Hashes of the first source's files, of as many as are known; NULL for none. These files are
     * compared with them while they are read. */
    const struct index_files *hashes;
    const struct join_range *ranges; /* the documents, each once, in their new order */
    size_t n_ranges;
    const struct join_terms *terms; /* NULL if none are replaced */
};

struct join_end {
    const struct bulk_metadata *metadata;
    size_t n_metadata;
    uint32_t order_slot; /* *ret_is_in_order: every document has a greater value here than the
                          * previous one */
};

#endif
