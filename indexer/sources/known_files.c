/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads and stores the states of an index's files, and tells whether a file has changed since. */
#include "indexer/sources/known_files.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/packed.h"
#include "store/schema.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

void known_files_done(struct known_files *s)
{
    arena_done(&s->arena);
    mem_free(s->files);
    *s = (struct known_files)KNOWN_FILES_INIT;
}

struct known_file *known_files_add(struct known_files *s, const struct known_file *state)
{
    MEM_GROW(s->files, s->n, s->capacity);
    struct known_file *added = &s->files[s->n++];
    *added = *state;
    added->path = arena_copy(&s->arena, state->path);
    added->problems = arena_copy(&s->arena, state->problems);
    return added;
}

/* The coarsest step of a file system's clock: two writes within it may leave the same times. */
static const int64_t TICK_NS = 20 * 1000000LL;

struct known_file known_file_of(const struct source_file *file, int64_t now_ns)
{
    bool is_settled = file->ctime_ns < now_ns - TICK_NS;
    return (struct known_file){
        .path = file->path,
        .size_bytes = file->size_bytes,
        .mtime_ns = file->mtime_ns,
        .ctime_ns = is_settled ? file->ctime_ns : 0,
        .device = file->device,
        .inode = file->inode,
        .read_as = file->settings->reading,
        .list = file->list,
        .problems = STR_EMPTY,
    };
}

/* Returns whether all but the time of the last change is the same. */
static bool is_alike(const struct known_file *state, const struct source_file *file)
{
    const struct settings *s = file->settings;
    return state->size_bytes == file->size_bytes && state->mtime_ns == file->mtime_ns &&
           state->inode == file->inode &&
           state->read_as == (state->fault ? s->reading_anew : s->reading);
}

bool known_file_matches(const struct known_file *state, const struct source_file *file)
{
    return state->ctime_ns == file->ctime_ns && is_alike(state, file);
}

bool known_file_may_match(const struct known_file *state, const struct source_file *file)
{
    return state->ctime_ns == 0 && is_alike(state, file);
}

bool known_file_has_less(const struct known_file *read, const struct known_file *old)
{
    bool is_same = old->size_bytes == read->size_bytes && old->mtime_ns == read->mtime_ns &&
                   old->inode == read->inode;
    return read->fault == FAULT_PASSING && read->n_documents < old->n_documents &&
           (is_same || read->n_documents == 0);
}

void known_file_append_problem(struct buf *problems, uint32_t line, struct str reason)
{
    buf_append_varint(problems, line);
    buf_append_counted(problems,
                       str_slice(reason, 0, utf8_floor(reason, KNOWN_FILE_MAX_REASON_BYTES)));
}

bool known_file_take_problem(struct str *problems, uint32_t *line, struct str *reason)
{
    uint64_t wide;
    if (!str_take_varint(problems, &wide) || !str_take_counted(problems, reason))
        return false;
    *line = (uint32_t)wide;
    return true;
}

/* ---- shards ---- */

static unsigned shard_of(struct str path)
{
    return (unsigned)(XXH3_64bits(path.p, path.n) % KNOWN_FILES_SHARDS);
}

static void shard_key(unsigned shard, char key[16])
{
    snprintf(key, 16, METADATA_FILES "%02x", shard);
}

static const struct known_file NOTHING_BEFORE = {.path = {"", 0}};

static void append_step(struct buf *out, uint64_t from, uint64_t to)
{
    buf_append_varint(out, zigzag((int64_t)(to - from)));
}

/* Encodes a state as its difference from the one before it in the shard. */
static void append_state(struct buf *out, const struct known_file *f,
                         const struct known_file *before)
{
    size_t shared = str_count_shared(f->path, before->path);
    buf_append_varint(out, shared);
    buf_append_counted(out, str_slice(f->path, shared, f->path.n));
    buf_append_varint(out, f->size_bytes);
    append_step(out, (uint64_t)before->mtime_ns, (uint64_t)f->mtime_ns);
    append_step(out, (uint64_t)f->mtime_ns, (uint64_t)f->ctime_ns);
    append_step(out, before->device, f->device);
    append_step(out, before->inode, f->inode);
    buf_append_varint(out, f->first_docid);
    buf_append_varint(out, f->n_documents);
    append_step(out, before->read_as, f->read_as);
    buf_append_varint(out, f->list);
    buf_append_char(out, (char)(f->uses_path | f->fault << 1));
    if (f->fault)
        buf_append_counted(out, f->problems);
}

static bool take_step(struct str *in, uint64_t from, uint64_t *to)
{
    uint64_t step;
    if (!str_take_varint(in, &step))
        return false;
    *to = from + (uint64_t)unzigzag(step);
    return true;
}

/* path receives the path, which f borrows. */
static bool take_state(struct str *in, struct known_file *f, const struct known_file *before,
                       struct buf *path)
{
    uint64_t shared, mtime, ctime, first, n, read_as, list;
    struct str rest;
    if (!str_take_varint(in, &shared) || shared > before->path.n || !str_take_counted(in, &rest) ||
        !str_take_varint(in, &f->size_bytes) ||
        !take_step(in, (uint64_t)before->mtime_ns, &mtime) || !take_step(in, mtime, &ctime) ||
        !take_step(in, before->device, &f->device) || !take_step(in, before->inode, &f->inode) ||
        !str_take_varint(in, &first) || !str_take_varint(in, &n) ||
        !take_step(in, before->read_as, &read_as) || !str_take_varint(in, &list) || in->n == 0 ||
        first > UINT32_MAX || n > UINT32_MAX || list > UINT32_MAX)
        return false;
    buf_clear(path);
    buf_append_str(path, str_slice(before->path, 0, (size_t)shared));
    buf_append_str(path, rest);
    f->path = buf_str(path);
    f->uses_path = in->p[0] & 1;
    f->fault = (enum file_fault)((unsigned char)in->p[0] >> 1 & 3);
    f->problems = STR_EMPTY;
    *in = str_slice(*in, 1, in->n);
    if (f->fault && !str_take_counted(in, &f->problems))
        return false;
    f->read_as = (uint32_t)read_as;
    f->list = (uint32_t)list;
    f->mtime_ns = (int64_t)mtime;
    f->ctime_ns = (int64_t)ctime;
    f->first_docid = (uint32_t)first;
    f->n_documents = (uint32_t)n;
    return true;
}

static int by_path(const void *a, const void *b)
{
    return str_compare(((const struct known_file *)a)->path, ((const struct known_file *)b)->path);
}

static enum err_code damaged(struct err *err)
{
    return err_set(err, ERR_CORRUPT, "the index's list of files is damaged");
}

static enum err_code load_shard(struct known_files *s, struct store_reader *reader, unsigned shard,
                                struct err *err)
{
    char key[16];
    shard_key(shard, key);
    AUTO(buf_done) struct buf packed = BUF_INIT, states = BUF_INIT;
    if (store_reader_metadata(reader, 0, key, &packed, err))
        return err->code;
    if (packed.n && !packed_read(buf_str(&packed), &states))
        return damaged(err);
    AUTO(buf_done) struct buf path = BUF_INIT;
    struct known_file before = NOTHING_BEFORE;
    struct str in = buf_str(&states);
    while (in.n) {
        struct known_file state;
        if (!take_state(&in, &state, &before, &path))
            return damaged(err);
        before = *known_files_add(s, &state);
    }
    return ERR_OK;
}

enum err_code known_files_load(struct known_files *s, struct store_reader *reader, struct err *err)
{
    for (unsigned shard = 0; shard < KNOWN_FILES_SHARDS; shard++)
        if (load_shard(s, reader, shard, err))
            return err->code;
    if (s->n)
        qsort(s->files, s->n, sizeof *s->files, by_path);
    return ERR_OK;
}

static void encode_shards(const struct known_files *s, struct buf shards[KNOWN_FILES_SHARDS])
{
    struct known_file before[KNOWN_FILES_SHARDS];
    for (unsigned i = 0; i < KNOWN_FILES_SHARDS; i++)
        before[i] = NOTHING_BEFORE;
    for (size_t i = 0; s && i < s->n; i++) {
        unsigned shard = shard_of(s->files[i].path);
        append_state(&shards[shard], &s->files[i], &before[shard]);
        before[shard] = s->files[i];
    }
}

/* Puts a shard, which is removed if it is empty. */
static enum err_code put_shard(unsigned shard, struct str states, known_files_put *put, void *ctx,
                               struct err *err)
{
    char key[16];
    AUTO(buf_done) struct buf packed = BUF_INIT;
    shard_key(shard, key);
    if (states.n)
        packed_append(&packed, states);
    return put(ctx, key, buf_str(&packed), err);
}

enum err_code known_files_store(const struct known_files *s, const struct known_files *old,
                                known_files_put *put, void *ctx, struct err *err)
{
    struct buf *now = mem_alloc_zeroed(KNOWN_FILES_SHARDS, sizeof *now);
    struct buf *before = mem_alloc_zeroed(KNOWN_FILES_SHARDS, sizeof *before);
    encode_shards(s, now);
    encode_shards(old, before);
    for (unsigned shard = 0; shard < KNOWN_FILES_SHARDS; shard++) {
        if (!err->code && !str_equal(buf_str(&now[shard]), buf_str(&before[shard])))
            put_shard(shard, buf_str(&now[shard]), put, ctx, err);
        buf_done(&now[shard]);
        buf_done(&before[shard]);
    }
    mem_free(now);
    mem_free(before);
    return err->code;
}
