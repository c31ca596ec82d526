/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_POSITIONS_POSITIONS_H
#define PRESSMARK_POSITIONS_POSITIONS_H

/* The positions of one document's terms, as a part of its record.
 *
 * Xapian's position table has an entry for each term of each document, with term and document
 * number in its key: fourteen bytes around the four or five that the positions take. Kept together,
 * a document's lists need neither. The terms stand in the order of their hashes, of which nothing
 * is kept but how many bits each shares with the one before: about three bits a term, and enough to
 * find a term that is known to be in the document, by its posting list (the blind search of
 * Morrison, 1968, and Ferguson, 1992). No other may be looked up.
 *
 *   entries, the last position of all      varints; nothing at all where there are no entries
 *   bits of a block's first hash           a byte
 *   for each block of 64 entries, by hash:
 *       so many bits of its first hash - those of the block before (the first: 0), bytes of its
 *       heads, bytes of its lists          varints
 *   for each block, from the lowest bit of the first byte:
 *       heads: bits shared (not of the first; a code of two to five bits), positions (gamma code
 *              of Elias); zeros to the end of the byte
 *       lists, in the order of the heads; zeros to the end of the byte
 *
 * A list of one is a number of fixed length, a longer one has the form that Elias (1974) and Fano
 * (1971) gave: the low bits of all positions, then the high ones in unary. Thus it is known how
 * long a list is before it is read.
 *
 * No function here keeps anything between calls, but what its arguments hold. */

#include "base/buf.h"

struct positions_entry {
    uint64_t hash;             /* positions_hash() of the term */
    const uint32_t *positions; /* ascending and unique, from 1 */
    uint32_t n;                /* >= 1 */
};

uint64_t positions_hash(struct str term);

/* Appends the encoded lists of n entries, which it sorts, to out. scratch is overwritten. */
void positions_encode(struct positions_entry *entries, size_t n, struct buf *scratch,
                      struct buf *out);

/* A list that grows: zero-initialise, mem_free(p). */
struct positions_list {
    uint32_t *p;
    size_t n, capacity;
};

void positions_list_add(struct positions_list *list, uint32_t position);

/* Appends the positions of a term to list. false: there are none, or encoded is damaged. */
bool positions_find(struct str encoded, uint64_t hash, struct positions_list *list);

/* Whether there is a position of each list so that they ascend from list to list, and the last is
 * less than window above the first (a window of n: one beside the other). Lists ascend; n >= 1.
 * places: n numbers, overwritten. *steps: how many comparisons may be made, and what is left of
 * them; 0 afterwards: it was given up, and false says nothing. */
bool positions_have_phrase(const struct positions_list *lists, size_t n, uint32_t window,
                           size_t *places, uint64_t *steps);
/* Likewise in any order, at different positions. places: 3 * n numbers. */
bool positions_have_near(const struct positions_list *lists, size_t n, uint32_t window,
                         size_t *places, uint64_t *steps);

#endif
