/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks the tree of a table and the list of its free blocks: each block is in one of them and at
 * its place there, and its items are within it, do not overlap, are in order, and fill it as it
 * says. */
#include "glass/table_check.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 11,
    LEVEL_OF_FREE_LIST = 254,
    FREE_LIST_START = 2, /* words of four bytes at the beginning of its blocks */
    /* Blocks that were allocated and never written are after the end of the file. */
    MAX_UNWRITTEN = 1024,
};

/* A place among the keys of a table. */
struct place {
    struct str key;
    unsigned component;
};

struct item {
    struct place place;
    size_t offset, bytes;
    bool is_first, is_last; /* in a leaf: component of its tag */
    uint32_t child;         /* in a branch */
};

struct check {
    const struct table_reader *table;
    const volatile sig_atomic_t *stop;
    size_t block_bytes;
    uint8_t *blocks[TABLE_MAX_LEVELS]; /* the path from the root, by level */
    uint8_t *taken;                    /* a bit for each byte of a block */
    uint8_t *seen;                     /* a bit for each block of the table */
    uint32_t n_blocks;
    uint64_t n_entries;
    /* The last item of a leaf: */
    uint8_t key[GLASS_MAX_KEY_BYTES];
    unsigned key_bytes, component;
    bool is_any, is_whole;
    struct err *err;
};

static unsigned get16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static bool fail(struct check *c, uint32_t block, const char *what)
{
    err_set(c->err, ERR_CORRUPT, "'%s' is damaged: block %u %s", c->table->path, block, what);
    return false;
}

/* ---- blocks ---- */

/* Sets a bit. Returns false if it was set already. */
static bool take_bit(uint8_t *bits, size_t i)
{
    bool is_new = !(bits[i / 8] & 1u << i % 8);
    bits[i / 8] |= (uint8_t)(1u << i % 8);
    return is_new;
}

static bool see_block(struct check *c, uint32_t block)
{
    if (block >= c->n_blocks)
        return fail(c, block, "is behind the last one");
    return take_bit(c->seen, block) || fail(c, block, "stands in two places");
}

static bool read_block(struct check *c, uint32_t block, uint8_t *bytes)
{
    size_t n = 0;
    if (*c->stop) {
        err_set(c->err, ERR_INTERRUPTED, "interrupted");
        return false;
    }
    while (n < c->block_bytes) {
        ssize_t got = pread(c->table->fd, bytes + n, c->block_bytes - n,
                            (off_t)block * (off_t)c->block_bytes + (off_t)n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            err_set_errno(c->err, "cannot read '%s'", c->table->path);
        if (got <= 0)
            return fail(c, block, "is not there");
        n += (size_t)got;
    }
    if (get32(bytes) > c->table->revision) {
        err_set(c->err, ERR_CHANGED,
                "the table '%s' has a block that is younger than the version file", c->table->path);
        return false;
    }
    return true;
}

/* ---- items ---- */

static int compare(const struct place *a, const struct place *b)
{
    int order = str_compare(a->key, b->key);
    return order ? order : (a->component > b->component) - (a->component < b->component);
}

/* Returns the item at p, if its bytes, key and component fit into room. */
static bool take_leaf_item(const struct check *c, const uint8_t *p, size_t room, struct item *ret)
{
    size_t max_bytes = (c->block_bytes - HEAD_BYTES - 4 * 2) / 4;
    if (room < 3)
        return false;
    ret->bytes = (get16(p) & 0x1FFF) + 3u;
    ret->is_first = p[0] & 0x20;
    ret->is_last = p[0] & 0x40;
    size_t key_end = 3u + p[2], data_at = key_end + (ret->is_first ? 0 : 2);
    if (ret->bytes > room || ret->bytes > max_bytes || data_at > ret->bytes)
        return false;
    ret->place.key = (struct str){(const char *)p + 3, p[2]};
    ret->place.component = ret->is_first ? 1 : get16(p + key_end);
    return true;
}

static bool take_branch_item(const uint8_t *p, size_t room, struct item *ret)
{
    if (room < 5 || room < 7u + p[4])
        return false;
    ret->bytes = 7u + p[4];
    ret->child = get32(p);
    ret->place.key = (struct str){(const char *)p + 5, p[4]};
    ret->place.component = get16(p + 5 + p[4]);
    return true;
}

static bool take_item(struct check *c, uint32_t block, unsigned level, size_t i, struct item *ret)
{
    const uint8_t *bytes = c->blocks[level];
    size_t dir_end = get16(bytes + 9);
    ret->offset = get16(bytes + HEAD_BYTES + 2 * i);
    if (ret->offset < dir_end || ret->offset >= c->block_bytes)
        return fail(c, block, "has an item outside of it");
    size_t room = c->block_bytes - ret->offset;
    bool is_good = level ? take_branch_item(bytes + ret->offset, room, ret)
                         : take_leaf_item(c, bytes + ret->offset, room, ret);
    return is_good || fail(c, block, "has an item of a wrong length");
}

static bool take_bytes(struct check *c, uint32_t block, const struct item *item)
{
    for (size_t i = 0; i < item->bytes; i++)
        if (!take_bit(c->taken, item->offset + i))
            return fail(c, block, "has items that overlap");
    return true;
}

/* Checks what the head of a block says about the room in it. */
static bool check_room(struct check *c, uint32_t block, unsigned level, size_t n_items)
{
    const uint8_t *bytes = c->blocks[level];
    size_t gap = get16(bytes + 5), all_free = get16(bytes + 7), dir_end = get16(bytes + 9);
    size_t used = 0, first = c->block_bytes;
    memset(c->taken, 0, c->block_bytes / 8);
    for (size_t i = 0; i < n_items; i++) {
        struct item item;
        if (!take_item(c, block, level, i, &item) || !take_bytes(c, block, &item))
            return false;
        used += item.bytes;
        first = item.offset < first ? item.offset : first;
    }
    if (dir_end + gap > first || dir_end + used + all_free != c->block_bytes)
        return fail(c, block, "is not as full as it says");
    return true;
}

/* ---- the tree ---- */

static bool is_within(const struct place *place, const struct place *lower,
                      const struct place *upper)
{
    return (!lower || compare(place, lower) >= 0) && (!upper || compare(place, upper) < 0);
}

/* Returns true if an item follows the previous one: the components of a tag are consecutive, from
 * the first to the last. */
static bool follows(struct check *c, const struct item *item)
{
    struct place last = {{(const char *)c->key, c->key_bytes}, c->component};
    if (!c->is_any)
        return item->is_first;
    if (item->is_first)
        return c->is_whole && str_compare(item->place.key, last.key) > 0;
    return !c->is_whole && str_equal(item->place.key, last.key) &&
           item->place.component == last.component + 1;
}

static bool check_leaf(struct check *c, uint32_t block, size_t n_items, const struct place *lower,
                       const struct place *upper)
{
    for (size_t i = 0; i < n_items; i++) {
        struct item item;
        if (!take_item(c, block, 0, i, &item))
            return false;
        if (!follows(c, &item) || !is_within(&item.place, lower, upper))
            return fail(c, block, "has items in disorder");
        c->n_entries += item.is_first && c->is_any; /* the very first item is no entry */
        if (item.place.key.n)
            memcpy(c->key, item.place.key.p, item.place.key.n);
        c->key_bytes = (unsigned)item.place.key.n;
        c->component = item.place.component;
        c->is_any = true;
        c->is_whole = item.is_last;
    }
    return true;
}

static bool check_block(struct check *c, uint32_t block, unsigned level, const struct place *lower,
                        const struct place *upper);

static bool check_branch(struct check *c, uint32_t block, unsigned level, size_t n_items,
                         const struct place *lower, const struct place *upper)
{
    for (size_t i = 0; i < n_items; i++) {
        struct item item, next;
        bool has_next = i + 1 < n_items;
        if (!take_item(c, block, level, i, &item) ||
            (has_next && !take_item(c, block, level, i + 1, &next)))
            return false;
        /* The first item has no key and begins where the block does. */
        const struct place *from = i ? &item.place : lower, *to = has_next ? &next.place : upper;
        if ((i && !is_within(from, lower, upper)) || (from && to && compare(from, to) >= 0))
            return fail(c, block, "has items in disorder");
        if (!check_block(c, item.child, level - 1, from, to))
            return false;
        if (get32(c->blocks[level - 1]) > get32(c->blocks[level]))
            return fail(c, item.child, "is younger than the block above it");
    }
    return true;
}

static bool check_block(struct check *c, uint32_t block, unsigned level, const struct place *lower,
                        const struct place *upper)
{
    uint8_t *bytes = c->blocks[level];
    if (!see_block(c, block) || !read_block(c, block, bytes))
        return false;
    size_t dir_end = get16(bytes + 9), n_items = (dir_end - HEAD_BYTES) / 2;
    if (bytes[4] != level)
        return fail(c, block, "has another level");
    if (dir_end <= HEAD_BYTES || dir_end > c->block_bytes || (dir_end - HEAD_BYTES) % 2)
        return fail(c, block, "has no directory");
    if (!check_room(c, block, level, n_items))
        return false;
    return level ? check_branch(c, block, level, n_items, lower, upper)
                 : check_leaf(c, block, n_items, lower, upper);
}

/* ---- free blocks ---- */

/* The last item of a block of the list is the number of the next block. */
static bool check_free_list(struct check *c)
{
    const struct glass_free_list *list = &c->table->start.free;
    uint32_t block = list->first.block, item = list->first.item;
    uint32_t n_items = (uint32_t)(c->block_bytes / 4), end = n_items - 1;
    uint8_t *bytes = c->blocks[0];
    if (item == 0 && list->end.item == 0)
        return true;
    if (item < FREE_LIST_START || item > end || list->end.item < FREE_LIST_START ||
        list->end.item > end)
        return fail(c, block, "is where the list of free blocks cannot begin");
    for (;; item = FREE_LIST_START) {
        if (!see_block(c, block) || !read_block(c, block, bytes))
            return false;
        if (bytes[4] != LEVEL_OF_FREE_LIST)
            return fail(c, block, "is not of the list of free blocks");
        bool is_end = block == list->end.block;
        for (uint32_t to = is_end ? list->end.item : end; item < to; item++)
            if (!see_block(c, get32(bytes + 4 * item)))
                return false;
        if (is_end)
            return true;
        block = get32(bytes + 4 * end);
    }
}

static bool check_all_seen(struct check *c)
{
    for (uint32_t i = 0; i < c->n_blocks; i++)
        if (take_bit(c->seen, i))
            return fail(c, i, "is neither in use nor free");
    return true;
}

/* ---- the whole table ---- */

static bool start(struct check *c)
{
    const struct glass_start *s = &c->table->start;
    struct stat st;
    if (fstat(c->table->fd, &st)) {
        err_set_errno(c->err, "cannot read '%s'", c->table->path);
        return false;
    }
    uint64_t n_written = (uint64_t)st.st_size / s->block_bytes;
    if (s->free.n_blocks == 0 || s->free.n_blocks > 2 * n_written + MAX_UNWRITTEN)
        return fail(c, s->free.n_blocks, "cannot be its last one");
    c->n_blocks = s->free.n_blocks;
    c->seen = mem_alloc_zeroed(c->n_blocks / 8 + 1, 1);
    c->taken = mem_alloc(c->block_bytes / 8);
    for (unsigned level = 0; level <= s->level; level++)
        c->blocks[level] = mem_alloc(c->block_bytes);
    return true;
}

static void check_done(struct check *c)
{
    for (unsigned level = 0; level < TABLE_MAX_LEVELS; level++)
        mem_free(c->blocks[level]);
    mem_free(c->seen);
    mem_free(c->taken);
}

enum err_code table_check(const struct table_reader *t, const volatile sig_atomic_t *stop,
                          struct err *err)
{
    const struct glass_start *s = &t->start;
    AUTO(check_done)
    struct check c = {.table = t, .stop = stop, .block_bytes = s->block_bytes, .err = err};
    if (s->is_empty)
        return s->n_entries ? err_set(err, ERR_CORRUPT, "'%s' has lost its entries", t->path)
                            : ERR_OK;
    if (!start(&c) || !check_block(&c, s->block, s->level, NULL, NULL) || !check_free_list(&c) ||
        !check_all_seen(&c))
        return err->code;
    if (!c.is_whole || c.n_entries != s->n_entries)
        return err_set(err, ERR_CORRUPT, "'%s' does not have the expected number of entries",
                       t->path);
    return ERR_OK;
}
