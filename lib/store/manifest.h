/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_MANIFEST_H
#define PRESSMARK_STORE_MANIFEST_H

/* The manifest of an index (index.h): a JSON file that says which generation is to be read, and
 * how. It ends with a hash of all that comes before, so that a damaged generation number is
 * noticed. */

#include "base/dir.h"

#include <stdint.h>

#define MANIFEST_NAME "pressmark.json"
#define INDEX_STAMP_NAME "stamp" /* a file in a generation, see index_is_as_left() */

struct index_manifest {
    unsigned format; /* SCHEMA_FORMAT */
    uint32_t generation;
    unsigned analyser_version; /* this and the next two are settings of text/analyser.h */
    bool keep_marks;
    bool hangul_bigrams;
    bool position_table;  /* positions are in Xapian's position table, not in the records */
    bool needs_libxapian; /* written by a libxapian whose format our own reader cannot read */
    bool is_in_order;     /* documents are numbered in the order of their SLOT_ORDER */
    uint64_t moment;      /* of the generation's files (glass/moment.h); 0 if unknown */
    char libraries[128];  /* the libraries that stem and fold, with their versions */
    char xapian[16];      /* the version of libxapian that the indexer was linked with */
    char program[64];     /* "pressmark 0.1.0" */
};

enum { INDEX_MAX_FILES = 10 }; /* in a generation */

/* Files of a generation, each with the 64-bit XXH3 hash of its bytes. */
struct index_files {
    struct index_file {
        const char *name; /* one of MANIFEST_FILES */
        uint64_t hash;
    } files[INDEX_MAX_FILES];
    size_t n;
};

/* The names of all files that a generation may hold. A manifest that names any other is damaged. */
extern const char *const MANIFEST_FILES[INDEX_MAX_FILES];

/* Reads the manifest of the index at dir; ret_files may be NULL. ERR_NOT_FOUND if there is none,
 * ERR_VERSION if it was written by an incompatible version or another analyser version (the message
 * says what to do), ERR_CORRUPT if it is damaged. */
enum err_code manifest_read(const struct dir *dir, unsigned analyser_version,
                            struct index_manifest *ret, struct index_files *ret_files,
                            struct err *err);
/* Reads the manifest from the metadata METADATA_MANIFEST of a remote index, which messages call
 * where. This copy lacks what belongs to the directory: the generation, the order and the files. */
enum err_code manifest_parse(struct str text, const char *where, unsigned analyser_version,
                             struct index_manifest *ret, struct err *err);
void manifest_append(const struct index_manifest *m, struct buf *out);
enum err_code manifest_write(const struct dir *dir, const struct index_manifest *m,
                             const struct index_files *files, struct err *err);

#endif
