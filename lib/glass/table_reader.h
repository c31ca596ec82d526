/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TABLE_READER_H
#define PRESSMARK_GLASS_TABLE_READER_H

/* Reads the tables of a glass database (glass.md), whoever wrote them.
 *
 * Nothing that a file says is believed: what does not fit is ERR_CORRUPT, and a block that a writer
 * has used again since the version file was read is ERR_CHANGED. A tree and its cursors belong to
 * one thread. */

#include "base/dir.h"
#include "glass/format.h"

enum {
    TABLE_MAX_LEVELS = 10,
    /* Few: the two pages that a block is read into cost, when they are touched for the first time,
     * what reading it four times does. */
    TABLE_CACHED_BRANCHES = 16,
    TABLE_CACHED_LEAVES = 4,
};

/* Where a table's tree begins. */
struct glass_start {
    uint32_t block, block_bytes;
    unsigned level;
    bool is_empty;
    /* What only a check of the whole looks at: */
    uint64_t n_entries;
    struct glass_free_list {
        uint32_t n_blocks;        /* of the file that are in use or free; 0: the list is damaged */
        struct {                  /* of the chain that the free blocks' numbers stand in: */
            uint32_t block, item; /* four bytes each, counted from the block's beginning */
        } first, end;             /* item 0: there is none */
    } free;
};

struct glass_version {
    uint32_t revision;
    struct glass_start starts[GLASS_N_TABLES];
    struct glass_statistics statistics;
};

/* Reads the version file of a database. ERR_NOT_FOUND: there is none; ERR_VERSION: it is of another
 * format, or another of Xapian's backends stands there. */
enum err_code glass_read_version(const struct dir *database, struct glass_version *ret,
                                 struct err *err);

struct glass_block;

struct table_reader {
    char *path;
    int fd;
    struct glass_start start;
    uint32_t revision;
    struct glass_block *branches[TABLE_CACHED_BRANCHES]; /* block n at n % TABLE_CACHED_BRANCHES */
    struct glass_block *leaves[TABLE_CACHED_LEAVES];     /* likewise */
};

/* Opens a table of a database; an empty one where that fails. */
enum err_code table_reader_open(struct table_reader *t, const struct dir *database,
                                enum glass_table table, const struct glass_version *version,
                                struct err *err);
void table_reader_close(struct table_reader *t); /* or one that is all zero; after its cursors */

/* A place in a table. Zero-initialise all but tree. */
struct table_cursor {
    struct table_reader *tree;
    struct glass_block *leaf; /* NULL: nowhere */
    unsigned item;
    struct {
        uint32_t block;
        unsigned item;
    } way[TABLE_MAX_LEVELS]; /* that led to the leaf, by level */
    uint8_t key[GLASS_MAX_KEY_BYTES];
    unsigned key_bytes;
    struct str only; /* the tag, where it is one item; NULL: it has several */
    bool only_is_deflated;
    struct buf tag;
    unsigned n_components; /* of the tag that were read */
    bool is_whole;         /* all were */
    struct buf inflated;
    bool is_inflated; /* it holds the tag */
};

void table_cursor_done(struct table_cursor *c);
struct str table_cursor_key(const struct table_cursor *c); /* valid until it moves */
/* Goes to the last entry whose key is not above key: one with an empty key stands before all
 * others. *ret_is_there: whether it is that key's. An empty table has no entries: false. */
enum err_code table_cursor_find(struct table_cursor *c, struct str key, bool *ret_is_there,
                                struct err *err);
/* Goes to the next entry. *ret_is_there: whether there was one. */
enum err_code table_cursor_next(struct table_cursor *c, bool *ret_is_there, struct err *err);
/* The tag of the entry, or its first bytes: enough of them, if it has so many. Valid until the
 * cursor moves or is asked for more. */
enum err_code table_cursor_tag(struct table_cursor *c, size_t enough, struct str *ret,
                               struct err *err);

/* The whole tag as it is stored: raw deflate where *ret_is_deflated. Valid as that of
 * table_cursor_tag(), which may be asked for too. */
enum err_code table_cursor_stored_tag(struct table_cursor *c, struct str *ret,
                                      bool *ret_is_deflated, struct err *err);

/* The whole tag as bytes of the caller's own. */
enum err_code table_cursor_take_tag(struct table_cursor *c, struct buf *ret, struct err *err);

/* Takes a number off the front of bytes. false: they end within it, or it is above 32 bits. */
static inline bool glass_take_uint32(const uint8_t **p, const uint8_t *end, uint32_t *value)
{
    const uint8_t *at = *p;
    uint64_t result = 0;
    for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
        result |= (uint64_t)(*at & 0x7F) << shift;
        if (*at++ < 0x80) {
            *p = at;
            *value = (uint32_t)result;
            return result <= UINT32_MAX;
        }
    }
    return false;
}

/* A document's number that ends a key. */
bool glass_take_sdid(const uint8_t **p, const uint8_t *end, uint32_t *docid);

#endif
