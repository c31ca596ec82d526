/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stores the links of files in shards of the index's metadata and reads them back. */
#include "indexer/links/link_store.h"

#include "base/mem.h"
#include "store/packed.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    /* Enough to compress well, and few enough for an update to rewrite. */
    SHARD_FILES = 128,
    MAX_SHARD_FILES = 2 * SHARD_FILES,
};

void link_files_done(struct link_files *f)
{
    mem_free(f->files);
    mem_free(f->shards);
    arena_done(&f->arena);
    *f = (struct link_files)LINK_FILES_INIT;
}

void link_files_add(struct link_files *f, struct str path, struct str links)
{
    if (links.n == 0)
        return;
    MEM_GROW(f->files, f->n, f->capacity);
    f->files[f->n++] = (struct link_file){arena_copy(&f->arena, path),
                                          arena_copy(&f->arena, links)};
}

static int by_path(const void *a, const void *b)
{
    return str_compare(((const struct link_file *)a)->path, ((const struct link_file *)b)->path);
}

struct str link_files_find(const struct link_files *f, struct str path)
{
    struct link_file key = {.path = path};
    const struct link_file *found = f->n ? bsearch(&key, f->files, f->n, sizeof key, by_path)
                                         : NULL;
    return found ? found->links : STR_EMPTY;
}

/* ---- packing ---- */

void link_file_append(struct buf *bytes, struct str path, struct str links)
{
    if (links.n == 0)
        return;
    buf_append_counted(bytes, path);
    buf_append_counted(bytes, links);
}

static enum err_code damaged(struct err *err)
{
    return err_set(err, ERR_CORRUPT, "the index's list of links is damaged");
}

void link_files_pack(struct buf *bytes)
{
    struct buf packed = BUF_INIT;
    if (bytes->n == 0)
        return;
    packed_append(&packed, buf_str(bytes));
    buf_done(bytes);
    *bytes = packed;
}

enum err_code link_files_read(struct link_files *f, struct str bytes, struct err *err)
{
    struct str path, links;
    while (str_take_counted(&bytes, &path) && str_take_counted(&bytes, &links))
        link_files_add(f, path, links);
    return bytes.n ? damaged(err) : ERR_OK;
}

enum err_code link_files_unpack(struct link_files *f, struct str packed, struct err *err)
{
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    if (packed.n == 0)
        return ERR_OK;
    if (!packed_read(packed, &bytes))
        return damaged(err);
    return link_files_read(f, buf_str(&bytes), err);
}

/* ---- shards ---- */

static void shard_key(uint32_t shard, char key[24])
{
    snprintf(key, 24, METADATA_LINKS_OF "%x", shard);
}

static void add_shard(struct link_files *f, struct str first, uint32_t number)
{
    MEM_GROW(f->shards, f->n_shards, f->shards_capacity);
    f->shards[f->n_shards++] = (struct link_shard){arena_copy(&f->arena, first), number};
}

static enum err_code load_list(struct link_files *f, struct store_reader *reader, struct err *err)
{
    AUTO(buf_done) struct buf value = BUF_INIT;
    struct str first;
    uint64_t number;
    if (store_reader_metadata(reader, 0, METADATA_LINKS, &value, err))
        return err->code;
    struct str in = buf_str(&value);
    while (str_take_counted(&in, &first) && str_take_varint(&in, &number)) {
        bool is_in_order = f->n_shards ? str_compare(f->shards[f->n_shards - 1].first, first) < 0
                                       : first.n == 0;
        if (number > UINT32_MAX || !is_in_order)
            return damaged(err);
        add_shard(f, first, (uint32_t)number);
    }
    return in.n ? damaged(err) : ERR_OK;
}

enum err_code link_files_load(struct link_files *f, struct store_reader *reader, struct err *err)
{
    if (load_list(f, reader, err))
        return err->code;
    for (size_t i = 0; i < f->n_shards; i++) {
        char key[24];
        AUTO(buf_done) struct buf value = BUF_INIT;
        shard_key(f->shards[i].number, key);
        if (store_reader_metadata(reader, 0, key, &value, err) ||
            link_files_unpack(f, buf_str(&value), err))
            return err->code;
    }
    return ERR_OK;
}

/* Returns the end of the files, from start on, that belong into shard i of f. */
static size_t shard_end(const struct link_files *files, size_t start, const struct link_files *f,
                        size_t i)
{
    size_t end = start;
    if (i + 1 == f->n_shards)
        return files->n;
    while (end < files->n && str_compare(files->files[end].path, f->shards[i + 1].first) < 0)
        end++;
    return end;
}

struct storing {
    const struct link_files *files, *old;
    struct buf list; /* of the shards */
    uint32_t next_number;
    link_files_put *put;
    void *ctx;
};

static void append_files(struct buf *out, const struct link_files *f, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        link_file_append(out, f->files[i].path, f->files[i].links);
}

static enum err_code put_shard(struct storing *s, struct str first, uint32_t number, size_t start,
                               size_t end, struct str before, struct err *err)
{
    char key[24];
    AUTO(buf_done) struct buf now = BUF_INIT;
    AUTO(buf_done) struct buf packed = BUF_INIT;
    buf_append_counted(&s->list, first);
    buf_append_varint(&s->list, number);
    append_files(&now, s->files, start, end);
    if (str_equal(buf_str(&now), before))
        return ERR_OK;
    if (now.n)
        packed_append(&packed, buf_str(&now));
    shard_key(number, key);
    return s->put(s->ctx, key, buf_str(&packed), err);
}

/* Stores files [start, end), which belong into a shard with the contents before. If there are too
 * many, the rest goes into new shards. */
static enum err_code put_files(struct storing *s, const struct link_shard *shard, size_t start,
                               size_t end, struct str before, struct err *err)
{
    size_t n = end - start > MAX_SHARD_FILES ? SHARD_FILES : end - start;
    if (put_shard(s, shard->first, shard->number, start, start + n, before, err))
        return err->code;
    for (size_t i = start + n; i < end; i += n) {
        n = end - i < SHARD_FILES ? end - i : SHARD_FILES;
        if (put_shard(s, s->files->files[i].path, s->next_number++, i, i + n, STR_EMPTY, err))
            return err->code;
    }
    return ERR_OK;
}

static enum err_code put_all(struct storing *s, struct err *err)
{
    static const struct link_shard first = {.first = {"", 0}, .number = 0};
    const struct link_files *old = s->old;
    size_t n_shards = old ? old->n_shards : 0, start = 0, old_start = 0;
    for (size_t i = 0; i < n_shards; i++)
        if (old->shards[i].number >= s->next_number)
            s->next_number = old->shards[i].number + 1;
    if (n_shards == 0)
        return put_files(s, &first, 0, s->files->n, STR_EMPTY, err);
    for (size_t i = 0; i < n_shards; i++) {
        AUTO(buf_done) struct buf before = BUF_INIT;
        size_t end = shard_end(s->files, start, old, i);
        size_t old_end = shard_end(old, old_start, old, i);
        append_files(&before, old, old_start, old_end);
        if (put_files(s, &old->shards[i], start, end, buf_str(&before), err))
            return err->code;
        start = end;
        old_start = old_end;
    }
    return ERR_OK;
}

enum err_code link_files_store(const struct link_files *f, const struct link_files *old,
                               link_files_put *put, void *ctx, struct err *err)
{
    struct storing s = {.files = f, .old = old, .next_number = 1, .put = put, .ctx = ctx};
    size_t n_before = old ? old->n_shards : 0;
    if (f->n == 0 && n_before == 0)
        return ERR_OK;
    if (put_all(&s, err) == ERR_OK)
        put(ctx, METADATA_LINKS, buf_str(&s.list), err);
    buf_done(&s.list);
    return err->code;
}
