/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_BLOCK_H
#define PRESSMARK_GLASS_BLOCK_H

/* Reads the blocks of a table and caches some of them. For table_reader.h.
 *
 * Reading a block is cheap compared with touching new memory for it, so the first cache is small
 * and its memory is used again and again. If n_kept is set, there is also a second, large cache. As
 * in 2Q (Johnson and Shasha, 1994), only a block that has been read before gets into it, so that
 * reading a whole table neither fills it nor empties it. */

#include "glass/file_reader.h"

enum {
    GLASS_BLOCK_HEAD = 11, /* bytes before the directory of items */
    /* Few, because touching the two pages of a new block costs as much as reading it four times. */
    GLASS_CACHED_BRANCHES = 16,
    GLASS_CACHED_LEAVES = 4,
};

struct glass_block {
    uint32_t number;
    unsigned n_users; /* including the caches */
    unsigned n_items;
    uint8_t bytes[];
};

/* The file of a table. */
struct glass_blocks_file {
    const char *path; /* for messages */
    int fd;
    uint32_t block_bytes, revision;
    struct file_reader *reader; /* if not NULL, leaves are read through it where it can */
};

/* The caches of a table. Zero-initialise everything except n_kept. */
struct glass_blocks {
    struct glass_block *branches[GLASS_CACHED_BRANCHES]; /* block n at n % GLASS_CACHED_BRANCHES */
    struct glass_block *leaves[GLASS_CACHED_LEAVES];     /* block n at n % GLASS_CACHED_LEAVES */
    uint32_t n_kept;                                     /* how many blocks may be kept */
    struct glass_block **kept; /* block n at n % n_kept; NULL if none was kept yet */
    uint16_t *seen; /* what remains of the number of the block that was read last at each place */
};

static inline uint32_t glass_get16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t glass_get32(const uint8_t *p)
{
    return glass_get16(p) << 16 | glass_get16(p + 2);
}

/* Returns a block that is at the given level of the tree, which the caller must release.
 * ERR_CORRUPT if it is not there, ERR_CHANGED if it is younger than the file's revision. */
enum err_code glass_blocks_get(struct glass_blocks *c, const struct glass_blocks_file *file,
                               uint32_t number, unsigned level, struct glass_block **ret,
                               struct err *err);
void glass_block_release(struct glass_block *b); /* accepts NULL */
void glass_blocks_done(struct glass_blocks *c);

#endif
