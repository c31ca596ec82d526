/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_SHARD_H
#define PRESSMARK_MATCH_SHARD_H

/* The databases behind a db_reader; for this folder alone. */

#include "glass/postlist_reader.h"
#include "match/db.h"

struct shard {
    struct dir dir;
    struct glass_version version;
    struct table_reader postlist, docdata, termlist, position;
};

struct db_reader {
    struct shard *shards;
    size_t n_shards;
    unsigned n_opened; /* how often they were opened anew */
};

/* For a loop around what is read: whether it is worth another try, of a few. err holds what became
 * of this one: where a shard has changed meanwhile it is opened anew, and err cleared. */
bool db_try_again(struct db_reader *r, unsigned *n_tries, struct err *err);

/* The shard of a document, and its number there. */
static inline struct shard *db_shard_of(struct db_reader *r, uint32_t docid, uint32_t *ret_docid)
{
    *ret_docid = (uint32_t)((docid - 1) / r->n_shards) + 1;
    return &r->shards[(docid - 1) % r->n_shards];
}

static inline uint32_t db_docid_of(const struct db_reader *r, const struct shard *shard,
                                   uint32_t docid)
{
    return (uint32_t)((docid - 1) * r->n_shards + (size_t)(shard - r->shards) + 1);
}

/* Goes to the entry of a document in the docdata or termlist table; false: it has none. */
enum err_code db_find_document(struct table_cursor *c, uint32_t docid, bool *ret_is_there,
                               struct err *err);

#endif
