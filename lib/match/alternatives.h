/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_ALTERNATIVES_H
#define PRESSMARK_MATCH_ALTERNATIVES_H

/* Words that count as one, however many there are: their lists are added up over a window of
 * documents at a time, as in Lucene's BooleanScorer, instead of being stepped through side by side.
 */

#include "base/arena.h"
#include "glass/postlist_reader.h"

/* To be changed by the functions here alone. */
struct alternatives {
    struct postlist_reader **lists;
    size_t n;
    uint64_t *n_steps;
    uint32_t end;  /* of the window; 0: there is none yet */
    uint32_t next; /* document behind it that has any of the words; GLASS_END: there is none */
    struct posting_window window;
};

enum { POSTING_BYTES_A_STEP = 8 }; /* which are about as much work as a step of a search is */

/* On arena, for lists that nothing else reads and that are opened and closed by the caller; the
 * array is copied. Adds to *n_steps what reading takes. */
struct alternatives *alternatives_new(struct arena *arena, struct postlist_reader *const *lists,
                                      size_t n, uint64_t *n_steps);

/* Reads the lists over the window that begins with docid, which is not before the last one; next is
 * then where they go on. */
void alternatives_fill(struct alternatives *a, uint32_t docid);
/* Goes before the first document. */
void alternatives_rewind(struct alternatives *a);
/* For alternatives_seek(): looks into the next windows. */
uint32_t alternatives_go_on(struct alternatives *a, uint32_t docid);

/* The first document from docid on that has any of them; it never goes back. */
static inline uint32_t alternatives_seek(struct alternatives *a, uint32_t docid)
{
    if (docid < a->end) {
        uint32_t i = docid - a->window.start;
        uint64_t bits = a->window.bits[i / 64] >> i % 64;
        if (bits)
            return docid + (uint32_t)__builtin_ctzll(bits);
    }
    return alternatives_go_on(a, docid);
}

/* Of the document that was sought last. */
static inline uint32_t alternatives_wdf(const struct alternatives *a, uint32_t docid)
{
    return a->window.wdfs[docid - a->window.start];
}
/* In how many of the lists it is. */
static inline uint32_t alternatives_count(const struct alternatives *a, uint32_t docid)
{
    return a->window.n_lists[docid - a->window.start];
}

#endif
