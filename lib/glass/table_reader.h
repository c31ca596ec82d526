/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_TABLE_READER_H
#define PRESSMARK_GLASS_TABLE_READER_H

/* Reads the tables of a glass database (glass.md), by whichever program they were written.
 *
 * Nothing in a file is trusted: what is inconsistent is ERR_CORRUPT, and a block that a writer has
 * reused since the version file was read is ERR_CHANGED. A table and its cursors belong to one
 * thread. */

#include "base/dir.h"
#include "glass/block.h"
#include "glass/format.h"

enum { TABLE_MAX_LEVELS = 10 };

/* Where a table's tree begins. */
struct glass_start {
    uint32_t block, block_bytes;
    unsigned level;
    bool is_empty;
    /* Only a check of the whole table uses these: */
    uint64_t n_entries;
    struct glass_free_list {
        uint32_t n_blocks;        /* in use or free; 0 if the list is damaged */
        struct {                  /* the blocks that list the free blocks: */
            uint32_t block, item; /* in words of four bytes from the block's beginning */
        } first, end;             /* an item of 0 means that there is none */
    } free;
};

struct glass_version {
    uint32_t revision;
    struct glass_start starts[GLASS_N_TABLES];
    struct glass_statistics statistics;
    uint64_t hash; /* XXH3 of the version file */
};

/* Reads the version file of a database. ERR_NOT_FOUND if there is none; ERR_VERSION if it has
 * another format or the directory belongs to another backend of Xapian. */
enum err_code glass_read_version(const struct dir *database, struct glass_version *ret,
                                 struct err *err);

struct table_reader {
    char *path;
    const char *name; /* of the file */
    int fd;
    struct glass_start start;
    uint32_t revision;
    struct glass_blocks blocks; /* blocks.n_kept may be set after opening */
    struct file_reader *reader; /* of table_reader_read_through(), otherwise NULL */
};

/* Opens a table of a database. On failure t becomes an empty table. */
enum err_code table_reader_open(struct table_reader *t, const struct dir *database,
                                enum glass_table table, const struct glass_version *version,
                                struct err *err);
/* Prepares an open table, one whose leaves are in the order of their keys, to be read as a whole:
 * leaves are read through a file reader as long as they are asked for in this order. database is
 * that of table_reader_open(). */
enum err_code table_reader_read_through(struct table_reader *t, const struct dir *database,
                                        struct err *err);
void table_reader_close(struct table_reader *t); /* accepts a zero-initialised one */

/* A place in a table. Zero-initialise everything except tree. */
struct table_cursor {
    struct table_reader *tree;
    struct glass_block *leaf; /* NULL if it has no place */
    unsigned item;
    struct {
        uint32_t block;
        unsigned item;
    } way[TABLE_MAX_LEVELS]; /* the branches above the leaf, by level */
    uint8_t key[GLASS_MAX_KEY_BYTES];
    unsigned key_bytes;
    struct str only; /* the tag if it is a single item; p is NULL if it has several */
    bool only_is_deflated;
    struct buf tag;
    unsigned n_components; /* components of the tag that were read */
    bool is_whole;         /* all components were read */
    struct buf inflated;
    bool is_inflated; /* inflated has the tag */
};

void table_cursor_done(struct table_cursor *c);
struct str table_cursor_key(const struct table_cursor *c); /* valid until the cursor moves */
/* Goes to the last entry whose key is not greater than key; before all entries there is one with an
 * empty key. *ret_is_there is true if it has that key. An empty table has no entries, and
 * *ret_is_there is false. */
enum err_code table_cursor_find(struct table_cursor *c, struct str key, bool *ret_is_there,
                                struct err *err);
/* Goes to the next entry. *ret_is_there is false if there is none. */
enum err_code table_cursor_next(struct table_cursor *c, bool *ret_is_there, struct err *err);
/* Returns the tag of the entry, or only its beginning with at least enough bytes. It is valid until
 * the cursor moves or is asked for more. */
enum err_code table_cursor_tag(struct table_cursor *c, size_t enough, struct str *ret,
                               struct err *err);

/* Returns the whole tag as it is stored: raw deflate if *ret_is_deflated. It is valid as long as
 * that of table_cursor_tag(), which may be called too. */
enum err_code table_cursor_stored_tag(struct table_cursor *c, struct str *ret,
                                      bool *ret_is_deflated, struct err *err);

/* Returns the whole tag in a buffer that the caller frees. */
enum err_code table_cursor_take_tag(struct table_cursor *c, struct buf *ret, struct err *err);

/* Reads a number from the front of *p. Returns false if the bytes end within it or it exceeds 32
 * bits. */
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

/* Reads a document number at the end of a key. */
bool glass_take_sdid(const uint8_t **p, const uint8_t *end, uint32_t *docid);

#endif
