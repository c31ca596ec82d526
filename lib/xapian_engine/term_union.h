/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_TERM_UNION_H
#define PRESSMARK_XAPIAN_ENGINE_TERM_UNION_H

/* Iterates over the documents of one shard that contain any of several terms. */

#include "xapian_engine/query.h"

struct term_union {
    struct query *query; /* receives errors */
    size_t shard;
    struct xap_database *db;
    const struct str *names;
    size_t n;
    struct xap_postings **lists;
    struct xap_posting *at; /* the current posting of each list; its docid is 0 at the end */
    bool has_begun;
};

/* names must outlive u. */
void term_union_init(struct term_union *u, struct query *q, size_t shard, const struct str *names,
                     size_t n);
void term_union_done(struct term_union *u);

/* Moves every list to its first document that is not less than docid, and returns the least of
 * these. docid must not decrease from call to call. Returns 0 at the end, after an error, or when
 * the search takes too many steps. */
uint32_t term_union_seek(struct term_union *u, uint32_t docid);

#endif
