/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Identifies the commit that the files of a database belong to, so that files of different commits
 * are not taken for one database. */
#include "glass/moment.h"

#include "glass/table_reader.h"

#include <unistd.h>
#include <xxhash.h>

enum {
    HEAD_BYTES = 64, /* of a block: revision, level, free space and the first items' offsets */
    MARK_BYTES = 8,  /* after its directory, where table_writer.c stores a hash of the table */
};

struct sight {
    uint64_t version;
    struct {
        uint8_t head[HEAD_BYTES], mark[MARK_BYTES];
    } roots[GLASS_N_TABLES];
};

/* Leaves zeros for a root beyond the end of the file. */
static enum err_code see_root(struct sight *s, const struct table_reader *t, enum glass_table table,
                              struct err *err)
{
    uint8_t block[GLASS_BLOCK_BYTES] = {0};
    off_t at = (off_t)t->start.block * (off_t)t->start.block_bytes;
    if (pread(t->fd, block, sizeof block, at) < 0)
        return err_set_errno(err, "cannot read '%s'", t->path);
    size_t directory_end = (size_t)block[9] << 8 | block[10];
    memcpy(s->roots[table].head, block, HEAD_BYTES);
    if (directory_end + MARK_BYTES <= sizeof block)
        memcpy(s->roots[table].mark, block + directory_end, MARK_BYTES);
    return ERR_OK;
}

static enum err_code see_table(struct sight *s, const struct dir *database, enum glass_table table,
                               const struct glass_version *version, struct err *err)
{
    struct table_reader t;
    if (version->starts[table].is_empty)
        return ERR_OK;
    if (!table_reader_open(&t, database, table, version, err)) {
        see_root(s, &t, table, err);
        table_reader_close(&t);
    }
    return err->code;
}

enum err_code glass_moment(const struct dir *database, uint64_t *ret, struct err *err)
{
    struct glass_version version;
    struct sight seen = {0};
    if (glass_read_version(database, &version, err))
        return err->code;
    seen.version = version.hash;
    for (unsigned i = 0; i < GLASS_N_TABLES && !err->code; i++)
        see_table(&seen, database, (enum glass_table)i, &version, err);
    if (err->code)
        return err->code;
    uint64_t hash = XXH3_64bits(&seen, sizeof seen);
    *ret = hash ? hash : 1;
    return ERR_OK;
}
