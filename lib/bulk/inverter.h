/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_BULK_INVERTER_H
#define PRESSMARK_BULK_INVERTER_H

/* The parts of an inverter that the files share that fill and empty it.
 *
 * Documents go into a log, posting by posting, with the tags of their positions. When a run is
 * finished the length of each list is known, so that the lists are laid out in the order of the
 * terms, and each posting is written to its place. Memory
 * is thus written sequentially except in one pass, and that pass knows what it will touch next. */

#include "bulk/run.h"
#include "glass/deflate.h"

struct logged_posting {
    uint32_t term, wdf;
    uint32_t tag_bytes; /* of its positions, with their length; 0 without positions */
};

struct logged_term {
    uint64_t n_bytes;  /* of its postings */
    uint8_t *at;       /* where its next posting goes while the lists are made */
    uint32_t n, total; /* the number of documents, and the sum of wdfs, at most UINT32_MAX */
    uint32_t last;     /* the number of the last document that has it, plus 1 */
    uint32_t place;    /* among the sorted terms of the run */
};

/* The positions of a term. */
struct logged_tags {
    uint64_t n_bytes; /* of the tags and their lengths */
    uint8_t *at;      /* as in struct logged_term */
    uint32_t n;       /* the number of documents */
};

struct bulk_inverter {
    struct term_ids *ids;
    struct glass_deflater *deflater;
    struct bulk_run *run;      /* the run that is being filled */
    struct logged_term *terms; /* by number in term_ids */
    size_t n_terms, terms_capacity;
    struct logged_posting *postings; /* of all documents */
    size_t n_postings, postings_capacity;
    struct logged_tags *tags; /* of the first n_tagged terms, if any positions were added */
    size_t n_tagged, tags_capacity;
    struct buf tag_bytes;  /* of the postings with positions, one after the other */
    uint64_t n_list_bytes; /* of all terms */
    uint32_t n_checked;    /* terms of term_ids that were checked against the limits */
    bool has_invalid_term;
    size_t n_used_terms;
    bool is_of_terms; /* the term lists are not deflated, because they will be read again */
};

/* Makes room for the tags of all terms. */
void bulk_inverter_make_tag_room(struct bulk_inverter *v);

/* Takes the run out of the inverter, still without postings, and empties the inverter. */
struct bulk_run *bulk_inverter_take_run(struct bulk_inverter *v);

#endif
