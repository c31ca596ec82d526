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
 *    number of documents, collection frequency, number of the last document, bytes of the postings,
 *    bytes of the positions (varints)
 *    the postings, as a chunk of the postlist table has them: for each document the gap to the one
 *    before, minus 1, and the wdf (varints); documents are numbered from 0, and the first gap is
 *    that to -1
 *    the positions, if the term has any: for each posting the length of its tag (0: no positions)
 *    and the tag, in the form of the position table
 *
 * followed by the lists of the slots. A slot's list has an entry for each value: the gap, the
 * length, and the bytes. */

/* Writes a posting and returns its end. */
static inline uint8_t *bulk_put_posting(uint8_t *p, uint32_t gap, uint32_t wdf)
{
    return glass_put_vint(glass_put_vint(p, gap - 1), wdf);
}

static inline unsigned bulk_posting_bytes(uint32_t gap, uint32_t wdf)
{
    return glass_vint_bytes(gap - 1) + glass_vint_bytes(wdf);
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
