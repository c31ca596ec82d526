/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_ALTERNATIVES_H
#define PRESSMARK_MATCH_ALTERNATIVES_H

/* Words that count as one, however many there are: their lists are added up over a window of
 * documents at a time, as in Lucene's BooleanScorer, instead of being stepped through side by side. */

#include "match/match.h"

struct alternatives {
    struct match_node **terms; /* which nothing else reads */
    size_t n;
    uint32_t end;  /* of the window; 0: there is none yet */
    uint32_t next; /* document behind it that has any of the words; GLASS_END: there is none */
    struct posting_window window;
};

/* Of so many terms, in the arena of m. */
struct alternatives *alternatives_new(struct match *m, struct match_node **terms, size_t n);

/* For alternatives_seek(): looks into the next windows. */
uint32_t alternatives_go_on(struct match *m, struct alternatives *a, uint32_t docid);

/* The first document from docid on that has any of them; it never goes back. */
static inline uint32_t alternatives_seek(struct match *m, struct alternatives *a, uint32_t docid)
{
    if (docid < a->end) {
        uint32_t i = docid - a->window.start;
        uint64_t bits = a->window.bits[i / 64] >> i % 64;
        if (bits)
            return docid + (uint32_t)__builtin_ctzll(bits);
    }
    return alternatives_go_on(m, a, docid);
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
