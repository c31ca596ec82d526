/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_BULK_H
#define PRESSMARK_STORE_BULK_H

/* Building a whole index at once: documents are inverted in memory into runs, and the runs are
 * merged into the tables of a Xapian glass database, written in key order from the first block to
 * the last. The result is what WritableDatabase would have made of the same documents, many times
 * faster.
 *
 * A run holds consecutive documents and belongs to one thread at a time; different runs may be
 * filled by different threads. The number of the first document of a run is known only when the
 * runs before it are complete, so inside a run documents count from 0. */

#include "base/err.h"
#include "store/dictionary.h"
#include "store/xap.h"

struct bulk_posting {
    uint32_t term; /* of the run's dictionary; each at most once a document; any order */
    uint32_t wdf;
    uint32_t first_position, n_positions; /* in positions[]: ascending, unique, from 1 */
};

struct bulk_document {
    const struct bulk_posting *postings;
    size_t n_postings;
    const uint32_t *positions;
    const struct xap_value *values; /* ascending by slot */
    size_t n_values;
    const char *data;
    size_t data_length;
};

struct bulk_metadata {
    const char *key;
    const char *value;
    size_t value_length;
};

struct bulk_run;

/* A run over terms of dictionary, which must outlive bulk_run_finish() and may grow meanwhile. */
struct bulk_run *bulk_run_new(struct dictionary *dictionary);
void bulk_run_free(struct bulk_run *run);

/* Adds a document. ERR_INPUT: it is outside Xapian's limits (a term over 245 bytes, data over 100
 * MB) and was refused whole. */
enum err_code bulk_run_add(struct bulk_run *run, const struct bulk_document *document,
                           struct err *err);
uint32_t bulk_run_count(const struct bulk_run *run); /* documents */
size_t bulk_run_bytes(const struct bulk_run *run);   /* memory in use */

/* Ends a run: sorts its terms, makes its term lists, lets go of the dictionary. */
void bulk_run_finish(struct bulk_run *run);
/* Moves a finished run to a file that has no name in folder, and frees its memory but for small
 * buffers. */
enum err_code bulk_run_spill(struct bulk_run *run, const char *folder, struct err *err);

/* Whether the libxapian in use writes the format that bulk_write() writes; reason (may be NULL)
 * gets a static string when not. Makes a tiny database in a temporary directory and compares. */
bool bulk_is_supported(const char **reason);

/* Merges the finished runs, documents numbered from 1 in order of the runs, and writes a database
 * at path, a directory that does not exist yet. Does not sync: index_publish() does. The runs can
 * only be freed afterwards. */
enum err_code bulk_write(const char *path, struct bulk_run *const *runs, size_t n_runs,
                         const struct bulk_metadata *metadata, size_t n_metadata, struct err *err);

#endif
