/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_BULK_H
#define PRESSMARK_BULK_BULK_H

/* Building a whole index at once: documents are inverted in memory into runs, each run's documents
 * are written as soon as their numbers are known, and in the end the postings of all runs are
 * merged into the tables of a Xapian glass database, written in key order from the first block to
 * the last. The result is what WritableDatabase would have made of the same documents, many times
 * faster.
 *
 * An inverter, a run and a writer each belong to one thread at a time. The number of the first
 * document of a run is known only when the runs before it are complete, so inside a run documents
 * count from 0. */

#include "base/err.h"
#include "store/document.h"
#include "store/index.h"
#include "store/lengths.h"
#include "store/term_ids.h"

struct bulk_posting {
    uint32_t term; /* of the inverter's term_ids; each at most once a document; any order */
    uint32_t wdf;
    uint32_t first_position, n_positions; /* in positions[]: ascending, unique, from 1 */
};

struct bulk_document {
    const struct bulk_posting *postings;
    size_t n_postings;
    const uint32_t *positions;
    const struct store_value *values; /* ascending by slot */
    size_t n_values;
    const char *data;
    size_t data_length;
};

struct bulk_metadata {
    const char *key;
    const char *value;
    size_t value_length;
};

/* ---- documents into runs ---- */

struct bulk_inverter;

/* Takes documents with the terms of ids, which must outlive it, may grow meanwhile, and may
 * be cleared only while the inverter is empty. */
struct bulk_inverter *bulk_inverter_new(struct term_ids *ids);
/* One of runs for bulk_writer_add_terms(). */
struct bulk_inverter *bulk_inverter_new_of_terms(struct term_ids *ids);
void bulk_inverter_free(struct bulk_inverter *v);

/* Adds a document. ERR_INPUT: it is outside Xapian's limits (a term over 245 bytes, data over 100
 * MB) and was refused whole. */
enum err_code bulk_inverter_add(struct bulk_inverter *v, const struct bulk_document *document,
                                struct err *err);
uint32_t bulk_inverter_count(const struct bulk_inverter *v); /* documents */
/* Memory in use, with what bulk_inverter_finish() is going to need. */
size_t bulk_inverter_bytes(const struct bulk_inverter *v);

struct bulk_run;

/* Makes a run of the documents added; the inverter is empty again, and keeps its memory for the
 * next ones. */
struct bulk_run *bulk_inverter_finish(struct bulk_inverter *v);

void bulk_run_free(struct bulk_run *run);
uint32_t bulk_run_count(const struct bulk_run *run); /* documents */
/* Memory in use: that of the documents, which bulk_writer_add() frees, and that of the postings,
 * which bulk_run_spill() frees. */
size_t bulk_run_document_bytes(const struct bulk_run *run);
size_t bulk_run_posting_bytes(const struct bulk_run *run);
/* Moves the postings to a file that has no name in folder. */
enum err_code bulk_run_spill(struct bulk_run *run, const char *folder, struct err *err);

/* ---- runs into a database ---- */

struct bulk_writer;

/* A writer of a database at path, a directory that does not exist yet. NULL with err set: the
 * directory cannot be made. */
struct bulk_writer *bulk_writer_open(const char *path, struct err *err);

/* Writes the documents of a run, numbered after those of the runs before, from 1, and frees them.
 * The run itself must outlive the writer. */
enum err_code bulk_writer_add(struct bulk_writer *w, struct bulk_run *run, struct err *err);

/* Gives the documents that are there more terms, none of which any of them has yet: those of the
 * first document of the run go to the first document of the database, or to the one behind the last
 * of such a run before it. Data, values and positions of the run are left out. The run must outlive
 * the writer. To be called after the last bulk_writer_add(). The term lists of the database are
 * written once more then. ERR_LIMIT: the runs have more documents than the database. */
enum err_code bulk_writer_add_terms(struct bulk_writer *w, struct bulk_run *run, struct err *err);

/* Whether every document so far has a value in the slot, above that of the one before. */
bool bulk_writer_is_in_order(const struct bulk_writer *w, uint32_t slot);

/* Adds the lengths of all documents so far to l. */
void bulk_writer_lengths(const struct bulk_writer *w, struct lengths *l);

struct bulk_end {
    const struct bulk_metadata *metadata;
    size_t n_metadata;
    size_t n_threads; /* 2 or more: tables are written at the same time */
};

/* Merges the postings of the runs, which can only be freed afterwards, ends the database and frees
 * the writer. The tables are synced and *ret_synced, which may be NULL, says what they hash to; the
 * version file and the directory are not. Nothing is left of the database where this fails. */
enum err_code bulk_writer_finish(struct bulk_writer *w, const struct bulk_end *end,
                                 struct index_files *ret_synced, struct err *err);
/* Removes what was written and frees the writer. w may be NULL. */
void bulk_writer_abandon(struct bulk_writer *w);

#endif
