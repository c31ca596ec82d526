/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_WALK_H
#define PRESSMARK_INDEXER_SOURCES_WALK_H

/* Source folders -> the regular files in them, sorted.
 *
 * Paths are stored as the index keeps them (index_stored_path()): relative to the folder that the
 * index directory stands in where they lie below it (so that both can be moved together; that
 * folder itself is ""), absolute otherwise. Symbolic links are followed only where they are a
 * SOURCE themselves; devices, sockets and FIFOs are passed over; the index directory is never
 * entered. */

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct source_file {
    struct str path; /* as stored, NUL-terminated */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    uint64_t device, inode;
    bool is_named; /* it is a SOURCE itself and not found in a folder */
    bool is_input; /* standard input, INDEX_INPUT */
};

/* Is told what a walk is about to look at, so that no change after that is missed. */
struct walk_observer {
    void *ctx;
    void (*enters)(void *ctx, const char *folder);  /* the absolute path of each folder */
    void (*looks_for)(void *ctx, const char *path); /* that of a source, or of a file of a list */
};

struct walk_settings {
    const char *index_dir; /* absolute: not entered, and its parent is what paths are relative to */
    bool hidden;           /* also names that start with a dot */
    bool no_ignore;        /* .gitignore, .ignore and .pressmarkignore mean nothing */
    const char *const *include; /* globs: only files that match one of them (n_include > 0) */
    size_t n_include;
    const char *const *exclude; /* globs: neither files nor folders that match one */
    size_t n_exclude;
    /* Only files at absolute paths of which this is true; NULL: any. */
    bool (*is_wanted)(void *ctx, const char *path);
    void *ctx;
    const struct walk_observer *observer; /* NULL: none */
};

struct walk {
    struct source_file *files; /* by path, bytewise; none twice */
    size_t n, capacity;
    struct arena arena;
    /* Folders and files that could not be looked at. */
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

/* Adds all files of a source, a folder or a file, as it was typed. ERR_NOT_FOUND, ERR_IO: the
 * source itself cannot be read. Call walk_finish() after the last. */
enum err_code walk_source(struct walk *w, const char *source, const struct walk_settings *settings,
                          struct err *err);
void walk_finish(struct walk *w);

/* Adds a file, and no folder, that was named in a list: include, exclude and is_wanted hold for it,
 * ignore files do not. ERR_NOT_FOUND; ERR_INPUT: it is neither, *ret_is_folder says whether it is a
 * folder. */
enum err_code walk_file(struct walk *w, const char *path, const struct walk_settings *settings,
                        bool *ret_is_folder, struct err *err);
/* Adds standard input. */
void walk_input(struct walk *w);

/* Whether an entry of a folder can make a difference to a walk: it is not hidden, or it is a file
 * that says what is to be ignored. */
bool walk_minds(const char *name, bool hidden);

#endif
