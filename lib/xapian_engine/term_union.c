/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merges several posting lists into one. */
#include "xapian_engine/term_union.h"

#include "base/mem.h"

void term_union_init(struct term_union *u, struct query *q, size_t shard, const struct str *names,
                     size_t n)
{
    *u = (struct term_union){.query = q,
                             .shard = shard,
                             .db = q->reader->shards[shard],
                             .names = names,
                             .n = n,
                             .lists = mem_alloc_zeroed(n, sizeof *u->lists),
                             .at = mem_alloc_zeroed(n, sizeof *u->at)};
}

void term_union_done(struct term_union *u)
{
    for (size_t i = 0; i < u->n; i++)
        xap_postings_close(u->lists[i]);
    mem_free(u->lists);
    mem_free(u->at);
}

static void begin(struct term_union *u)
{
    for (size_t i = 0; i < u->n; i++) {
        struct xap_error error;
        if (!xap_postings_open(u->db, xapian_bytes(u->names[i]), &u->lists[i], &error))
            xap_postings_next(u->lists[i], &u->at[i], &error);
        query_check(u->query, &error);
    }
    u->has_begun = true;
}

uint32_t term_union_seek(struct term_union *u, uint32_t docid)
{
    uint32_t least = 0;
    if (!query_step(u->query, u->shard, docid, u->n))
        return 0;
    if (!u->has_begun)
        begin(u);
    for (size_t i = 0; i < u->n && !u->query->problem.code; i++) {
        struct xap_error error = {XAP_OK, ""};
        struct xap_posting *at = &u->at[i];
        if (at->docid && at->docid < docid)
            xap_postings_skip(u->lists[i], docid, at, &error);
        query_check(u->query, &error);
        if (at->docid && (least == 0 || at->docid < least))
            least = at->docid;
    }
    return u->query->problem.code ? 0 : least;
}
