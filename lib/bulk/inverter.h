/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_INVERTER_H
#define PRESSMARK_BULK_INVERTER_H

/* The inside of an inverter, for the two files that fill and empty it.
 *
 * Documents go into a log, posting by posting; what has positions as the entry that its term's list
 * will have. When the run is finished it is known how long each list is, so that the lists can be
 * laid out in the order of the terms, one behind the other, and each entry is put where it belongs.
 * Thus memory is written from its beginning to its end but for one pass, and that one knows what it
 * will touch next. */

#include "bulk/run.h"
#include "glass/deflate.h"

struct logged_posting {
    uint32_t term, wdf;
    uint32_t n_bytes; /* of the entry; 0: it has no positions, and is made when it is needed */
};

struct logged_term {
    uint64_t n_bytes;  /* of its list */
    uint8_t *at;       /* where its next entry goes, when the lists are made */
    uint32_t n, total; /* documents, wdf; total no larger than UINT32_MAX */
    uint32_t last;     /* the number of the newest document that has it, plus 1 */
    uint32_t place;    /* among the terms of the run in order */
};

struct bulk_inverter {
    struct term_ids *ids;
    struct glass_deflater *deflater;
    struct bulk_run *run;      /* being filled */
    struct logged_term *terms; /* by number in term_ids */
    size_t n_terms, terms_capacity;
    struct logged_posting *postings; /* of all documents */
    size_t n_postings, postings_capacity;
    struct buf entries;    /* of the postings with positions, one behind the other */
    uint64_t n_list_bytes; /* of all terms */
    uint32_t n_checked;    /* terms of term_ids that are known to be within limits, or not */
    bool has_invalid_term;
    size_t n_used_terms;
    bool is_of_terms; /* term lists are not deflated: they are read once more */
};

/* Takes out the run, which is yet without its postings, and empties the inverter. */
struct bulk_run *bulk_inverter_take_run(struct bulk_inverter *v);

#endif
