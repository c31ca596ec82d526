/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_STATUS_COUNTS_H
#define PRESSMARK_INDEXER_STATUS_COUNTS_H

/* Statistics about the documents of an index. */

#include "base/arena.h"
#include "base/err.h"
#include "store/engine.h"

struct status_names {
    struct status_name {
        struct str name;
        uint32_t n_documents;
    } * items; /* the most frequent first, then by name */
    size_t n;
};

struct status_counts {
    struct status_names types, languages;
    struct status_field {
        struct str name;
        uint32_t n_documents;
        /* Short values that several documents have; the most frequent ones. */
        struct status_names values;
    } * fields; /* sorted by name, folded as in queries */
    size_t n_fields;
    struct status_document {
        struct str path, id;
        uint32_t text_bytes;
    } * biggest; /* the biggest first */
    size_t n_biggest;
    struct arena arena;
};

enum {
    STATUS_MAX_VALUES = 5, /* shown for each field */
    STATUS_MAX_BIGGEST = 10,
    STATUS_MAX_DIFFERENT = 1 << 20, /* values examined, of all fields */
};

/* Collects the statistics from the terms of fields and the lengths of documents. The caller frees
 * the result by status_counts_free(). */
enum err_code status_counts_make(struct store_reader *reader, struct status_counts **ret,
                                 struct err *err);
void status_counts_free(struct status_counts *c);

#endif
