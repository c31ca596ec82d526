/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the blocks of a table and caches some of them. */
#include "glass/block.h"

#include "base/mem.h"

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

static enum err_code damaged(const struct glass_blocks_file *f, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "the table '%s' is damaged", f->path);
}

void glass_block_release(struct glass_block *b)
{
    if (b && --b->n_users == 0)
        mem_free(b);
}

static enum err_code read_bytes(const struct glass_blocks_file *f, uint32_t number,
                                struct glass_block *b, struct err *err)
{
    size_t wanted = f->block_bytes, n = 0;
    while (n < wanted) {
        ssize_t got = pread(f->fd, b->bytes + n, wanted - n, (off_t)number * (off_t)wanted + n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set_errno(err, "cannot read '%s'", f->path);
        if (got == 0)
            return damaged(f, err);
        n += (size_t)got;
    }
    return ERR_OK;
}

/* Branches are behind their children, and the root at the end, where a reader must not go yet. */
static bool read_through(const struct glass_blocks_file *f, uint32_t number, unsigned level,
                         struct glass_block *b)
{
    return f->reader && level == 0 &&
           file_reader_copy(f->reader, (uint64_t)number * f->block_bytes, b->bytes, f->block_bytes);
}

static enum err_code read_block(const struct glass_blocks_file *f, uint32_t number, unsigned level,
                                struct glass_block *b, struct err *err)
{
    size_t wanted = f->block_bytes;
    if (!read_through(f, number, level, b) && read_bytes(f, number, b, err))
        return err->code;
    if (glass_get32(b->bytes) > f->revision)
        return err_set(err, ERR_CHANGED,
                       "the table '%s' has a block that is younger than the version file", f->path);
    uint32_t end = glass_get16(b->bytes + 9);
    if (b->bytes[4] != level || end <= GLASS_BLOCK_HEAD || end > wanted ||
        (end - GLASS_BLOCK_HEAD) % 2)
        return damaged(f, err);
    b->number = number;
    b->n_items = (end - GLASS_BLOCK_HEAD) / 2;
    return ERR_OK;
}

static bool is_block(const struct glass_block *b, uint32_t number)
{
    return b && b->number == number;
}

/* Returns true if the block was probably read before, and remembers it. */
static bool is_seen_again(struct glass_blocks *c, uint32_t number)
{
    if (c->n_kept == 0)
        return false;
    uint16_t tag = (uint16_t)(number / c->n_kept + 1);
    if (!c->seen)
        c->seen = mem_alloc_zeroed(c->n_kept, sizeof *c->seen);
    bool is_again = c->seen[number % c->n_kept] == tag;
    c->seen[number % c->n_kept] = tag;
    return is_again;
}

/* Returns the place in a cache for a block that is in none. */
static struct glass_block **choose_place(struct glass_blocks *c, uint32_t number, unsigned level)
{
    if (is_seen_again(c, number)) {
        if (!c->kept)
            c->kept = mem_alloc_zeroed(c->n_kept, sizeof(struct glass_block *));
        return &c->kept[number % c->n_kept];
    }
    return level ? &c->branches[number % GLASS_CACHED_BRANCHES]
                 : &c->leaves[number % GLASS_CACHED_LEAVES];
}

/* Returns a block that is in a cache, or NULL. */
static struct glass_block *find_cached(const struct glass_blocks *c, uint32_t number,
                                       unsigned level)
{
    struct glass_block *b = level ? c->branches[number % GLASS_CACHED_BRANCHES]
                                  : c->leaves[number % GLASS_CACHED_LEAVES];
    if (is_block(b, number))
        return b;
    b = c->kept ? c->kept[number % c->n_kept] : NULL;
    return is_block(b, number) ? b : NULL;
}

/* Reads a block into a place of a cache, and into the memory of the block there if that is not in
 * use. */
static enum err_code fill(const struct glass_blocks_file *f, struct glass_block **place,
                          uint32_t number, unsigned level, struct err *err)
{
    struct glass_block *b = *place;
    bool is_free = b && b->n_users == 1;
    *place = NULL;
    if (!is_free) {
        glass_block_release(b);
        b = mem_alloc(sizeof *b + f->block_bytes);
    }
    if (read_block(f, number, level, b, err)) {
        mem_free(b);
        return err->code;
    }
    b->n_users = 1;
    *place = b;
    return ERR_OK;
}

enum err_code glass_blocks_get(struct glass_blocks *c, const struct glass_blocks_file *file,
                               uint32_t number, unsigned level, struct glass_block **ret,
                               struct err *err)
{
    struct glass_block *b = find_cached(c, number, level);
    if (b && b->bytes[4] != level)
        return damaged(file, err);
    if (!b) {
        struct glass_block **place = choose_place(c, number, level);
        if (fill(file, place, number, level, err))
            return err->code;
        b = *place;
    }
    b->n_users++;
    *ret = b;
    return ERR_OK;
}

void glass_blocks_done(struct glass_blocks *c)
{
    for (size_t i = 0; i < GLASS_CACHED_BRANCHES; i++)
        glass_block_release(c->branches[i]);
    for (size_t i = 0; i < GLASS_CACHED_LEAVES; i++)
        glass_block_release(c->leaves[i]);
    for (size_t i = 0; c->kept && i < c->n_kept; i++)
        glass_block_release(c->kept[i]);
    mem_free(c->kept);
    mem_free(c->seen);
}
