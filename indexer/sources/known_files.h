/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_KNOWN_FILES_H
#define PRESSMARK_INDEXER_SOURCES_KNOWN_FILES_H

/* What an index knows of the files it was made from, so that an unchanged file costs a stat(2). The
 * states lie in the metadata of the database itself (schema.h, METADATA_FILES), in shards by the
 * hash of the path: they change in the same commit as the documents, and only shards that changed
 * are written. */

#include "indexer/sources/walk.h"
#include "match/db.h"

enum { KNOWN_FILES_SHARDS = 256 };

struct known_file {
    struct str path; /* as stored */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    uint64_t device, inode;
    uint32_t first_docid, n_documents; /* docids [first_docid, first_docid + n_documents) */
    struct str skipped;                /* why it holds no document; empty when it was read */
    bool uses_path; /* a title or date of its documents was taken from its name */
};

struct known_files {
    struct known_file *files; /* by path, bytewise */
    size_t n, capacity;
    struct arena arena;
};

#define KNOWN_FILES_INIT                                                                           \
    {                                                                                              \
        0                                                                                          \
    }
void known_files_done(struct known_files *s);

/* Reads all states of an open index. ERR_CORRUPT. */
enum err_code known_files_load(struct known_files *s, struct db_reader *reader, struct err *err);

/* Copies a state in (at the end: the caller adds in order of path). */
struct known_file *known_files_add(struct known_files *s, const struct known_file *state);

/* Whether the file is as it was when the state was taken. A file written within a moment of being
 * read could change again with the same times: a state whose times are not older than the read is
 * not trusted; see known_file_of(). */
bool known_file_matches(const struct known_file *state, const struct source_file *file);

/* The state of a file that is about to be read at now_ns. */
struct known_file known_file_of(const struct source_file *file, int64_t now_ns);

/* Calls put for every shard of s that differs from old (which may be NULL), with its metadata key
 * and its bytes. */
typedef enum err_code known_files_put(void *ctx, const char *key, struct str value,
                                      struct err *err);
enum err_code known_files_store(const struct known_files *s, const struct known_files *old,
                                known_files_put *put, void *ctx, struct err *err);

#endif
