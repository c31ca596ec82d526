/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the B-trees of glass tables block by block, with cursors that find a key and advance to the
 * next. */
#include "glass/table_reader.h"

#include "base/file.h"
#include "base/mem.h"

#include <assert.h>
#include <unistd.h>
#include <zlib.h>

enum {
    LEAF_KEY = 3,   /* the offset of the key in an item of a leaf */
    BRANCH_KEY = 5, /* the offset of the key in an item of a branch */
    COMPONENT_BYTES = 2,
    MAX_TAG_BYTES = 1 << 30,
};

/* An item of a leaf, which is one component of a tag. */
struct item {
    struct str key, data;
    unsigned component;
    bool is_first, is_last, is_deflated;
};

static enum err_code damaged(const struct table_reader *t, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "the table '%s' is damaged", t->path);
}

/* Returns a block of the tree, which the caller must release. */
static enum err_code get_block(struct table_reader *t, uint32_t number, unsigned level,
                               struct glass_block **ret, struct err *err)
{
    const struct glass_blocks_file file = {t->path, t->fd, t->start.block_bytes, t->revision,
                                           t->reader};
    return glass_blocks_get(&t->blocks, &file, number, level, ret, err);
}

/* Returns the offset of item i in a block, or 0 if that is not within the block. */
static uint32_t offset_of(const struct table_reader *t, const struct glass_block *b, unsigned i)
{
    uint32_t offset = glass_get16(b->bytes + GLASS_BLOCK_HEAD + 2 * i);
    uint32_t least = b->bytes[4] == 0 ? LEAF_KEY : BRANCH_KEY;
    bool fits = offset >= GLASS_BLOCK_HEAD + 2 * b->n_items &&
                offset + least <= t->start.block_bytes;
    return fits ? offset : 0;
}

/* Returns the key of item i of a block, and the component at which it begins. */
static bool read_key(const struct table_reader *t, const struct glass_block *b, unsigned i,
                     struct str *key, unsigned *component)
{
    uint32_t offset = offset_of(t, b, i);
    const uint8_t *p = b->bytes + offset;
    bool is_leaf = b->bytes[4] == 0;
    size_t key_at = is_leaf ? LEAF_KEY : BRANCH_KEY, key_bytes = p[key_at - 1];
    bool has_component = !is_leaf || !(p[0] & 0x20);
    size_t end = key_at + key_bytes + (has_component ? COMPONENT_BYTES : 0);
    if (offset == 0 || offset + end > t->start.block_bytes)
        return false;
    *key = (struct str){(const char *)p + key_at, key_bytes};
    *component = has_component ? glass_get16(p + key_at + key_bytes) : 1;
    return true;
}

static bool read_item(const struct table_reader *t, const struct glass_block *b, unsigned i,
                      struct item *ret)
{
    if (!read_key(t, b, i, &ret->key, &ret->component))
        return false;
    const uint8_t *p = b->bytes + offset_of(t, b, i);
    size_t length = (glass_get16(p) & 0x1FFF) + LEAF_KEY;
    ret->is_deflated = p[0] & 0x80;
    ret->is_last = p[0] & 0x40;
    ret->is_first = p[0] & 0x20;
    size_t data_at = LEAF_KEY + ret->key.n + (ret->is_first ? 0 : COMPONENT_BYTES);
    if (data_at > length || p + length > b->bytes + t->start.block_bytes)
        return false;
    ret->data = (struct str){(const char *)p + data_at, length - data_at};
    return true;
}

/* Returns the last item of a block that is not after the first component of key, or SIZE_MAX if the
 * block is damaged. The first item of a branch has no key; that of a leaf may be after key, which
 * *ret_is_before reports. */
static size_t search(const struct table_reader *t, const struct glass_block *b, struct str key,
                     bool *ret_is_before)
{
    size_t low = 0, high = b->n_items;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct str at;
        unsigned component;
        if (!read_key(t, b, (unsigned)middle, &at, &component))
            return SIZE_MAX;
        int order = str_compare(at, key);
        if (order < 0 || (order == 0 && component <= 1))
            low = middle + 1;
        else
            high = middle;
    }
    *ret_is_before = low == 0;
    return low ? low - 1 : 0;
}

/* ---- tables ---- */

enum err_code table_reader_open(struct table_reader *t, const struct dir *database,
                                enum glass_table table, const struct glass_version *version,
                                struct err *err)
{
    static const char *const names[GLASS_N_TABLES] = {
        [GLASS_POSTLIST] = "postlist.glass", [GLASS_DOCDATA] = "docdata.glass",
        [GLASS_TERMLIST] = "termlist.glass", [GLASS_POSITION] = "position.glass",
        [GLASS_SPELLING] = "spelling.glass", [GLASS_SYNONYM] = "synonym.glass"};
    *t = (struct table_reader){.path = file_join(database->path, names[table]),
                               .name = names[table],
                               .fd = -1,
                               .start = version->starts[table],
                               .revision = version->revision};
    if (t->start.is_empty)
        return ERR_OK;
    uint64_t bytes;
    struct err problem = ERR_INIT;
    t->fd = dir_open_file(database, t->name, &bytes, &problem);
    if (t->fd >= 0)
        return ERR_OK;
    bool is_no_file = problem.code == ERR_INPUT;
    err_set(err, is_no_file ? ERR_CORRUPT : problem.code, "%s", problem.message);
    table_reader_close(t);
    return err->code;
}

enum err_code table_reader_read_through(struct table_reader *t, const struct dir *database,
                                        struct err *err)
{
    t->reader = file_reader_open(database, t->name, err);
    return err->code;
}

void table_reader_close(struct table_reader *t)
{
    file_reader_close(t->reader);
    glass_blocks_done(&t->blocks);
    if (t->path && t->fd >= 0)
        close(t->fd);
    mem_free(t->path);
    *t = (struct table_reader){.start.is_empty = true};
}

/* ---- cursors ---- */

void table_cursor_done(struct table_cursor *c)
{
    glass_block_release(c->leaf);
    buf_done(&c->tag);
    buf_done(&c->inflated);
    *c = (struct table_cursor){.tree = c->tree};
}

struct str table_cursor_key(const struct table_cursor *c)
{
    return (struct str){(const char *)c->key, c->key_bytes};
}

enum end { FIRST, LAST };

/* Goes down from a block to the place of key or, if key is NULL, to one end. *ret_is_before is true
 * if all entries of the leaf are after key. */
static enum err_code descend(struct table_cursor *c, uint32_t number, unsigned level,
                             const struct str *key, enum end end, bool *ret_is_before,
                             struct err *err)
{
    struct table_reader *t = c->tree;
    assert(level <= t->start.level && t->start.level < TABLE_MAX_LEVELS);
    for (;; level--) {
        struct glass_block *b;
        if (get_block(t, number, level, &b, err))
            return err->code;
        bool is_before = false;
        size_t at = key ? search(t, b, *key, &is_before) : end == LAST ? b->n_items - 1 : 0;
        uint32_t offset = at < b->n_items ? offset_of(t, b, (unsigned)at) : 0;
        if (offset == 0) {
            glass_block_release(b);
            return damaged(t, err);
        }
        if (level == 0) {
            glass_block_release(c->leaf);
            c->leaf = b;
            c->item = (unsigned)at;
            assert(c->item < b->n_items);
            *ret_is_before = is_before;
            return ERR_OK;
        }
        c->way[level].block = number;
        c->way[level].item = (unsigned)at;
        number = glass_get32(b->bytes + offset);
        glass_block_release(b);
    }
}

/* Goes to the adjoining end of the next or previous leaf. *ret_is_there is false if there is
 * none. */
static enum err_code go_aside(struct table_cursor *c, enum end end, bool *ret_is_there,
                              struct err *err)
{
    struct table_reader *t = c->tree;
    *ret_is_there = false;
    for (unsigned level = 1; level <= t->start.level; level++) {
        struct glass_block *b;
        if (get_block(t, c->way[level].block, level, &b, err))
            return err->code;
        bool has_more = end == FIRST ? c->way[level].item + 1 < b->n_items : c->way[level].item > 0;
        if (has_more) {
            c->way[level].item += end == FIRST ? 1 : -1u;
            uint32_t offset = offset_of(t, b, c->way[level].item);
            uint32_t child = offset ? glass_get32(b->bytes + offset) : 0;
            bool is_before;
            glass_block_release(b);
            if (offset == 0)
                return damaged(t, err);
            *ret_is_there = true;
            return descend(c, child, level - 1, NULL, end, &is_before, err);
        }
        glass_block_release(b);
    }
    return ERR_OK;
}

/* Makes the cursor's item the beginning of the current entry. */
static void arrive(struct table_cursor *c, const struct item *item)
{
    if (item->key.n)
        memcpy(c->key, item->key.p, item->key.n);
    c->key_bytes = (unsigned)item->key.n;
    c->only = (struct str){item->is_last ? item->data.p : NULL, item->data.n};
    c->only_is_deflated = item->is_deflated;
    c->n_components = 0;
    c->is_whole = c->is_inflated = false;
    buf_clear(&c->tag);
}

enum err_code table_cursor_find(struct table_cursor *c, struct str key, bool *ret_is_there,
                                struct err *err)
{
    struct table_reader *t = c->tree;
    struct item item = {0};
    uint8_t first[GLASS_MAX_KEY_BYTES];
    bool is_before = false, is_again = false;
    *ret_is_there = false;
    c->only.p = NULL;
    if (t->start.is_empty)
        return ERR_OK;
    for (struct str target = key;; is_again = true) {
        if (descend(c, t->start.block, t->start.level, &target, FIRST, &is_before, err))
            return err->code;
        bool is_there = true;
        if (is_before && go_aside(c, LAST, &is_there, err))
            return err->code;
        if (!is_there || !read_item(t, c->leaf, c->item, &item) || (is_again && !item.is_first))
            return damaged(t, err);
        if (item.is_first)
            break;
        /* This is the end of a tag of several items; look for its beginning. */
        memcpy(first, item.key.p, item.key.n);
        target = (struct str){(const char *)first, item.key.n};
    }
    arrive(c, &item);
    *ret_is_there = str_equal(item.key, key);
    return ERR_OK;
}

/* Goes to the next item. *ret_is_there is false if there is none. */
static enum err_code next_item(struct table_cursor *c, struct item *ret, bool *ret_is_there,
                               struct err *err)
{
    *ret_is_there = true;
    if (c->item + 1 < c->leaf->n_items)
        c->item++;
    else if (go_aside(c, FIRST, ret_is_there, err) || !*ret_is_there)
        return err->code;
    return read_item(c->tree, c->leaf, c->item, ret) ? ERR_OK : damaged(c->tree, err);
}

enum err_code table_cursor_next(struct table_cursor *c, bool *ret_is_there, struct err *err)
{
    struct item item = {0};
    unsigned component = 0;
    *ret_is_there = false;
    if (!c->leaf)
        return ERR_OK;
    c->only.p = NULL;
    for (;;) {
        if (next_item(c, &item, ret_is_there, err) || !*ret_is_there)
            return err->code;
        /* If a tree contains the same blocks again and again, the way through it would have no
         * end. */
        int order = str_compare(item.key, table_cursor_key(c));
        if (item.is_first ? order <= 0 : order != 0 || item.component <= component)
            return damaged(c->tree, err);
        if (item.is_first)
            break;
        component = item.component;
    }
    arrive(c, &item);
    return ERR_OK;
}

static enum err_code inflate_tag(struct table_cursor *c, struct str deflated, struct err *err)
{
    z_stream stream = {.next_in = (Bytef *)deflated.p, .avail_in = (uInt)deflated.n};
    int status = inflateInit2(&stream, -15);
    if (status == Z_MEM_ERROR)
        mem_exhausted();
    buf_clear(&c->inflated);
    while (status == Z_OK && c->inflated.n < MAX_TAG_BYTES) {
        buf_reserve(&c->inflated, 2 * deflated.n + 1024);
        uInt room = (uInt)(c->inflated.capacity - c->inflated.n);
        stream.next_out = (Bytef *)c->inflated.p + c->inflated.n;
        stream.avail_out = room;
        status = inflate(&stream, Z_SYNC_FLUSH);
        c->inflated.n += room - stream.avail_out;
        if (status == Z_OK && stream.avail_out == room)
            break; /* no more output is possible */
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END ? ERR_OK : damaged(c->tree, err);
}

/* Returns the tag as it is stored, or its beginning with enough bytes; if it is deflated, all of
 * it. */
static enum err_code stored_tag(struct table_cursor *c, size_t enough, struct str *ret,
                                bool *ret_is_deflated, struct err *err)
{
    struct item item;
    *ret = c->only;
    *ret_is_deflated = c->only_is_deflated;
    if (c->leaf && c->only.p)
        return ERR_OK;
    if (!c->leaf || !read_item(c->tree, c->leaf, c->item, &item))
        return damaged(c->tree, err);
    *ret_is_deflated = item.is_deflated;
    while (!c->is_whole && (*ret_is_deflated || c->tag.n < enough)) {
        bool is_there = true;
        if (c->n_components && next_item(c, &item, &is_there, err))
            return err->code;
        c->n_components++;
        if (!is_there || item.component != c->n_components ||
            !str_equal(item.key, table_cursor_key(c)) || c->tag.n > MAX_TAG_BYTES)
            return damaged(c->tree, err);
        buf_append_str(&c->tag, item.data);
        c->is_whole = item.is_last;
    }
    *ret = buf_str(&c->tag);
    return ERR_OK;
}

enum err_code table_cursor_stored_tag(struct table_cursor *c, struct str *ret,
                                      bool *ret_is_deflated, struct err *err)
{
    return stored_tag(c, SIZE_MAX, ret, ret_is_deflated, err);
}

enum err_code table_cursor_tag(struct table_cursor *c, size_t enough, struct str *ret,
                               struct err *err)
{
    bool is_deflated;
    struct str stored;
    if (!c->is_inflated) {
        if (stored_tag(c, enough, &stored, &is_deflated, err))
            return err->code;
        if (!is_deflated) {
            *ret = stored;
            return ERR_OK;
        }
        if (inflate_tag(c, stored, err))
            return err->code;
        c->is_inflated = true;
    }
    *ret = buf_str(&c->inflated);
    return ERR_OK;
}

enum err_code table_cursor_take_tag(struct table_cursor *c, struct buf *ret, struct err *err)
{
    struct str tag;
    if (table_cursor_tag(c, SIZE_MAX, &tag, err))
        return err->code;
    struct buf *owner = tag.p == c->tag.p ? &c->tag : tag.p == c->inflated.p ? &c->inflated : NULL;
    struct buf taken = BUF_INIT;
    if (owner) {
        taken = *owner;
        *owner = (struct buf)BUF_INIT;
        c->is_inflated = false;
    } else {
        buf_append_str(&taken, tag);
    }
    *ret = taken;
    return ERR_OK;
}

bool glass_take_sdid(const uint8_t **p, const uint8_t *end, uint32_t *docid)
{
    const uint8_t *at = *p;
    if (at == end)
        return false;
    unsigned n_more = 1; /* bytes after the first */
    uint64_t value = *at++;
    for (unsigned bit = 0x80; value & bit; bit >>= 1) {
        value &= ~(uint64_t)bit;
        n_more++;
    }
    if (n_more > 5 || (size_t)(end - at) < n_more)
        return false;
    for (; n_more; n_more--)
        value = value << 8 | *at++;
    *p = at;
    *docid = (uint32_t)value;
    return value <= UINT32_MAX;
}
