/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_STORE_GLASS_POSTINGS_H
#define PRESSMARK_STORE_GLASS_POSTINGS_H

/* The lists of a postlist table (glass.md), read from their beginning to their end, or over what is
 * not asked for: posting lists, the lengths of the documents, the values of a slot.
 *
 * A list that cannot be read on ends there; the err that it was opened with says why. */

#include "store/glass_tree.h"

#define GLASS_END UINT32_MAX /* behind all documents */

/* The postings of a term, or with lengths for wdfs those of all documents. */
struct glass_postings {
    struct glass_cursor cursor;
    uint8_t key[GLASS_MAX_KEY_BYTES + GLASS_SDID_BYTES]; /* of all chunks but the first... */
    unsigned key_bytes;                                  /* ...before the document's number */
    uint32_t n_documents, collection_frequency, first_wdf;
    uint32_t docid, wdf; /* of the current posting; docid 0: before the first */
    struct {
        bool is_first, is_last; /* of the list's */
        uint32_t first, last;   /* its documents */
        uint32_t first_wdf;
        const uint8_t *start, *end; /* of what is behind its first posting; start NULL: no chunk */
    } chunk;
    const uint8_t *p; /* behind the current posting */
    struct err *err;
};

/* Zero-initialise. A term that is not there has no documents. */
void glass_postings_open(struct glass_postings *l, struct glass_tree *postlist, struct str term,
                         struct err *err);
void glass_postings_open_lengths(struct glass_postings *l, struct glass_tree *postlist,
                                 struct err *err);
void glass_postings_done(struct glass_postings *l);
/* For glass_postings_seek(): forward within the chunk, where it has such a posting; anywhere. */
void glass_postings_scan(struct glass_postings *l, uint32_t docid);
void glass_postings_find(struct glass_postings *l, uint32_t docid);

/* Goes to the first posting of a document that is not before docid, forward or back. */
static inline void glass_postings_seek(struct glass_postings *l, uint32_t docid)
{
    if (l->docid < docid && docid <= l->chunk.last && l->docid)
        glass_postings_scan(l, docid);
    else
        glass_postings_find(l, docid);
}

/* The greatest wdf that a posting of the list may have. */
uint32_t glass_postings_max_wdf(const struct glass_postings *l);

/* The values of a slot. */
struct glass_values {
    struct glass_cursor cursor;
    uint32_t slot, n_documents; /* that have a value */
    uint32_t docid;             /* of the current value; 0: before the first */
    struct str value, rest;     /* rest: of the chunk; both valid until the list moves */
    struct err *err;
};

/* Zero-initialise. */
void glass_values_open(struct glass_values *l, struct glass_tree *postlist, uint32_t slot,
                       struct err *err);
void glass_values_done(struct glass_values *l);
/* Goes to the first value of a document that is not before docid, forward or back. */
void glass_values_seek(struct glass_values *l, uint32_t docid);

#endif
