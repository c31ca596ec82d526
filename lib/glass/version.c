/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and writes the version file of a database, which holds the roots of its tables and its
 * statistics. */
#include "base/file.h"
#include "base/mem.h"
#include "glass/table_reader.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>
#include <xxhash.h>

enum { REVISION = 1, MAX_VERSION_BYTES = 512, UUID_BYTES = 16 };

/* The beginning of the version file of every database of this format. The last two bytes are a
 * date: 14 March 2016, as (year - 2014) << 9 | month << 5 | day. */
static const uint8_t glass_magic[16] = {0x0F, 0x0D, 'X', 'a', 'p', 'i', 'a', 'n',
                                        ' ',  'G',  'l', 'a', 's', 's', 4,   0x6E};

/* libxapian may deflate tags that are longer than this; 0 means none. */
static const uint8_t min_deflate_bytes[GLASS_N_TABLES] = {
    [GLASS_DOCDATA] = 18,
    [GLASS_TERMLIST] = 18,
    [GLASS_SPELLING] = 18,
    [GLASS_SYNONYM] = 18,
};

static uint8_t *put_root(uint8_t *p, const struct glass_root *root, unsigned min_bytes)
{
    bool is_empty = root->n_blocks == 0;
    p = glass_put_vint(p, root->block);
    p = glass_put_vint(p, root->level << 2 | 2 /* leaves are in order */ | is_empty);
    p = glass_put_vint(p, root->n_entries);
    p = glass_put_vint(p, GLASS_BLOCK_BYTES / 2048);
    p = glass_put_vint(p, min_bytes);
    uint8_t free_list[5 + GLASS_VINT_BYTES], *end = free_list;
    if (!is_empty) {
        end = glass_put_vint(end, REVISION);
        end = glass_put_vint(end, root->n_blocks);
        end = glass_put_bytes(end, "\0\0\0", 4); /* there are no free blocks */
    }
    p = glass_put_vint(p, (size_t)(end - free_list));
    return glass_put_bytes(p, free_list, (size_t)(end - free_list));
}

static uint8_t *put_statistics(uint8_t *p, const struct glass_statistics *s)
{
    p = glass_put_vint(p, s->n_documents);
    p = glass_put_vint(p, s->last_docid - s->n_documents);
    p = glass_put_vint(p, s->min_length);
    p = glass_put_vint(p, s->max_wdf);
    p = glass_put_vint(p, s->max_length - s->max_wdf);
    p = glass_put_vint(p, 0); /* oldest changeset */
    p = glass_put_vint(p, s->total_length);
    return glass_put_vint(p, 0); /* greatest frequency of a spelling */
}

static uint8_t *put_uuid(uint8_t *p)
{
    if (getrandom(p, UUID_BYTES, 0) != UUID_BYTES)
        memset(p, 0, UUID_BYTES); /* good enough: only replication depends on it */
    p[6] = (uint8_t)((p[6] & 0x0F) | 0x40);
    p[8] = (uint8_t)((p[8] & 0x3F) | 0x80);
    return p + UUID_BYTES;
}

enum err_code glass_write_version(const char *path, const struct glass_root roots[GLASS_N_TABLES],
                                  const struct glass_statistics *statistics, struct err *err)
{
    uint8_t bytes[MAX_VERSION_BYTES], *p = bytes;
    p = glass_put_bytes(p, glass_magic, sizeof glass_magic);
    p = put_uuid(p);
    p = glass_put_vint(p, REVISION);
    for (unsigned i = 0; i < GLASS_N_TABLES; i++)
        p = put_root(p, &roots[i], min_deflate_bytes[i]);
    p = put_statistics(p, statistics);

    AUTO(mem_free_pointer) char *name = file_join(path, "iamglass");
    AUTO(file_close) int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_set_errno(err, "cannot create '%s'", name);
    return file_write_all(fd, name, bytes, (size_t)(p - bytes), err);
}

/* ---- reading ---- */

static struct glass_free_list take_free_list(const uint8_t *p, const uint8_t *end)
{
    struct glass_free_list list = {0};
    uint32_t revision, n_blocks;
    bool is_good = glass_take_uint32(&p, end, &revision) && glass_take_uint32(&p, end, &n_blocks) &&
                   glass_take_uint32(&p, end, &list.first.block) &&
                   glass_take_uint32(&p, end, &list.first.item) &&
                   glass_take_uint32(&p, end, &list.end.block) &&
                   glass_take_uint32(&p, end, &list.end.item) && p == end;
    list.n_blocks = is_good ? n_blocks : 0;
    return list;
}

static bool take_root(const uint8_t **p, const uint8_t *end, struct glass_start *ret)
{
    uint32_t shape, n_units, min_bytes, free_bytes;
    if (!glass_take_uint32(p, end, &ret->block) || !glass_take_uint32(p, end, &shape))
        return false;
    struct str rest = {(const char *)*p, (size_t)(end - *p)};
    if (!str_take_varint(&rest, &ret->n_entries))
        return false;
    *p = (const uint8_t *)rest.p;
    if (!glass_take_uint32(p, end, &n_units) || !glass_take_uint32(p, end, &min_bytes) ||
        !glass_take_uint32(p, end, &free_bytes) || free_bytes > (size_t)(end - *p))
        return false;
    ret->free = take_free_list(*p, *p + free_bytes);
    *p += free_bytes;
    ret->is_empty = shape & 1;
    ret->level = shape >> 2;
    ret->block_bytes = n_units * 2048;
    bool is_power = (n_units & (n_units - 1)) == 0;
    return ret->is_empty ||
           (ret->level < TABLE_MAX_LEVELS && n_units >= 1 && n_units <= 32 && is_power);
}

static bool take_statistics(const uint8_t **p, const uint8_t *end, struct glass_statistics *s)
{
    uint32_t behind, above, changeset;
    struct str rest;
    if (!glass_take_uint32(p, end, &s->n_documents) || !glass_take_uint32(p, end, &behind) ||
        !glass_take_uint32(p, end, &s->min_length) || !glass_take_uint32(p, end, &s->max_wdf) ||
        !glass_take_uint32(p, end, &above) || !glass_take_uint32(p, end, &changeset))
        return false;
    rest = (struct str){(const char *)*p, (size_t)(end - *p)};
    return !__builtin_add_overflow(s->n_documents, behind, &s->last_docid) &&
           !__builtin_add_overflow(s->max_wdf, above, &s->max_length) &&
           str_take_varint(&rest, &s->total_length);
}

/* Returns true if a directory contains a database of another Xapian backend, or a file that refers
 * to one. */
static bool is_other_backend(const struct dir *database)
{
    static const char *const names[] = {"XAPIANDB", "iamchert", "iamhoney", "iambrass", "iamflint"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (faccessat(database->fd, names[i], F_OK, AT_SYMLINK_NOFOLLOW) == 0)
            return true;
    return false;
}

enum err_code glass_read_version(const struct dir *database, struct glass_version *ret,
                                 struct err *err)
{
    enum { MAGIC_BYTES = sizeof glass_magic - 2 };
    static const char name[] = "iamglass";
    AUTO(buf_done) struct buf bytes = BUF_INIT;
    struct err problem = ERR_INIT;
    if (dir_read_file(database, name, 1 << 20, &bytes, &problem)) {
        if (problem.code == ERR_NOT_FOUND && is_other_backend(database))
            return err_set(err, ERR_VERSION, "'%s' uses another backend of Xapian", database->path);
        bool is_io = problem.code == ERR_IO || problem.code == ERR_NOT_FOUND;
        return err_set(err, is_io ? problem.code : ERR_CORRUPT, "%s", problem.message);
    }
    const uint8_t *p = (const uint8_t *)bytes.p, *end = p + bytes.n;
    if (bytes.n < sizeof glass_magic + UUID_BYTES || memcmp(p, glass_magic, MAGIC_BYTES) != 0)
        return err_set(err, ERR_CORRUPT, "'%s/%s' does not begin like a database", database->path,
                       name);
    if (memcmp(p, glass_magic, sizeof glass_magic) != 0)
        return err_set(err, ERR_VERSION, "'%s/%s' has another version of the format",
                       database->path, name);
    p += sizeof glass_magic + UUID_BYTES;
    bool is_good = glass_take_uint32(&p, end, &ret->revision);
    for (size_t i = 0; i < GLASS_N_TABLES && is_good; i++)
        is_good = take_root(&p, end, &ret->starts[i]);
    if (!is_good || !take_statistics(&p, end, &ret->statistics))
        return err_set(err, ERR_CORRUPT, "'%s/%s' is damaged", database->path, name);
    ret->hash = XXH3_64bits(bytes.p, bytes.n);
    return ERR_OK;
}
