/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_KNOWN_FILES_H
#define PRESSMARK_INDEXER_SOURCES_KNOWN_FILES_H

/* The files that an index was made from and their state at that time, so that a later run needs
 * only a stat(2) to see that a file has not changed.
 *
 * The states are kept in the metadata of the database (schema.h, METADATA_FILES), in shards by the
 * hash of the path. They thus change in the same commit as the documents, and only shards with
 * changes are written. */

#include "base/buf.h"
#include "indexer/sources/walk.h"
#include "store/engine.h"

enum { KNOWN_FILES_SHARDS = 256 };

/* What went wrong when a file was read. */
enum file_fault {
    FAULT_NONE,
    FAULT_NOT_TEXT, /* no reader recognises it, and the user did not name it */
    /* The file itself is at fault: it is read again when it, a limit or the program changes. */
    FAULT_CONTENT,
    /* May go away by itself (a read error, a time limit): the next run reads it again. */
    FAULT_PASSING,
};

struct known_file {
    struct str path; /* as stored */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    uint64_t device, inode;
    uint32_t first_docid, n_documents; /* the docids are [first_docid, first_docid + n_documents) */
    uint32_t read_as; /* settings.reading, or settings.reading_anew if the file has a fault */
    uint32_t list;    /* the number of the list that named the file; 0 if none did */
    bool uses_path;   /* a title or date was taken from the file's name */
    enum file_fault fault;
    struct str problems; /* what could not be read of it; use known_file_take_problem() */
    uint64_t read_bytes; /* how much of it was read in this run; the index does not remember that */
};

struct known_files {
    struct known_file *files; /* sorted by path, bytewise */
    size_t n, capacity;
    struct arena arena;
};

#define KNOWN_FILES_INIT                                                                           \
    {                                                                                              \
        0                                                                                          \
    }
void known_files_done(struct known_files *s);

/* Reads all states from an open index. Returns ERR_CORRUPT if the metadata is damaged. */
enum err_code known_files_load(struct known_files *s, struct store_reader *reader, struct err *err);

/* Appends a copy of a state. The caller adds them in the order of their paths. */
struct known_file *known_files_add(struct known_files *s, const struct known_file *state);

enum { KNOWN_FILE_MAX_PROBLEMS = 5, KNOWN_FILE_MAX_REASON_BYTES = 300 };
/* Appends a problem to the encoded problems of a file. line is 0 if it concerns the whole file. */
void known_file_append_problem(struct buf *problems, uint32_t line, struct str reason);
/* Removes the first of the encoded problems and returns it. Returns false if there are none. */
bool known_file_take_problem(struct str *problems, uint32_t *line, struct str *reason);

/* Returns whether the file is as it was when the state was recorded. A file that was written just
 * before it was read may change again without its times changing; known_file_of() marks such a
 * state so that it never matches. */
bool known_file_matches(const struct known_file *state, const struct source_file *file);
/* Returns whether the file is as it was, as far as the state of a file that was written just before
 * can tell. */
bool known_file_may_match(const struct known_file *state, const struct source_file *file);

/* Returns whether fewer documents of an old file were read this time, and only for now: none at
 * all, or some of an unchanged file. */
bool known_file_has_less(const struct known_file *read, const struct known_file *old);

/* Returns the state of a file that is about to be read. now_ns is the time, as for mtime_ns. */
struct known_file known_file_of(const struct source_file *file, int64_t now_ns);

/* Receives the metadata key and the bytes of a shard. */
typedef enum err_code known_files_put(void *ctx, const char *key, struct str value,
                                      struct err *err);
/* Calls put for each shard of s that differs from old, which may be NULL. */
enum err_code known_files_store(const struct known_files *s, const struct known_files *old,
                                known_files_put *put, void *ctx, struct err *err);

#endif
