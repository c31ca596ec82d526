/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_MATCH_ALTERNATIVES_H
#define PRESSMARK_MATCH_ALTERNATIVES_H

/* Words that count as one, up to POSTING_MAX_LISTS of them. Their lists are summed up one window of
 * documents at a time, as in Lucene's BooleanScorer, instead of being stepped through side by
 * side. */

#include "base/arena.h"
#include "glass/postlist_reader.h"

/* To be changed by the functions below only. */
struct alternatives {
    struct postlist_reader **lists;
    size_t n;
    uint64_t *n_steps;
    uint32_t end;  /* of the window; 0 if there is none yet */
    uint32_t next; /* the first document after it with any of the words, or GLASS_END */
    struct posting_window window;
};

enum { POSTING_BYTES_A_STEP = 8 }; /* about as much work as one step of a search */

/* Allocates on arena. The caller opens and closes the lists, which nothing else may read; the array
 * is copied. *n_steps is increased by the cost of reading. */
struct alternatives *alternatives_new(struct arena *arena, struct postlist_reader *const *lists,
                                      size_t n, uint64_t *n_steps);

/* Reads the lists over the window that begins with docid, which must not be before the last window.
 * next is then the document at which they continue. */
void alternatives_fill(struct alternatives *a, uint32_t docid);
/* Goes back to before the first document. */
void alternatives_rewind(struct alternatives *a);
/* For alternatives_seek(): searches the following windows. */
uint32_t alternatives_go_on(struct alternatives *a, uint32_t docid);

/* Returns the first document from docid on that has any of the words. It never goes back. */
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

/* Returns the total wdf of the words in the document that was found last. */
static inline uint32_t alternatives_wdf(const struct alternatives *a, uint32_t docid)
{
    return posting_window_wdf(&a->window, docid - a->window.start);
}
/* Returns how many of the lists have it. */
static inline uint32_t alternatives_count(const struct alternatives *a, uint32_t docid)
{
    return posting_window_count(&a->window, docid - a->window.start);
}

#endif
