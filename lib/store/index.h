/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_INDEX_H
#define PRESSMARK_STORE_INDEX_H

/* The index directory:
 *
 *     INDEX/pressmark.json   the manifest: format, generation, analyser, versions, order, hashes
 *     INDEX/gen-N/           a stock Xapian glass database
 *     INDEX/lock             locked while an indexer runs; holds its process number
 *     INDEX/.gitignore       "*": an index never lands in a repository
 *
 * What readers see changes at two points only, both atomic: Xapian's commit into the current
 * generation, and the rename of a manifest that names another generation. A directory that holds
 * anything that Pressmark did not make is refused, and nothing else is ever deleted. */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

struct index_manifest {
    unsigned format; /* SCHEMA_FORMAT */
    uint32_t generation;
    unsigned analyser_version; /* and the settings of text/analyser.h: */
    bool keep_marks;
    bool hangul_bigrams;
    bool position_table; /* positions are where Xapian has them, not in the records */
    bool is_in_order;    /* documents are numbered in the order of their SLOT_ORDER */
    char libraries[128]; /* what stemmed and folded, with versions */
    char xapian[16];     /* the libxapian that wrote to it, or could have */
    char program[64];    /* "pressmark 0.1.0" */
};

/* The index to use when none is given: $PRESSMARK_INDEX, else the nearest ".pressmark" upwards from
 * the working directory; NULL when there is none. The caller's to mem_free(). */
char *index_find(void);

/* ---- paths ---- */

/* A path is stored relative to the folder that the index directory stands in where it lies below
 * it, so that both can be moved together, and absolute otherwise; that folder itself is "".
 * index_dir is absolute. */
/* What was read from standard input is stored under this path; a file cannot have it. */
#define INDEX_INPUT "-"
/* The stored form of an absolute path, NUL-terminated on arena. */
struct str index_stored_path(const char *absolute, const char *index_dir, struct arena *arena);
/* The absolute form of a stored path, NUL-terminated on arena. */
struct str index_absolute_path(struct str stored, const char *index_dir, struct arena *arena);

/* ---- reading ---- */

/* Reads the manifest. ERR_NOT_FOUND: no index there; ERR_VERSION: made by a version that this one
 * does not understand, or by another analyser version (the message says what to do); ERR_CORRUPT:
 * the manifest is damaged. */
enum err_code index_read_manifest(const char *dir, unsigned analyser_version,
                                  struct index_manifest *ret, struct err *err);
/* "DIR/gen-N", the caller's to mem_free(). */
char *index_generation_path(const char *dir, uint32_t generation);

/* ---- writing ---- */

struct index_writer;

/* Makes dir if need be, checks that it is empty or an index, locks it and clears what a killed
 * indexer left. wait_ms: how long to wait for the lock, < 0 without end. ERR_LOCKED: the message
 * names the process that holds it. An index that index_read_manifest() refuses is refused here too,
 * unless it is to be replaced. */
enum err_code index_lock(const char *dir, int wait_ms, unsigned analyser_version, bool replace,
                         struct index_writer **ret_writer, struct err *err);
/* The manifest of the current generation, NULL when there is none yet. */
const struct index_manifest *index_current(const struct index_writer *w);
/* The path that a new generation is to be built at; nothing is there yet. Valid as long as w. */
const char *index_new_path(struct index_writer *w);
enum { INDEX_MAX_FILES = 9 }; /* of a generation */
/* Files of a generation, each with XXH3 (64 bits) of its bytes. */
struct index_files {
    struct index_file {
        const char *name;
        uint64_t hash;
    } files[INDEX_MAX_FILES];
    size_t n;
};
/* Syncs the files at index_new_path(), but for those that are known to be, then makes them the
 * current generation by the manifest, whose format, generation and program are filled in here, and
 * removes the generation before. */
enum err_code index_publish(struct index_writer *w, const struct index_manifest *manifest,
                            const struct index_files *synced, struct err *err);
/* To be called before the current generation is opened for writing: its files will no longer have
 * the hashes of the manifest, nor be in order: it forgets both. */
enum err_code index_begin_update(struct index_writer *w, struct err *err);
/* Syncs the directory of the current generation after a commit into it. */
enum err_code index_sync(struct index_writer *w, struct err *err);
void index_unlock(struct index_writer *w); /* NULL is fine; an unpublished generation is removed */

/* ---- checking ---- */

/* Compares the current generation's files with the hashes in the manifest, where it was not updated
 * since it was built; *ret_n_hashed says how many could be compared (0 after an update).
 * ERR_CORRUPT names the first file that differs. */
enum err_code index_verify_hashes(const char *dir, uint32_t generation, size_t *ret_n_hashed,
                                  struct err *err);

#endif
