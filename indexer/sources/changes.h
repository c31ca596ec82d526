/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_CHANGES_H
#define PRESSMARK_INDEXER_SOURCES_CHANGES_H

/* What is to be done: the files that are there, against the states of the files that the index
 * knows. */

#include "indexer/sources/known_files.h"
#include "indexer/sources/known_sources.h"
#include "indexer/sources/walk.h"

enum change_action {
    CHANGE_KEEP,   /* unchanged; its documents stay */
    CHANGE_READ,   /* new or changed */
    CHANGE_RENAME, /* the documents of a file that is gone, under this path */
};

struct change {
    enum change_action action;
    const struct source_file *file; /* NULL: of a source that was not walked this time */
    const struct known_file
        *old; /* NULL: a new file. For CHANGE_RENAME: of the path that is gone */
};

/* What the changes are found from. */
struct changes_input {
    const struct walk *walk;
    const struct known_files *known;
    const struct known_sources *sources;
    const struct path_set *gone; /* stored paths of files of lists that are no longer there */
    bool retries;                /* files with faults are read again */
    bool adds_only;              /* nothing is removed */
    /* Whether it is meant that nothing of a source is there any more. */
    bool (*is_meant)(void *ctx, const struct known_source *source);
    /* Whether a file that was not walked is there nevertheless: it is left out on purpose. */
    bool (*is_there)(void *ctx, const struct known_file *known);
    void *ctx;
};

struct changes {
    struct change *entries; /* by path: the files that the index will know */
    size_t n, capacity;
    const struct known_file **removed; /* states whose documents have to leave */
    size_t n_removed, removed_capacity;
    /* Sources of whose files not one is there any more, which does not seem to be meant: their
     * files stay as if they had not been walked. */
    struct change_absence {
        const struct known_source *source;
        uint64_t n_files;
    } * absent;
    size_t n_absent, absent_capacity;
    uint64_t n_read, n_renamed;
    uint64_t n_unseen; /* entries without a file: what a new index could not be built from */
    uint64_t read_bytes, kept_bytes;
    uint64_t changed_bytes;     /* of files that come, leave, move or change: once each time */
    uint64_t leaving_documents; /* of files that are removed or changed */
};

#define CHANGES_INIT                                                                               \
    {                                                                                              \
        0                                                                                          \
    }
void changes_done(struct changes *p);

/* Walked files against known ones, both sorted by path. A known file that is not among the walked
 * is removed where the source that it belongs to was walked, and kept otherwise. */
void changes_find(struct changes *p, const struct changes_input *input);

/* Adds a known file that is not looked at: it stays, or leaves. */
void changes_add_known(struct changes *p, const struct known_file *known, bool leaves);

/* Whether a file is read again for a new index only, though it had a fault that has not gone. */
bool change_repeats_fault(const struct change *change);

/* Whether a new index would lose documents because a file cannot be read just now. */
bool change_loses_documents(const struct change *change, const struct known_file *read);

/* Whether building anew costs less than changing what is there, or joining it with what is new
 * where that can be done, which is also slower than building once more has changed than not. */
bool changes_prefer_rebuild(const struct changes *p, bool can_join);
/* Whether an update costs less when what stays is joined with what is new: libxapian takes much
 * longer for what changes, and joining copies all of the rest. */
bool changes_prefer_join(const struct changes *p);

#endif
