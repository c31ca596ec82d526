/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a B-tree from sorted entries, each block once, from the first leaf to the root. */
#include "glass/table_writer.h"

#include "base/mem.h"
#include "glass/file_writer.h"

#include <assert.h>
#include <stdio.h>

enum {
    MAX_LEVELS = 10,
    BUFFER_BLOCKS = FILE_WRITER_BYTES / GLASS_BLOCK_BYTES,
    /* The head of a block: u32 revision, u8 level, u16 gap, u16 free bytes, u16 end of
     * directory. */
    HEAD_BYTES = 11,
    SLOT_BYTES = 2, /* of an entry of the directory */
    ITEMS_PER_LEAF = 4,
    MAX_ITEM_BYTES = (GLASS_BLOCK_BYTES - HEAD_BYTES - ITEMS_PER_LEAF * SLOT_BYTES) /
                     ITEMS_PER_LEAF,
    ITEM_HEAD_BYTES = 3, /* u16 flags and length, u8 length of the key */
    COMPONENT_BYTES = 2,
    MAX_COMPONENTS = 65535,
    FLAG_DEFLATED = 0x8000,
    FLAG_LAST = 0x4000,
    FLAG_FIRST = 0x2000,
    /* A tag is not begun in a leaf that has less room than for the key and so many bytes. */
    MIN_SPLIT_BYTES = 34,
    REVISION = 1,
};

/* A block that is being filled. The directory grows upwards, and the items downwards from the
 * end. */
struct block {
    uint8_t *bytes;
    unsigned directory_end, items_start;
};

/* The lower bound of a block, which is kept until its parent gets an entry for it. */
struct separator {
    uint16_t component;
    uint8_t key_bytes;
    uint8_t key[GLASS_MAX_KEY_BYTES];
};

struct branch {
    struct block block;
    struct separator separator;
    bool is_used;
};

struct table_writer {
    char *path;
    struct file_writer *sink;
    struct err err;  /* limits of the format that were exceeded */
    uint8_t *buffer; /* the sink's; the leaf is built in its first free block */
    unsigned n_buffered;
    uint32_t n_blocks; /* that have been numbered */
    struct block leaf;
    struct separator leaf_separator;
    struct branch branches[MAX_LEVELS]; /* [0] is level 1 */
    uint64_t n_entries;
    bool is_started;
    struct glass_root root; /* after table_writer_end() */
};

static void put_16(uint8_t *p, unsigned value)
{
    p[0] = (uint8_t)(value >> 8);
    p[1] = (uint8_t)value;
}

static unsigned get_16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static void put_32(uint8_t *p, uint32_t value)
{
    put_16(p, value >> 16);
    put_16(p + 2, value & 0xFFFF);
}

static void start_block(struct block *b, uint8_t *bytes)
{
    *b = (struct block){bytes, HEAD_BYTES, GLASS_BLOCK_BYTES};
}

static unsigned block_room(const struct block *b)
{
    return b->items_start - b->directory_end;
}

/* Makes room for an item, which must fit. */
static inline uint8_t *block_add(struct block *b, unsigned n)
{
    assert(b->directory_end + SLOT_BYTES + n <= b->items_start);
    b->items_start -= n;
    put_16(b->bytes + b->directory_end, b->items_start);
    b->directory_end += SLOT_BYTES;
    return b->bytes + b->items_start;
}

static void end_block(struct block *b, unsigned level)
{
    unsigned room = block_room(b);
    assert(b->directory_end > HEAD_BYTES && b->items_start <= GLASS_BLOCK_BYTES);
    put_32(b->bytes, REVISION);
    b->bytes[4] = (uint8_t)level;
    put_16(b->bytes + 5, room);
    put_16(b->bytes + 7, room);
    put_16(b->bytes + 9, b->directory_end);
    memset(b->bytes + b->directory_end, 0, room);
}

struct table_writer *table_writer_open(const char *folder, const char *name)
{
    struct table_writer *t = mem_alloc_zeroed(1, sizeof *t);
    size_t n = strlen(folder) + strlen(name) + sizeof "/.glass";
    t->path = mem_alloc(n);
    snprintf(t->path, n, "%s/%s.glass", folder, name);
    t->sink = file_writer_open(t->path);
    t->buffer = file_writer_buffer(t->sink);
    start_block(&t->leaf, t->buffer);
    return t;
}

/* Numbers the next block of the buffer, which is complete. */
static uint32_t number_block(struct table_writer *t)
{
    t->n_buffered++;
    if (t->n_blocks == UINT32_MAX)
        err_set(&t->err, ERR_LIMIT, "'%s' would be too large", t->path);
    return t->n_blocks++;
}

/* Passes a full buffer on only now, so that the last block, the root, is still in the buffer when
 * the table ends. */
static uint8_t *next_block(struct table_writer *t)
{
    if (t->n_buffered == BUFFER_BLOCKS) {
        t->buffer = file_writer_pass(t->sink, FILE_WRITER_BYTES);
        t->n_buffered = 0;
    }
    return t->buffer + (size_t)t->n_buffered * GLASS_BLOCK_BYTES;
}

static void add_child(struct table_writer *t, unsigned level, uint32_t child,
                      const struct separator *separator);

static uint32_t end_branch(struct table_writer *t, unsigned level)
{
    struct branch *branch = &t->branches[level - 1];
    end_block(&branch->block, level);
    memcpy(next_block(t), branch->block.bytes, GLASS_BLOCK_BYTES);
    return number_block(t);
}

static void put_child(struct branch *branch, uint32_t child, const uint8_t *key, unsigned key_bytes,
                      unsigned component)
{
    uint8_t *item = block_add(&branch->block, 4 + 1 + key_bytes + COMPONENT_BYTES);
    put_32(item, child);
    item[4] = (uint8_t)key_bytes;
    put_16(glass_put_bytes(item + 5, key, key_bytes), component);
}

/* Adds a child, with its lower bound separator, to the branch block at level. */
static void add_child(struct table_writer *t, unsigned level, uint32_t child,
                      const struct separator *separator)
{
    if (level > MAX_LEVELS) {
        err_set(&t->err, ERR_LIMIT, "'%s' would be too large", t->path);
        return;
    }
    struct branch *branch = &t->branches[level - 1];
    unsigned n = 4 + 1 + separator->key_bytes + COMPONENT_BYTES;
    if (branch->is_used && n + SLOT_BYTES <= block_room(&branch->block)) {
        put_child(branch, child, separator->key, separator->key_bytes, separator->component);
        return;
    }
    if (branch->is_used)
        add_child(t, level + 1, end_branch(t, level), &branch->separator);
    else
        branch->block.bytes = mem_alloc(GLASS_BLOCK_BYTES);
    start_block(&branch->block, branch->block.bytes);
    branch->is_used = true;
    branch->separator = *separator;
    put_child(branch, child, NULL, 0, 0); /* the first child of a block has no lower bound */
}

/* Ends the leaf and returns its number. */
static uint32_t end_leaf(struct table_writer *t)
{
    end_block(&t->leaf, 0);
    return number_block(t);
}

/* Makes the shortest prefix of key that is greater than the last key of the leaf. */
static void make_separator(struct separator *s, const struct block *leaf, const uint8_t *key,
                           size_t key_bytes, unsigned component)
{
    const uint8_t *last = leaf->bytes + leaf->items_start; /* the last item has the lowest offset */
    size_t last_bytes = last[2];
    size_t n = 0;
    last += ITEM_HEAD_BYTES;
    while (n < last_bytes && n < key_bytes && last[n] == key[n])
        n++;
    if (n < key_bytes)
        n++;
    s->key_bytes = (uint8_t)n;
    memcpy(s->key, key, n);
    s->component = (uint16_t)component;
}

/* Ends the leaf and begins the next one, whose first item will be this component of key. */
static void change_leaf(struct table_writer *t, const uint8_t *key, size_t key_bytes,
                        unsigned component)
{
    struct separator separator;
    make_separator(&separator, &t->leaf, key, key_bytes, component);
    uint32_t number = end_leaf(t);
    add_child(t, 1, number, &t->leaf_separator);
    t->leaf_separator = separator;
    start_block(&t->leaf, next_block(t));
}

static inline uint8_t *put_item(struct table_writer *t, const uint8_t *key, size_t key_bytes,
                                size_t data_bytes, unsigned flags)
{
    uint8_t *item = block_add(&t->leaf, (unsigned)(ITEM_HEAD_BYTES + key_bytes + data_bytes));
    put_16(item, (unsigned)(key_bytes + data_bytes) | flags);
    item[2] = (uint8_t)key_bytes;
    memcpy(item + ITEM_HEAD_BYTES, key, key_bytes);
    return item + ITEM_HEAD_BYTES + key_bytes;
}

/* Adds a tag that does not fit as a whole, in components that are as large as possible. */
static void add_components(struct table_writer *t, const uint8_t *key, size_t key_bytes,
                           const uint8_t *tag, size_t n, unsigned flags)
{
    for (unsigned component = 1; component == 1 || n > 0; component++) {
        size_t head = ITEM_HEAD_BYTES + key_bytes + (component > 1 ? COMPONENT_BYTES : 0);
        bool fits_whole = head + n <= MAX_ITEM_BYTES &&
                          head + n + SLOT_BYTES <= block_room(&t->leaf);
        if (!fits_whole && block_room(&t->leaf) < key_bytes + MIN_SPLIT_BYTES)
            change_leaf(t, key, key_bytes, component);
        size_t item_bytes = block_room(&t->leaf) - SLOT_BYTES;
        if (item_bytes > MAX_ITEM_BYTES)
            item_bytes = MAX_ITEM_BYTES;
        size_t part = n < item_bytes - head ? n : item_bytes - head;
        unsigned ends = (component == 1 ? FLAG_FIRST : 0) | (part == n ? FLAG_LAST : 0);
        uint8_t *data = put_item(t, key, key_bytes, part + (component > 1 ? COMPONENT_BYTES : 0),
                                 flags | ends);
        if (component > 1) {
            put_16(data, component);
            data += COMPONENT_BYTES;
        }
        glass_put_bytes(data, tag, part);
        tag += part;
        n -= part;
        if (component == MAX_COMPONENTS && n > 0) {
            err_set(&t->err, ERR_LIMIT, "'%s': an entry is too long", t->path);
            return;
        }
    }
}

/* The table begins with an item without a key. */
static void add_null_item(struct table_writer *t)
{
    put_item(t, (const uint8_t *)"", 0, 0, FLAG_FIRST | FLAG_LAST);
    t->is_started = true;
}

/* Returns true if key is greater than that of the last item of the leaf. */
static __attribute__((unused)) bool is_in_order(const struct table_writer *t, const uint8_t *key,
                                                size_t key_bytes)
{
    const uint8_t *last = t->leaf.bytes + t->leaf.items_start;
    if (t->leaf.directory_end == HEAD_BYTES)
        return true;
    struct str before = {(const char *)last + ITEM_HEAD_BYTES, last[2]};
    return str_compare(before, (struct str){(const char *)key, key_bytes}) < 0;
}

void table_writer_add(struct table_writer *t, const uint8_t *key, size_t key_bytes, const void *tag,
                      size_t n, bool is_deflated)
{
    unsigned flags = is_deflated ? FLAG_DEFLATED : 0;
    if (!t->is_started)
        add_null_item(t);
    assert(key_bytes > 0 && key_bytes <= GLASS_MAX_KEY_BYTES);
    assert(is_in_order(t, key, key_bytes));
    t->n_entries++;
    size_t item_bytes = ITEM_HEAD_BYTES + key_bytes + n;
    if (item_bytes <= MAX_ITEM_BYTES && item_bytes + SLOT_BYTES <= block_room(&t->leaf))
        glass_put_bytes(put_item(t, key, key_bytes, n, flags | FLAG_FIRST | FLAG_LAST), tag, n);
    else
        add_components(t, key, key_bytes, tag, n, flags);
}

enum err_code table_writer_failure(const struct table_writer *t, struct err *err)
{
    if (t->err.code)
        *err = t->err;
    return err->code ? err->code : file_writer_failure(t->sink, err);
}

/* Ends the open block of every level and returns the root. */
static struct glass_root end_levels(struct table_writer *t)
{
    unsigned level = 0;
    uint32_t number = end_leaf(t);
    if (t->branches[0].is_used)
        add_child(t, 1, number, &t->leaf_separator);
    while (level < MAX_LEVELS && t->branches[level].is_used) {
        level++;
        number = end_branch(t, level);
        if (level < MAX_LEVELS && t->branches[level].is_used)
            add_child(t, level + 1, number, &t->branches[level - 1].separator);
    }
    return (struct glass_root){number, level, t->n_entries, t->n_blocks, 0};
}

/* Returns the offset after the directory of the root, which is the last of the n bytes of blocks in
 * the buffer, or n if it has no room for a mark there. */
static size_t find_room(const struct table_writer *t, size_t n)
{
    const uint8_t *root = t->buffer + n - GLASS_BLOCK_BYTES;
    unsigned room = get_16(root + 5), directory_end = get_16(root + 9);
    return room < FILE_WRITER_MARK_BYTES ? n : n - GLASS_BLOCK_BYTES + directory_end;
}

void table_writer_end(struct table_writer *t)
{
    if (t->n_entries > 0)
        t->root = end_levels(t);
    size_t n = (size_t)t->n_buffered * GLASS_BLOCK_BYTES;
    file_writer_end(t->sink, n, t->n_entries > 0 ? find_room(t, n) : n);
}

enum err_code table_writer_close(struct table_writer *t, struct glass_root *ret_root,
                                 struct err *err)
{
    struct err failure = t->err;
    file_writer_close(t->sink, &t->root.hash, &failure);
    if (failure.code)
        err_set(err, failure.code, "%s", failure.message);
    else
        *ret_root = t->root;
    for (unsigned i = 0; i < MAX_LEVELS; i++)
        mem_free(t->branches[i].block.bytes);
    mem_free(t->path);
    mem_free(t);
    return failure.code;
}
