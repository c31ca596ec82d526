/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_RUN_H
#define PRESSMARK_BULK_RUN_H

/* The parts of a run that the files of the bulk build share. */

#include "base/arena.h"
#include "base/buf.h"
#include "bulk/bulk.h"
#include "bulk/run_reader.h"
#include "glass/format.h"

/* The postings of a run are a string of bytes, in memory or in a file. First come the terms, in
 * order:
 *
 *    a byte with the length of the name, and the name
 *    number of documents, collection frequency, bytes of the list (varints)
 *    the list
 *
 * followed by the lists of the slots. A term's list has an entry for each document, of varints:
 *
 *    gap to the previous document (for the first: to the number -1) << 2 | kind
 *    wdf
 *    bytes of the positions' tag (only BULK_MANY)
 *    the positions' tag, in the form of the position table
 *
 * A slot's list has an entry for each value: the gap, the length, and the bytes. */
enum bulk_kind {
    BULK_NONE, /* no positions */
    BULK_ONE,  /* one position, whose tag is a varint */
    BULK_MANY,
};

/* Writes an entry up to its wdf, and returns its end. */
static inline uint8_t *bulk_put_posting(uint8_t *p, uint32_t gap, enum bulk_kind kind, uint32_t wdf)
{
    p = glass_put_vint(p, (uint64_t)gap << 2 | kind);
    return glass_put_vint(p, wdf);
}

/* Returns the length of an entry without positions. */
static inline unsigned bulk_posting_bytes(uint32_t gap, uint32_t wdf)
{
    return glass_vint_bytes((uint64_t)gap << 2) + glass_vint_bytes(wdf);
}

struct bulk_posting_entry {
    uint64_t gap, wdf;
    const uint8_t *tag;
    uint64_t tag_bytes; /* 0 without positions */
};

/* Reads the entry at p of a term's list, and returns where the next one begins. */
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

struct bulk_slot {
    uint32_t slot;
    uint32_t n, last;        /* the number of values, and of the last document, plus 1 */
    bool is_ascending;       /* each value is greater than the previous one */
    struct buf list;         /* until the run is finished */
    struct buf lower, upper; /* the least and the greatest value */
    uint64_t at, n_bytes;    /* the place of the list in the postings */
};

/* The tags of a document in the tables docdata and termlist. */
struct bulk_run_document {
    const uint8_t *data, *slots, *terms;
    uint32_t data_bytes, slots_bytes, terms_bytes;
    uint32_t n_terms;
    bool terms_are_deflated;
};

struct bulk_run {
    struct bulk_run_document *documents; /* NULL after they were written */
    uint32_t n_documents;
    uint32_t first_docid; /* set when they are written */
    size_t documents_capacity;
    struct arena tags;
    uint32_t *lengths;
    uint32_t max_wdf;
    bool has_positions;

    uint8_t *postings; /* NULL if they are in the file */
    int fd;            /* -1 if there is none */
    uint64_t n_bytes, terms_end;
    struct bulk_slot *slots;
    size_t n_slots, slots_capacity;
};

/* Sorts order, which has the numbers of n distinct terms, by the terms. */
void bulk_sort_terms(const struct term_ids *ids, uint32_t *order, size_t n);

/* Returns NULL if no document has a value in the slot. */
struct bulk_slot *bulk_run_slot(const struct bulk_run *run, uint32_t slot);

/* Returns a reader for [start, end) of the postings. */
struct run_reader bulk_run_read(const struct bulk_run *run, uint64_t start, uint64_t end,
                                size_t buffer_bytes);

#endif
