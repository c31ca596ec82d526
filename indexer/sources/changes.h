/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_SOURCES_CHANGES_H
#define PRESSMARK_INDEXER_SOURCES_CHANGES_H

/* Works out what a run has to do by comparing the files that a walk found with those that the index
 * knows. */

#include "indexer/sources/known_files.h"
#include "indexer/sources/known_sources.h"
#include "indexer/sources/walk.h"

enum change_action {
    CHANGE_KEEP,   /* unchanged: its documents stay */
    CHANGE_READ,   /* new or changed */
    CHANGE_RENAME, /* the documents of a file that is gone get this path */
};

struct change {
    enum change_action action;
    const struct source_file *file; /* NULL: the source of the file was not walked in this run */
    /* The file's state in the index, NULL if it is new; for CHANGE_RENAME that of the old path. */
    const struct known_file *old;
    bool is_again; /* it has to be read only because old may not be its state */
};

/* What changes_find() compares. */
struct changes_input {
    const struct walk *walk;
    const struct known_files *known;
    const struct known_sources *sources;
    /* Stored paths of files that a list names but that no longer exist. */
    const struct path_set *gone;
    bool retries;   /* read files with faults again */
    bool adds_only; /* nothing is removed */
    /* Returns whether it is intended that a source has no files any more. */
    bool (*is_meant)(void *ctx, const struct known_source *source);
    /* Returns whether a file that was not walked exists nevertheless: it was excluded on
     * purpose. */
    bool (*is_there)(void *ctx, const struct known_file *known);
    void *ctx;
};

struct changes {
    struct change *entries; /* by path: the files that the index will know */
    size_t n, capacity;
    const struct known_file **removed; /* states of files whose documents are removed */
    size_t n_removed, removed_capacity;
    /* Sources that have lost all of their files, apparently by accident (a disk that is not
     * mounted). Their files stay in the index as if the source had not been walked. */
    struct change_absence {
        const struct known_source *source;
        uint64_t n_files;
    } * absent;
    size_t n_absent, absent_capacity;
    uint64_t n_read, n_renamed;
    uint64_t n_unseen; /* entries without a file: they stand in the way of building a new index */
    uint64_t read_bytes, kept_bytes;
    /* The bytes of files that are added, removed, changed (old and new size) or renamed. */
    uint64_t changed_bytes;
    uint64_t leaving_documents; /* documents of files that are removed or changed */
};

#define CHANGES_INIT                                                                               \
    {                                                                                              \
        0                                                                                          \
    }
void changes_done(struct changes *p);

/* Compares walked files with known ones; both are sorted by path. A known file that was not found
 * is removed if the source that it belongs to was walked; otherwise it is kept. */
void changes_find(struct changes *p, const struct changes_input *input);

/* Adds a known file without looking for it: its documents are removed if leaves, otherwise kept. */
void changes_add_known(struct changes *p, const struct known_file *known, bool leaves);

/* Returns whether a file has the fault of its own (FAULT_CONTENT) that an earlier run has reported:
 * it has not changed, or what could not be read of it now (read) is the same. */
bool change_repeats_fault(const struct change *change, const struct known_file *read);

/* Returns whether replacing the old documents of a file by what could be read of it now (read)
 * would lose documents. */
bool change_loses_documents(const struct change *change, const struct known_file *read);

/* Returns whether nothing could be read of a file (read), so that the index keeps what it has of
 * it: its old documents, or none if it had the same fault before. */
bool change_is_in_vain(const struct change *change, const struct known_file *read);

/* Returns whether building a new index costs less than updating the old one. can_join: the update
 * can be made by joining. */
bool changes_prefer_rebuild(const struct changes *p, bool can_join);
/* Returns whether an update is cheaper by joining the unchanged documents with the new ones, which
 * copies the whole index, than through libxapian, which takes much longer for each change. */
bool changes_prefer_join(const struct changes *p);

#endif
