/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_BULK_RUN_H
#define PRESSMARK_STORE_BULK_RUN_H

/* The inside of a run, for the files of the bulk build only. */

#include "store/bulk.h"
#include "store/bulk_list.h"
#include "store/bulk_reader.h"
#include "store/glass_termlist.h"

/* The list of a term has an entry for each document, of varints:
 *
 *     gap to the document before << 2 | kind
 *     wdf
 *     bytes of the positions' tag (only BULK_MANY)
 *     the positions' tag, as the position table has it
 */
enum bulk_kind {
    BULK_NONE, /* no positions */
    BULK_ONE,  /* one, of which the tag is a varint */
    BULK_MANY,
};

struct bulk_posting_entry {
    uint64_t gap, wdf;
    const uint8_t *tag;
    uint64_t tag_bytes; /* 0: no positions */
};

/* Takes an entry off the front of a term's list; returns where the next begins. */
static inline const uint8_t *bulk_take_posting(const uint8_t *p, struct bulk_posting_entry *entry)
{
    uint64_t gap_and_kind, position;
    p = glass_take_vint(p, &gap_and_kind);
    p = glass_take_vint(p, &entry->wdf);
    entry->gap = gap_and_kind >> 2;
    entry->tag_bytes = 0;
    entry->tag = p;
    if ((gap_and_kind & 3) == BULK_ONE) {
        entry->tag_bytes = (uint64_t)(glass_take_vint(p, &position) - p);
    } else if ((gap_and_kind & 3) == BULK_MANY) {
        p = glass_take_vint(p, &entry->tag_bytes);
        entry->tag = p;
    }
    return entry->tag + entry->tag_bytes;
}

/* The list of a slot has an entry for each value: gap to the document before, length, bytes. */
struct bulk_slot {
    uint32_t slot;
    struct bulk_list list;
    struct buf lower, upper; /* the least and the greatest value */
    uint64_t at, n_bytes;    /* of the list in the file, when spilled */
};

struct bulk_run_document {
    const uint8_t *data;
    uint8_t *slots; /* the tag of its used slots in the termlist table */
    uint32_t data_bytes, slots_bytes, n_terms;
};

struct bulk_run {
    struct dictionary *dictionary; /* NULL once finished */
    struct arena lists;            /* of terms and slots */
    struct bulk_list *terms;       /* by number in the dictionary */
    size_t n_terms, terms_capacity;
    struct arena data;
    struct bulk_run_document *documents;
    uint32_t *lengths;
    uint32_t n_documents;
    size_t documents_capacity;
    struct bulk_slot *slots;
    size_t n_slots, slots_capacity;
    struct glass_statistics statistics;
    uint64_t n_postings;
    bool has_positions, has_data;
    struct buf tag; /* scratch */

    /* When finished: */
    uint32_t n_sorted;
    uint32_t *order;       /* numbers of the terms in the order of their names */
    const uint8_t **names; /* in that order: a byte that holds the length, and the name */
    uint8_t *name_bytes;
    size_t n_name_bytes;
    struct arena term_lists_arena;
    struct bulk_list *term_lists; /* of each document: gaps of places in order[], wdfs */

    /* When spilled: the file (-1: not spilled), terms in [0, terms_end), documents from there. */
    int fd;
    uint64_t terms_end, documents_end;
};

/* Fetches what will be needed soon of the terms that follow number i in order, while the work is
 * done on that: the lists of neighbours lie far from each other. */
static inline void bulk_prefetch_term(const struct bulk_run *run, uint32_t i)
{
    if (run->n_sorted - i <= 16)
        return;
    __builtin_prefetch(&run->terms[run->order[i + 16]]);
    __builtin_prefetch(run->terms[run->order[i + 8]].first);
}

/* Frees all but what stays of a spilled run. */
void bulk_run_drop_memory(struct bulk_run *run);

/* order: n numbers of different terms; puts them in the order of the terms. */
void bulk_sort_terms(const struct dictionary *dictionary, uint32_t *order, size_t n);

/* ---- reading a finished run, in memory or spilled ---- */

/* The terms of a run in order. */
struct bulk_terms {
    const struct bulk_run *run;
    struct bulk_reader reader; /* where the run is spilled */
    uint32_t n_taken;
    /* The term at hand: */
    struct str name;
    uint32_t n_documents, collection_frequency;
    struct buf name_bytes;
};

void bulk_terms_start(struct bulk_terms *t, const struct bulk_run *run, size_t buffer_bytes);
void bulk_terms_done(struct bulk_terms *t);
/* Takes the next term; *ret_is_end: there was none. The list of the one before was read. */
enum err_code bulk_terms_next(struct bulk_terms *t, bool *ret_is_end, struct err *err);
/* Makes list that of the term at hand; once for each. */
enum err_code bulk_terms_list(struct bulk_terms *t, struct buf *list, struct err *err);

/* The documents of a run in order. */
struct bulk_documents {
    const struct bulk_run *run;
    struct bulk_reader reader;
    uint32_t n_taken;
    struct glass_termlist encoder;
    struct buf
        bytes; /* the document at hand, where the run is spilled; the list of its terms, else */
    /* The document at hand: tags of the termlist table, data. */
    struct str term_list, slots, data;
};

void bulk_documents_start(struct bulk_documents *d, const struct bulk_run *run,
                          size_t buffer_bytes);
void bulk_documents_done(struct bulk_documents *d);
/* Takes the next of the n_documents. */
enum err_code bulk_documents_next(struct bulk_documents *d, struct err *err);

/* Makes list that of a slot. */
enum err_code bulk_slot_list(const struct bulk_run *run, const struct bulk_slot *slot,
                             struct buf *list, struct err *err);

#endif
