/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_STATE_H
#define PRESSMARK_INDEXER_STATE_H

/* What an index knows of the files it was made from, so that an unchanged file costs a stat(2). The
 * states lie in the metadata of the database itself (schema.h, METADATA_FILES), in shards by the
 * hash of the path: they change in the same commit as the documents, and only shards that changed
 * are written. */

#include "indexer/walk.h"
#include "store/db.h"

enum { STATE_SHARDS = 256 };

struct file_state {
    struct str path; /* as stored */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    uint64_t device, inode;
    uint32_t first_docid, n_documents; /* docids [first_docid, first_docid + n_documents) */
    struct str skipped;                /* why it holds no document; empty when it was read */
    bool uses_path; /* a title or date of its documents was taken from its name */
};

struct states {
    struct file_state *files; /* by path, bytewise */
    size_t n, capacity;
    struct arena arena;
};

#define STATES_INIT                                                                                \
    {                                                                                              \
        0                                                                                          \
    }
void states_done(struct states *s);

/* Reads all states of an open index. ERR_CORRUPT. */
enum err_code states_load(struct states *s, struct db_reader *reader, struct err *err);

/* Copies a state in (at the end: the caller adds in order of path). */
struct file_state *states_add(struct states *s, const struct file_state *state);

/* Whether the file is as it was when the state was taken. A file written within a moment of being
 * read could change again with the same times: a state whose times are not older than the read is
 * not trusted; see state_of(). */
bool state_matches(const struct file_state *state, const struct source_file *file);

/* The state of a file that is about to be read at now_ns. */
struct file_state state_of(const struct source_file *file, int64_t now_ns);

/* Calls put for every shard of s that differs from old (which may be NULL), with its metadata key
 * and its bytes. */
typedef enum err_code states_put(void *ctx, const char *key, struct str value, struct err *err);
enum err_code states_store(const struct states *s, const struct states *old, states_put *put,
                           void *ctx, struct err *err);

#endif
