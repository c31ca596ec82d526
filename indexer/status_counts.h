/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_STATUS_COUNTS_H
#define PRESSMARK_INDEXER_STATUS_COUNTS_H

/* What the documents of an index are, in numbers. */

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
        struct status_names values; /* short ones that several documents have, the commonest few */
    } * fields;                     /* by name, as it is sought: folded */
    size_t n_fields;
    struct status_document {
        struct str path, id;
        uint32_t text_bytes;
    } * biggest; /* the biggest few, in order */
    size_t n_biggest;
    struct arena arena;
};

enum {
    STATUS_MAX_VALUES = 5, /* of a field that are named */
    STATUS_MAX_BIGGEST = 10,
    STATUS_MAX_DIFFERENT = 1 << 20, /* values of all fields that are looked at */
};

/* Looks through the terms of fields and the lengths of documents. */
enum err_code status_counts_make(struct store_reader *reader, struct status_counts **ret,
                                 struct err *err);
void status_counts_free(struct status_counts *c);

#endif
