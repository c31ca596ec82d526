/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the blocks of a table and caches some of them. */
#include "glass/block.h"

#include "base/mem.h"

#include <errno.h>
#include <unistd.h>

static enum err_code damaged(const struct table_reader *t, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "the table '%s' is damaged", t->path);
}

void glass_block_release(struct glass_block *b)
{
    if (b && --b->n_users == 0)
        mem_free(b);
}

static enum err_code read_block(const struct table_reader *t, uint32_t number, unsigned level,
                                struct glass_block *b, struct err *err)
{
    size_t wanted = t->start.block_bytes, n = 0;
    while (n < wanted) {
        ssize_t got = pread(t->fd, b->bytes + n, wanted - n, (off_t)number * (off_t)wanted + n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set_errno(err, "cannot read '%s'", t->path);
        if (got == 0)
            return damaged(t, err);
        n += (size_t)got;
    }
    if (glass_get32(b->bytes) > t->revision)
        return err_set(err, ERR_CHANGED,
                       "the table '%s' has a block that is younger than the version file", t->path);
    uint32_t end = glass_get16(b->bytes + 9);
    if (b->bytes[4] != level || end <= GLASS_BLOCK_HEAD || end > wanted ||
        (end - GLASS_BLOCK_HEAD) % 2)
        return damaged(t, err);
    b->number = number;
    b->n_items = (end - GLASS_BLOCK_HEAD) / 2;
    return ERR_OK;
}

static bool is_block(const struct glass_block *b, uint32_t number)
{
    return b && b->number == number;
}

/* Returns true if the block was probably read before, and remembers it. */
static bool is_seen_again(struct table_reader *t, uint32_t number)
{
    uint16_t tag = (uint16_t)(number / t->n_kept + 1);
    if (t->n_kept == 0)
        return false;
    if (!t->seen)
        t->seen = mem_alloc_zeroed(t->n_kept, sizeof *t->seen);
    bool is_again = t->seen[number % t->n_kept] == tag;
    t->seen[number % t->n_kept] = tag;
    return is_again;
}

/* Returns the place in a cache for a block that is in none. */
static struct glass_block **choose_place(struct table_reader *t, uint32_t number, unsigned level)
{
    if (is_seen_again(t, number)) {
        if (!t->kept)
            t->kept = mem_alloc_zeroed(t->n_kept, sizeof(struct glass_block *));
        return &t->kept[number % t->n_kept];
    }
    return level ? &t->branches[number % TABLE_CACHED_BRANCHES]
                 : &t->leaves[number % TABLE_CACHED_LEAVES];
}

/* Returns a block that is in a cache, or NULL. */
static struct glass_block *find_cached(const struct table_reader *t, uint32_t number,
                                       unsigned level)
{
    struct glass_block *b = level ? t->branches[number % TABLE_CACHED_BRANCHES]
                                  : t->leaves[number % TABLE_CACHED_LEAVES];
    if (is_block(b, number))
        return b;
    b = t->kept ? t->kept[number % t->n_kept] : NULL;
    return is_block(b, number) ? b : NULL;
}

/* Reads a block into a place of a cache, and into the memory of the block there if that is not in
 * use. */
static enum err_code fill(const struct table_reader *t, struct glass_block **place, uint32_t number,
                          unsigned level, struct err *err)
{
    struct glass_block *b = *place;
    bool is_free = b && b->n_users == 1;
    *place = NULL;
    if (!is_free) {
        glass_block_release(b);
        b = mem_alloc(sizeof *b + t->start.block_bytes);
    }
    if (read_block(t, number, level, b, err)) {
        mem_free(b);
        return err->code;
    }
    b->n_users = 1;
    *place = b;
    return ERR_OK;
}

enum err_code glass_block_get(struct table_reader *t, uint32_t number, unsigned level,
                              struct glass_block **ret, struct err *err)
{
    struct glass_block *b = find_cached(t, number, level);
    if (b && b->bytes[4] != level)
        return damaged(t, err);
    if (!b) {
        struct glass_block **place = choose_place(t, number, level);
        if (fill(t, place, number, level, err))
            return err->code;
        b = *place;
    }
    b->n_users++;
    *ret = b;
    return ERR_OK;
}

void glass_blocks_done(struct table_reader *t)
{
    for (size_t i = 0; i < TABLE_CACHED_BRANCHES; i++)
        glass_block_release(t->branches[i]);
    for (size_t i = 0; i < TABLE_CACHED_LEAVES; i++)
        glass_block_release(t->leaves[i]);
    for (size_t i = 0; t->kept && i < t->n_kept; i++)
        glass_block_release(t->kept[i]);
    mem_free(t->kept);
    mem_free(t->seen);
}
