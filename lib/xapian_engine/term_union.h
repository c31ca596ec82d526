/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_TERM_UNION_H
#define PRESSMARK_XAPIAN_ENGINE_TERM_UNION_H

/* The documents of one shard that have any of several terms. */

#include "xapian_engine/query.h"

struct term_union {
    struct query *query; /* where problems go */
    size_t shard;
    struct xap_database *db;
    const struct str *names;
    size_t n;
    struct xap_postings **lists;
    struct xap_posting *at; /* where each list is; a docid of 0: at its end */
    bool has_begun;
};

/* names must outlive u. */
void term_union_init(struct term_union *u, struct query *q, size_t shard, const struct str *names,
                     size_t n);
void term_union_done(struct term_union *u);

/* Takes every list to its first document that is not before docid, which never falls, and returns
 * the least of these; 0: there is none, or a problem, or the search takes too long. */
uint32_t term_union_seek(struct term_union *u, uint32_t docid);

#endif
