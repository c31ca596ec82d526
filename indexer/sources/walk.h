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
#include "indexer/sources/path_set.h"
#include "indexer/sources/settings.h"

#include <stdint.h>

struct source_file {
    struct str path; /* as stored, NUL-terminated */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
    uint64_t device, inode;
    const struct settings *settings; /* that hold for it */
    uint32_t source;                 /* the number that walk_settings gave its source */
    uint32_t list; /* the number of the list that named it; 0: it is of a source */
    bool is_named; /* it is a SOURCE itself and not found in a folder */
    bool is_input; /* it is read to its end as it comes: standard input, a pipe */
    int fd;        /* of an input, opened by walk_open_streams(); else -1 */
};

/* Is told what a walk is about to look at, so that no change after that is missed. */
struct walk_observer {
    void *ctx;
    /* The absolute path of each folder; hidden: also what begins with a dot counts there. */
    void (*enters)(void *ctx, const char *folder, bool hidden);
    /* Whether something at an absolute path, or below it, was seen to be removed; may be NULL. */
    bool (*saw_removal)(void *ctx, const char *path);
    void (*looks_for)(void *ctx, const char *path); /* that of a source, or of a file of a list */
};

struct walk_settings {
    const char *index_dir; /* absolute: not entered, and its parent is what paths are relative to */
    const struct settings *settings; /* of the source */
    uint32_t source, list;           /* are put down for its files */
    const char *within; /* a folder above, whose ignore files count; NULL: none but in git */
    const struct path_set *others; /* absolute paths that are left to other walks; NULL: none */
    /* Whether a file, whose absolute path is given too, is of the types of its settings; asked only
     * where there are any. */
    bool (*is_wanted)(void *ctx, const struct source_file *file, const char *path);
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
/* Adds standard input, or another stream under the path that it is stored as. */
void walk_stream(struct walk *w, struct str stored, const struct walk_settings *settings);
/* Opens the streams, which waits for those who write to them. A signal ends that: ERR_INTERRUPTED.
 * ERR_IO. Who reads them closes them. */
enum err_code walk_open_streams(struct walk *w, const char *index_dir, struct err *err);
/* Whether what is at a path is a pipe or the like, which can be read to its end but once. */
bool walk_is_stream(const char *path);

/* Whether an entry of a folder can make a difference to a walk: it is not hidden, or it is a file
 * that says what is to be ignored. */
bool walk_minds(const char *name, bool hidden);

#endif
