/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_BULK_H
#define PRESSMARK_BULK_BULK_H

/* Builds a whole index at once. Documents are inverted in memory into runs; the documents of each
 * run are written as soon as their numbers are known; and at the end the postings of all runs are
 * merged into the tables of a Xapian glass database, which are written in the order of their keys
 * from the first block to the last. The result is what WritableDatabase would make of the same
 * documents, many times faster.
 *
 * An inverter, a run and a writer each belong to one thread at a time. The number of the first
 * document of a run is known only when the runs before it are complete, so that within a run
 * documents are numbered from 0. */

#include "base/err.h"
#include "store/document.h"
#include "store/index.h"
#include "store/lengths.h"
#include "store/term_ids.h"

struct bulk_posting {
    uint32_t term; /* in the inverter's term_ids; each at most once per document, in any order */
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

/* Makes an inverter for documents with the terms of ids. ids must outlive it, may grow meanwhile,
 * and may be cleared only while the inverter is empty. */
struct bulk_inverter *bulk_inverter_new(struct term_ids *ids);
/* Makes an inverter for the runs that bulk_writer_add_terms() takes. */
struct bulk_inverter *bulk_inverter_new_of_terms(struct term_ids *ids);
void bulk_inverter_free(struct bulk_inverter *v);

/* Adds a document. ERR_INPUT if it exceeds a limit of Xapian (a term over 245 bytes, data over 100
 * MB); nothing of it is added then. */
enum err_code bulk_inverter_add(struct bulk_inverter *v, const struct bulk_document *document,
                                struct err *err);
uint32_t bulk_inverter_count(const struct bulk_inverter *v); /* documents */
/* Returns the memory in use, including what bulk_inverter_finish() will need. */
size_t bulk_inverter_bytes(const struct bulk_inverter *v);

struct bulk_run;

/* Makes a run of the documents that were added. The inverter is empty afterwards and keeps its
 * memory for the next ones. */
struct bulk_run *bulk_inverter_finish(struct bulk_inverter *v);

void bulk_run_free(struct bulk_run *run);
uint32_t bulk_run_count(const struct bulk_run *run); /* documents */
/* Return the memory in use: that of the documents, which bulk_writer_add() frees, and that of the
 * postings, which bulk_run_spill() frees. */
size_t bulk_run_document_bytes(const struct bulk_run *run);
size_t bulk_run_posting_bytes(const struct bulk_run *run);
/* Moves the postings to an unnamed file in folder. */
enum err_code bulk_run_spill(struct bulk_run *run, const char *folder, struct err *err);

/* ---- runs into a database ---- */

struct bulk_writer;

/* Makes a writer for a database at path, a directory that must not exist. Returns NULL with err set
 * if the directory cannot be created. */
struct bulk_writer *bulk_writer_open(const char *path, struct err *err);

/* Writes the documents of a run, which are numbered from 1 and continue from those of the previous
 * runs, and frees them. The run itself must outlive the writer. */
enum err_code bulk_writer_add(struct bulk_writer *w, struct bulk_run *run, struct err *err);

/* Gives the documents more terms, none of which any document has yet. The first document of the run
 * belongs to the first document of the database or, if there was such a run before, to the one
 * after its last document. Data, values and positions of the run are ignored. The run must outlive
 * the writer. Must be called after the last bulk_writer_add(). The term lists of the database are
 * written a second time then. ERR_LIMIT if these runs have more documents than the database. */
enum err_code bulk_writer_add_terms(struct bulk_writer *w, struct bulk_run *run, struct err *err);

/* Returns true if every document so far has a value in the slot that is greater than the previous
 * one's. */
bool bulk_writer_is_in_order(const struct bulk_writer *w, uint32_t slot);

/* Adds the lengths of all documents so far to l. */
void bulk_writer_lengths(const struct bulk_writer *w, struct lengths *l);

struct bulk_end {
    const struct bulk_metadata *metadata;
    size_t n_metadata;
    size_t n_threads; /* with 2 or more, tables are written at the same time */
};

/* Merges the postings of the runs, which may be freed only afterwards, completes the database and
 * frees the writer. The tables are synced, but the version file and the directory are not.
 * *ret_synced, which may be NULL, gets the tables and their hashes. On failure nothing is left of
 * the database. */
enum err_code bulk_writer_finish(struct bulk_writer *w, const struct bulk_end *end,
                                 struct index_files *ret_synced, struct err *err);
/* Removes what was written and frees the writer. Accepts NULL. */
void bulk_writer_abandon(struct bulk_writer *w);

#endif
