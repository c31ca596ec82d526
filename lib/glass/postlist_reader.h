/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_POSTLIST_READER_H
#define PRESSMARK_GLASS_POSTLIST_READER_H

/* Reads the lists of a postlist table (glass.md) forward, skipping what is not asked for: posting
 * lists, document lengths, and the values of a slot.
 *
 * If a list cannot be read any further, it ends there, and the err that it was opened with says
 * why. */

#include "glass/table_reader.h"

#define GLASS_END UINT32_MAX /* after all documents */

/* The postings of a term, or those of all documents with document lengths for wdfs. */
struct postlist_reader {
    struct table_cursor cursor;
    uint8_t key[GLASS_MAX_KEY_BYTES + GLASS_SDID_BYTES]; /* the key of the later chunks, */
    unsigned key_bytes;                                  /* up to the document number */
    uint32_t n_documents, collection_frequency, first_wdf;
    uint32_t docid, wdf; /* of the current posting; docid is 0 before the first */
    struct {
        bool is_first, is_last; /* is the first, or last, of the list */
        uint32_t first, last;   /* its first and last document */
        uint32_t first_wdf;
        const uint8_t *start, *end; /* the bytes after its first posting, or NULL */
    } chunk;
    const uint8_t *p; /* after the current posting */
    struct err *err;
};

/* Opens a list, which must be zero-initialised. A term that does not exist has no documents. */
void postlist_reader_open(struct postlist_reader *l, struct table_reader *postlist, struct str term,
                          struct err *err);
void postlist_reader_open_lengths(struct postlist_reader *l, struct table_reader *postlist,
                                  struct err *err);
void postlist_reader_done(struct postlist_reader *l);
/* The two cases of postlist_reader_seek(): forward within the chunk, which must have such a
 * posting, and anywhere. */
void postlist_reader_scan(struct postlist_reader *l, uint32_t docid);
void postlist_reader_find(struct postlist_reader *l, uint32_t docid);

/* Goes to the first posting at or after docid, forward or back. */
static inline void postlist_reader_seek(struct postlist_reader *l, uint32_t docid)
{
    if (l->docid < docid && docid <= l->chunk.last && l->docid)
        postlist_reader_scan(l, docid);
    else
        postlist_reader_find(l, docid);
}

/* The postings of POSTING_WINDOW documents from start on in several lists. */
enum { POSTING_WINDOW = 2048, POSTING_MAX_LISTS = UINT16_MAX };
#define POSTING_IN_A_LIST (UINT64_C(1) << 48)
struct posting_window {
    uint32_t start;
    bool is_for_many;                   /* sums were cleared, and bits are set at the end */
    uint64_t bits[POSTING_WINDOW / 64]; /* documents in any list; others have no sums below */
    uint64_t sums[POSTING_WINDOW];      /* of wdfs, and of POSTING_IN_A_LIST for each list */
};
/* Returns the sum of a document's wdfs, or UINT32_MAX if that is greater. */
static inline uint32_t posting_window_wdf(const struct posting_window *w, uint32_t i)
{
    uint64_t wdf = w->sums[i] & (POSTING_IN_A_LIST - 1);
    return wdf < UINT32_MAX ? (uint32_t)wdf : UINT32_MAX;
}
/* Returns how many lists have a document. */
static inline uint32_t posting_window_count(const struct posting_window *w, uint32_t i)
{
    return (uint32_t)(w->sums[i] / POSTING_IN_A_LIST);
}
/* Begins a window for n_lists lists, at most POSTING_MAX_LISTS; bits are complete when it has
 * ended. */
void posting_window_start(struct posting_window *w, uint32_t start, size_t n_lists);
void posting_window_end(struct posting_window *w);
/* Adds the postings from the current one on, which must not be before the window, up to the end of
 * the window or of the chunk. */
void postlist_reader_add(struct postlist_reader *l, struct posting_window *w);

/* Reads the wdfs of n documents from start > 0 on, 0 for those that are not in the list. */
void postlist_reader_read(struct postlist_reader *l, uint32_t start, uint32_t n,
                          uint32_t *ret_wdfs);

/* Goes back to before the first posting. */
static inline void postlist_reader_rewind(struct postlist_reader *l)
{
    if (l->chunk.start)
        l->docid = 0;
}

/* Returns an upper bound of the wdfs in the list. */
uint32_t postlist_reader_max_wdf(const struct postlist_reader *l);

/* Returns the slot whose bounds an entry with this key has. Returns false if it is another kind of
 * entry. */
bool glass_take_slot_key(struct str key, uint32_t *slot);

/* The values of a slot. */
struct value_reader {
    struct table_cursor cursor;
    uint32_t slot, n_documents; /* that have a value */
    uint32_t docid;             /* of the current value; 0 before the first */
    struct str value, rest;     /* rest is that of the chunk; both are valid until the list moves */
    struct err *err;
};

/* Opens a list of values, which must be zero-initialised. */
void value_reader_open(struct value_reader *l, struct table_reader *postlist, uint32_t slot,
                       struct err *err);
void value_reader_done(struct value_reader *l);
/* Goes to the first value at or after docid, forward or back. */
void value_reader_seek(struct value_reader *l, uint32_t docid);

#endif
