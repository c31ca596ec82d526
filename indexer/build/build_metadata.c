/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects the metadata of a new database. */
#include "indexer/build/build_metadata.h"

#include "base/mem.h"
#include "store/schema.h"

void build_metadata_done(struct build_metadata *m)
{
    mem_free(m->items);
    arena_done(&m->arena);
}

static enum err_code collect(void *ctx, const char *key, struct str value, struct err *err)
{
    (void)err;
    struct build_metadata *m = ctx;
    MEM_GROW(m->items, m->n, m->capacity);
    m->items[m->n++] = (struct bulk_metadata){arena_copy(&m->arena, str_of(key)).p,
                                              arena_copy(&m->arena, value).p, value.n};
    return ERR_OK;
}

enum err_code build_metadata_collect(struct build_metadata *m, const struct build_job *job,
                                     const struct known_files *files,
                                     const struct link_files *links, const struct lengths *lengths,
                                     struct err *err)
{
    AUTO(buf_done) struct buf encoded_lengths = BUF_INIT;
    lengths_encode(lengths, &encoded_lengths);
    collect(m, METADATA_MANIFEST, job->manifest, err);
    collect(m, METADATA_SOURCES, job->sources, err);
    collect(m, METADATA_TEXT_DICTIONARY, job->analysis->dictionary, err);
    collect(m, METADATA_LENGTHS, buf_str(&encoded_lengths), err);
    if (known_files_store(files, NULL, collect, m, err))
        return err->code;
    return link_files_store(links, NULL, collect, m, err);
}
