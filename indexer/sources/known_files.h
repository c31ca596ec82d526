/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_KNOWN_FILES_H
#define PRESSMARK_INDEXER_SOURCES_KNOWN_FILES_H

/* What an index knows of the files it was made from, so that an unchanged file costs a stat(2). The
 * states lie in the metadata of the database itself (schema.h, METADATA_FILES), in shards by the
 * hash of the path: they change in the same commit as the documents, and only shards that changed
 * are written. */

#include "base/buf.h"
#include "indexer/sources/walk.h"
#include "store/engine.h"

enum { KNOWN_FILES_SHARDS = 256 };

/* What came in the way when it was read. */
enum file_fault {
    FAULT_NONE,
    FAULT_NOT_TEXT, /* no reader is for it, and none was promised */
    FAULT_CONTENT,  /* its own: it is read again when the file, a limit or the program changes */
    FAULT_PASSING,  /* a read error, a time limit: it is read again by the next run */
};

struct known_file {
    struct str path; /* as stored */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    uint64_t device, inode;
    uint32_t first_docid, n_documents; /* docids [first_docid, first_docid + n_documents) */
    uint32_t read_as;                  /* settings.reading, or reading_anew where it has a fault */
    uint32_t list;                     /* the number of the list that named it; 0: none did */
    bool uses_path; /* a title or date of its documents was taken from its name */
    enum file_fault fault;
    struct str problems; /* what was skipped of it: see known_file_problem() */
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
enum err_code known_files_load(struct known_files *s, struct store_reader *reader, struct err *err);

/* Copies a state in (at the end: the caller adds in order of path). */
struct known_file *known_files_add(struct known_files *s, const struct known_file *state);

enum { KNOWN_FILE_MAX_PROBLEMS = 5, KNOWN_FILE_MAX_REASON_BYTES = 300 };
/* Appends a problem to what a known file remembers as its problems; line 0: the whole file. */
void known_file_append_problem(struct buf *problems, uint32_t line, struct str reason);
/* Takes the first problem off. False: there is none. */
bool known_file_take_problem(struct str *problems, uint32_t *line, struct str *reason);

/* Whether the file is as it was when the state was taken. A file written within a moment of being
 * read could change again with the same times: a state whose times are not older than the read is
 * not trusted; see known_file_of(). */
bool known_file_matches(const struct known_file *state, const struct source_file *file);

/* Whether less, for now, could be read of a file than the index has of it already: nothing, or
 * fewer documents of the same file. */
bool known_file_has_less(const struct known_file *read, const struct known_file *old);

/* The state of a file that is about to be read at now_ns. */
struct known_file known_file_of(const struct source_file *file, int64_t now_ns);

/* Calls put for every shard of s that differs from old (which may be NULL), with its metadata key
 * and its bytes. */
typedef enum err_code known_files_put(void *ctx, const char *key, struct str value,
                                      struct err *err);
enum err_code known_files_store(const struct known_files *s, const struct known_files *old,
                                known_files_put *put, void *ctx, struct err *err);

#endif
