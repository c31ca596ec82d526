/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_CHANGES_H
#define PRESSMARK_INDEXER_SOURCES_CHANGES_H

/* What is to be done: the files that are there, against the states of the files that the index
 * knows. */

#include "indexer/sources/known_files.h"
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

struct changes {
    struct change *entries; /* by path: the files that the index will know */
    size_t n, capacity;
    const struct known_file **removed; /* states whose documents have to leave */
    size_t n_removed, removed_capacity;
    uint64_t n_read, n_renamed;
    uint64_t n_unseen; /* entries without a file: what a new index could not be built from */
    uint64_t read_bytes, kept_bytes;
    uint64_t leaving_documents; /* of files that are removed or changed */
};

#define CHANGES_INIT                                                                               \
    {                                                                                              \
        0                                                                                          \
    }
void changes_done(struct changes *p);

/* Walked files against known states. A known file that was not walked is removed where it lies in
 * one of the sources (stored paths), and kept otherwise. Both lists are sorted by path. */
void changes_find(struct changes *p, const struct walk *walk, const struct known_files *known,
                  const struct str *sources, size_t n_sources);

/* Whether building anew costs less than changing what is there: a byte that goes through libxapian
 * costs about ten times one that is built in bulk. */
bool changes_prefer_rebuild(const struct changes *p);

#endif
