/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_LINK_STORE_H
#define PRESSMARK_INDEXER_LINKS_LINK_STORE_H

/* The links of all files, as stored in an index. An update needs them to know where a file linked
 * to before it changed, and what links to a file that is new. Files with links (outgoing.h) are
 * stored in shards in the metadata of the database (schema.h). Each shard has files with
 * neighbouring paths, which have much in common:
 *
 *   METADATA_LINKS        for each shard the path that it begins with, counted, and its number;
 *                         the first begins with the empty path
 *   METADATA_LINKS_OF N   the number of bytes of what follows when unpacked, and packed by zstd:
 *                         for each file, by path, its path and its links, counted */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "store/engine.h"

struct link_file {
    struct str path, links;
};

struct link_files {
    struct link_file *files; /* sorted by path, bytewise */
    size_t n, capacity;
    struct link_shard {
        struct str first; /* the shard has files from this path up to the first one of the next */
        uint32_t number;
    } * shards; /* the shards in the index; none if it has no links */
    size_t n_shards, shards_capacity;
    struct arena arena;
};

#define LINK_FILES_INIT                                                                            \
    {                                                                                              \
        0                                                                                          \
    }
void link_files_done(struct link_files *f);
/* Appends a copy of a file's links, unless it has none. The caller adds files in the order of their
 * paths. */
void link_files_add(struct link_files *f, struct str path, struct str links);
/* Returns the links of a file, or the empty string. */
struct str link_files_find(const struct link_files *f, struct str path);

/* Reads all links of an open index. Returns ERR_CORRUPT if they are damaged. */
enum err_code link_files_load(struct link_files *f, struct store_reader *reader, struct err *err);

/* Receives the metadata key and the bytes of a shard, or of the list of shards. */
typedef enum err_code link_files_put(void *ctx, const char *key, struct str value, struct err *err);
/* Calls put for each shard that differs from that in old, which may be NULL, and for the list of
 * shards. */
enum err_code link_files_store(const struct link_files *f, const struct link_files *old,
                               link_files_put *put, void *ctx, struct err *err);

/* ---- for building an index ---- */

/* Appends a file to bytes, unless it has no links. */
void link_file_append(struct buf *bytes, struct str path, struct str links);
/* Adds the files in bytes. */
enum err_code link_files_read(struct link_files *f, struct str bytes, struct err *err);
/* Compresses bytes, to save memory; link_files_unpack() adds the files in them. */
void link_files_pack(struct buf *bytes);
enum err_code link_files_unpack(struct link_files *f, struct str packed, struct err *err);

#endif
