/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_POSTLIST_READER_H
#define PRESSMARK_GLASS_POSTLIST_READER_H

/* The lists of a postlist table (glass.md), read from their beginning to their end, or over what is
 * not asked for: posting lists, the lengths of the documents, the values of a slot.
 *
 * A list that cannot be read on ends there; the err that it was opened with says why. */

#include "glass/table_reader.h"

#define GLASS_END UINT32_MAX /* behind all documents */

/* The postings of a term, or with lengths for wdfs those of all documents. */
struct postlist_reader {
    struct table_cursor cursor;
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
void postlist_reader_open(struct postlist_reader *l, struct table_reader *postlist, struct str term,
                          struct err *err);
void postlist_reader_open_lengths(struct postlist_reader *l, struct table_reader *postlist,
                                  struct err *err);
void postlist_reader_done(struct postlist_reader *l);
/* For postlist_reader_seek(): forward within the chunk, where it has such a posting; anywhere. */
void postlist_reader_scan(struct postlist_reader *l, uint32_t docid);
void postlist_reader_find(struct postlist_reader *l, uint32_t docid);

/* Goes to the first posting of a document that is not before docid, forward or back. */
static inline void postlist_reader_seek(struct postlist_reader *l, uint32_t docid)
{
    if (l->docid < docid && docid <= l->chunk.last && l->docid)
        postlist_reader_scan(l, docid);
    else
        postlist_reader_find(l, docid);
}

/* The wdfs of documents from start on, as many as there is room for: of several lists their sums,
 * and how many lists a document is in. */
enum { POSTING_WINDOW = 2048 };
struct posting_window {
    uint32_t start;
    uint32_t wdfs[POSTING_WINDOW];
    uint16_t n_lists[POSTING_WINDOW];
    uint64_t bits[POSTING_WINDOW / 64]; /* of documents that are in any */
};
/* Adds the postings from the current one on, which is within the window or behind it, as far as the
 * window or the chunk goes. */
void postlist_reader_add(struct postlist_reader *l, struct posting_window *w);

/* The greatest wdf that a posting of the list may have. */
uint32_t postlist_reader_max_wdf(const struct postlist_reader *l);

/* The slot whose bounds the entry of a key has; false: it is another kind of entry. */
bool glass_take_slot_key(struct str key, uint32_t *slot);

/* The values of a slot. */
struct value_reader {
    struct table_cursor cursor;
    uint32_t slot, n_documents; /* that have a value */
    uint32_t docid;             /* of the current value; 0: before the first */
    struct str value, rest;     /* rest: of the chunk; both valid until the list moves */
    struct err *err;
};

/* Zero-initialise. */
void value_reader_open(struct value_reader *l, struct table_reader *postlist, uint32_t slot,
                       struct err *err);
void value_reader_done(struct value_reader *l);
/* Goes to the first value of a document that is not before docid, forward or back. */
void value_reader_seek(struct value_reader *l, uint32_t docid);

#endif
