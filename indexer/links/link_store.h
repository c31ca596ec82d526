/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_LINKS_LINK_STORE_H
#define PRESSMARK_INDEXER_LINKS_LINK_STORE_H

/* What an index remembers of the links in its files: an update has to know what a file led to
 * before it changed, and what leads to a file that came later. Files with links (outgoing.h) are in
 * shards, each of neighbours by path, which have much in common, in the metadata of the database
 * (schema.h):
 *
 *     METADATA_LINKS          for each shard the path that it begins with, counted, and its number;
 *                             the first begins with the empty path
 *     METADATA_LINKS_OF N     the bytes of what follows, unpacked; the rest is packed by zstd:
 *                             for each file, by path, its path and its links, counted
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "store/engine.h"

struct link_file {
    struct str path, links;
};

struct link_files {
    struct link_file *files; /* by path, bytewise */
    size_t n, capacity;
    struct link_shard {
        struct str first; /* it has files from this path on, up to the next one's */
        uint32_t number;
    } * shards; /* that the index has them in; none where it has no links */
    size_t n_shards, shards_capacity;
    struct arena arena;
};

#define LINK_FILES_INIT                                                                            \
    {                                                                                              \
        0                                                                                          \
    }
void link_files_done(struct link_files *f);
/* Copies a file in at the end, unless it has no links: the caller adds in order of path. */
void link_files_add(struct link_files *f, struct str path, struct str links);
/* The links of a file; empty: it has none. */
struct str link_files_find(const struct link_files *f, struct str path);

/* Reads all of an open index. ERR_CORRUPT. */
enum err_code link_files_load(struct link_files *f, struct store_reader *reader, struct err *err);

/* Calls put for every shard that differs from what old, which may be NULL, has in it, with its
 * metadata key and its bytes, and for the list of them. */
typedef enum err_code link_files_put(void *ctx, const char *key, struct str value, struct err *err);
enum err_code link_files_store(const struct link_files *f, const struct link_files *old,
                               link_files_put *put, void *ctx, struct err *err);

/* ---- while an index is built ---- */

/* Appends a file to bytes, unless it has no links. */
void link_file_append(struct buf *bytes, struct str path, struct str links);
/* Adds the files of bytes. */
enum err_code link_files_read(struct link_files *f, struct str bytes, struct err *err);
/* Packs bytes, where many are not to be in memory, and adds the files of what was packed. */
void link_files_pack(struct buf *bytes);
enum err_code link_files_unpack(struct link_files *f, struct str packed, struct err *err);

#endif
