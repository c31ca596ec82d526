/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_MANIFEST_H
#define PRESSMARK_STORE_MANIFEST_H

/* The manifest of an index (index.h), a file of JSON that says which generation is read, and how.
 * It ends in a hash of what stands before, so that damage is not taken for another generation. */

#include "base/dir.h"

#include <stdint.h>

#define MANIFEST_NAME "pressmark.json"
#define INDEX_STAMP_NAME "stamp" /* in a generation: index_is_as_left() */

struct index_manifest {
    unsigned format; /* SCHEMA_FORMAT */
    uint32_t generation;
    unsigned analyser_version; /* and the settings of text/analyser.h: */
    bool keep_marks;
    bool hangul_bigrams;
    bool position_table;  /* positions are where Xapian has them, not in the records */
    bool needs_libxapian; /* our own reader does not read what the libxapian writes that wrote it */
    bool is_in_order;     /* documents are numbered in the order of their SLOT_ORDER */
    char libraries[128];  /* what stemmed and folded, with versions */
    char xapian[16];      /* the libxapian that wrote to it, or could have */
    char program[64];     /* "pressmark 0.1.0" */
};

enum { INDEX_MAX_FILES = 10 }; /* of a generation */

/* Files of a generation, each with XXH3 (64 bits) of its bytes. */
struct index_files {
    struct index_file {
        const char *name; /* one of MANIFEST_FILES */
        uint64_t hash;
    } files[INDEX_MAX_FILES];
    size_t n;
};

/* All that a generation may hold. A manifest names nothing else. */
extern const char *const MANIFEST_FILES[INDEX_MAX_FILES];

/* Reads the manifest of the index at dir. ERR_NOT_FOUND: there is none; ERR_VERSION: it was made by
 * a version that this one does not understand, or by another analyser version (the message says
 * what to do); ERR_CORRUPT: it is damaged. ret_files may be NULL. */
enum err_code manifest_read(const struct dir *dir, unsigned analyser_version,
                            struct index_manifest *ret, struct index_files *ret_files,
                            struct err *err);
/* The same of an index that is read from afar: what METADATA_MANIFEST has; where says whose. What
 * is only known of the directory is not in it: the generation, the order and the files. */
enum err_code manifest_parse(struct str text, const char *where, unsigned analyser_version,
                             struct index_manifest *ret, struct err *err);
void manifest_append(const struct index_manifest *m, struct buf *out);
enum err_code manifest_write(const struct dir *dir, const struct index_manifest *m,
                             const struct index_files *files, struct err *err);

#endif
