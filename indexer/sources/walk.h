/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_WALK_H
#define PRESSMARK_INDEXER_SOURCES_WALK_H

/* Finds the regular files in source folders and lists them by path.
 *
 * Paths are stored as the index keeps them (index_stored_path()): relative to the folder that
 * contains the index directory if they are below it, so that both can be moved together (that
 * folder itself is ""), and absolute otherwise. Symbolic links are followed only if they are a
 * SOURCE themselves. Devices, sockets and FIFOs are skipped, and the index directory is never
 * entered. */

#include "base/arena.h"
#include "base/err.h"
#include "indexer/sources/path_set.h"
#include "indexer/sources/settings.h"

#include <stdint.h>

struct source_file {
    struct str path; /* as stored, NUL-terminated */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    uint64_t device, inode;
    const struct settings *settings; /* those that apply to it */
    uint32_t source;                 /* from walk_settings, the number of its source */
    uint32_t list;     /* the number of the list that named it; 0 if a source contains it */
    bool is_named;     /* it is a SOURCE itself, not found in a folder */
    bool is_input;     /* read to its end as data arrives: standard input or a pipe */
    bool may_be_empty; /* of an input: if no data arrives, its documents are removed */
    int fd;            /* of an input, opened by walk_open_streams(); otherwise -1 */
};

/* Is told what a walk is about to look at, so that no later change is missed. */
struct walk_observer {
    void *ctx;
    /* Called with the absolute path of each folder. hidden: names that begin with a dot matter
     * there, too. */
    void (*enters)(void *ctx, const char *folder, bool hidden);
    /* Returns whether something at or below an absolute path was seen to be removed. May be
     * NULL. */
    bool (*saw_removal)(void *ctx, const char *path);
    /* The path of a source, or of a file in a list. */
    void (*looks_for)(void *ctx, const char *path);
};

struct walk_settings {
    /* absolute; the walk does not enter it, and paths are stored relative to its parent. */
    const char *index_dir;
    const struct settings *settings; /* of the source */
    uint32_t source, list;           /* copied to each file */
    /* The absolute folder that patterns with a slash are relative to; NULL, for a file in a list:
     * the folder of the index or the working directory, whichever is the inner one. */
    const char *base;
    /* An outer folder whose ignore files also apply; NULL: only those of an enclosing git work
     * tree. */
    const char *within;
    const struct path_set *others; /* absolute paths that other walks visit; NULL: none */
    /* Returns whether a file, whose absolute path is passed as well, is of a type that its settings
     * ask for. Called only if they ask for any. */
    bool (*is_wanted)(void *ctx, const struct source_file *file, const char *path);
    void *ctx;
    const struct walk_observer *observer; /* NULL: none */
};

struct walk {
    struct source_file *files; /* sorted by path, bytewise, without duplicates; see walk_finish() */
    size_t n, capacity;
    struct arena arena;
    /* Folders and files that could not be examined. */
    struct walk_problem {
        struct str path;
        struct str reason;
    } * problems;
    size_t n_problems, problems_capacity;
    uint64_t total_bytes;
};

#define WALK_INIT                                                                                  \
    {                                                                                              \
        0                                                                                          \
    }
void walk_done(struct walk *w);

/* Adds all files of a source, which is a folder or a file, given as the user typed it. Returns
 * ERR_NOT_FOUND, ERR_IO or ERR_INPUT if the source itself cannot be read. Call walk_finish() after
 * the last one. */
enum err_code walk_source(struct walk *w, const char *source, const struct walk_settings *settings,
                          struct err *err);
/* Sorts the files, removes duplicates, of which those of a list are kept, and computes
 * total_bytes. */
void walk_finish(struct walk *w);

/* Adds a file that a list named. include, exclude and is_wanted apply to it, ignore files do not.
 * Returns ERR_NOT_FOUND, or ERR_INPUT if it is not a regular file; *ret_is_folder tells whether it
 * is a folder. */
enum err_code walk_file(struct walk *w, const char *path, const struct walk_settings *settings,
                        bool *ret_is_folder, struct err *err);
/* Adds standard input, or another stream, with the path that it is stored under. */
void walk_stream(struct walk *w, struct str stored, const struct walk_settings *settings);
/* Opens the streams, waiting for their writers. The reader of a stream closes it. Returns ERR_IO,
 * or ERR_INTERRUPTED if a signal arrives. */
enum err_code walk_open_streams(struct walk *w, const char *index_dir, struct err *err);
/* Returns whether there is a pipe or the like at path, which can be read to its end only once. */
bool walk_is_stream(const char *path);

/* Returns whether an entry of a folder can affect a walk: it is not hidden, or it is an ignore
 * file. */
bool walk_minds(const char *name, bool hidden);

#endif
