/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"
#include "base/mem.h"
#include "store/glass.h"

#include <fcntl.h>
#include <sys/random.h>

enum { REVISION = 1, MAX_VERSION_BYTES = 512, UUID_BYTES = 16 };

/* The last two bytes are a date: 14 March 2016, as (year - 2014) << 9 | month << 5 | day. */
const uint8_t glass_magic[16] = {0x0F, 0x0D, 'X', 'a', 'p', 'i', 'a', 'n',
                                 ' ',  'G',  'l', 'a', 's', 's', 4,   0x6E};

/* Tags longer than this many bytes may be deflated by libxapian; 0: none are. */
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
        end = glass_put_bytes(end, "\0\0\0", 4); /* nothing is free */
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
    return glass_put_vint(p, 0); /* largest frequency of a spelling */
}

static uint8_t *put_uuid(uint8_t *p)
{
    if (getrandom(p, UUID_BYTES, 0) != UUID_BYTES)
        memset(p, 0, UUID_BYTES); /* as good: nothing depends on it but replication */
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
