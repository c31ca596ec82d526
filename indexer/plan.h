/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_PLAN_H
#define PRESSMARK_INDEXER_PLAN_H

/* What is to be done: the files that are there, against the states of the files that the index
 * knows. */

#include "indexer/state.h"
#include "indexer/walk.h"

enum plan_action {
    PLAN_KEEP,   /* unchanged; its documents stay */
    PLAN_READ,   /* new or changed */
    PLAN_RENAME, /* the documents of a file that is gone, under this path */
};

struct plan_entry {
    enum plan_action action;
    const struct source_file *file; /* NULL: of a source that was not walked this time */
    const struct file_state *old; /* NULL: a new file. For PLAN_RENAME: of the path that is gone */
};

struct plan {
    struct plan_entry *entries; /* by path: the files that the index will know */
    size_t n, capacity;
    const struct file_state **removed; /* states whose documents have to leave */
    size_t n_removed, removed_capacity;
    uint64_t n_read, n_renamed;
    uint64_t n_unseen; /* entries without a file: what a new index could not be built from */
    uint64_t read_bytes, kept_bytes;
    uint64_t leaving_documents; /* of files that are removed or changed */
};

#define PLAN_INIT                                                                                  \
    {                                                                                              \
        0                                                                                          \
    }
void plan_done(struct plan *p);

/* Walked files against known states. A known file that was not walked is removed where it lies in
 * one of the sources (stored paths), and kept otherwise. Both lists are sorted by path. */
void plan_make(struct plan *p, const struct walk *walk, const struct states *known,
               const struct str *sources, size_t n_sources);

/* Whether building anew costs less than changing what is there: a byte that goes through libxapian
 * costs about ten times one that is built in bulk. */
bool plan_prefers_rebuild(const struct plan *p);

#endif
