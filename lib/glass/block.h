/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_BLOCK_H
#define PRESSMARK_GLASS_BLOCK_H

/* Reads the blocks of a table and caches some of them. For this folder only.
 *
 * Reading a block is cheap compared with touching new memory for it, so the first cache is small
 * and its memory is used again and again. A table that keeps blocks (n_kept) also has a second,
 * large cache. As in 2Q (Johnson and Shasha, 1994), only a block that has been read before gets
 * into it, so that reading a whole table neither fills it nor empties it. */

#include "glass/table_reader.h"

enum { GLASS_BLOCK_HEAD = 11 }; /* bytes before the directory of items */

struct glass_block {
    uint32_t number;
    unsigned n_users; /* including the caches */
    unsigned n_items;
    uint8_t bytes[];
};

static inline uint32_t glass_get16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t glass_get32(const uint8_t *p)
{
    return glass_get16(p) << 16 | glass_get16(p + 2);
}

/* Returns a block of the tree at the given level, which the caller must release. */
enum err_code glass_block_get(struct table_reader *t, uint32_t number, unsigned level,
                              struct glass_block **ret, struct err *err);
void glass_block_release(struct glass_block *b); /* accepts NULL */

/* Frees the caches of a table. */
void glass_blocks_done(struct table_reader *t);

#endif
