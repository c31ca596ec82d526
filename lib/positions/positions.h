/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_POSITIONS_POSITIONS_H
#define PRESSMARK_POSITIONS_POSITIONS_H

/* The positions of one document's terms, as a part of its record.
 *
 * Xapian's position table has an entry for each term of each document, with the term and the
 * document number in its key: fourteen bytes in addition to the four or five of the positions. If a
 * document's lists are kept together, they need neither. The terms are in the order of their
 * hashes, of which only the number of bits is stored that each shares with the one before: about
 * three bits per term. This is enough to find a term that is known from its posting list to be in
 * the document (the blind search of Morrison, 1968, and Ferguson, 1992). No other term may be
 * looked up.
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
 * A list of one position is a number of fixed length. Longer lists are in the form of Elias (1974)
 * and Fano (1971): the low bits of all positions, followed by the high bits in unary. The length of
 * a list is therefore known before it is read.
 *
 * The functions keep no state except in their arguments. */

#include "base/buf.h"

struct positions_entry {
    uint64_t hash;             /* positions_hash() of the term */
    const uint32_t *positions; /* ascending and unique, from 1 */
    uint32_t n;                /* >= 1 */
};

uint64_t positions_hash(struct str term);

/* Appends the encoded lists of n entries to out. Sorts the entries and overwrites scratch. */
void positions_encode(struct positions_entry *entries, size_t n, struct buf *scratch,
                      struct buf *out);

/* A list of positions that grows. Zero-initialise it; free p with mem_free(). */
struct positions_list {
    uint32_t *p;
    size_t n, capacity;
};

void positions_list_add(struct positions_list *list, uint32_t position);

/* Where the list of a term is that has n positions. */
struct positions_place {
    const uint8_t *p;
    size_t n_bytes;
    uint64_t bit;
    uint32_t n, last;
};

/* A block of entries. */
struct positions_block {
    uint64_t first;            /* as many bits of its first hash as the encoded lists have */
    uint64_t at;               /* where its heads begin; its lists follow them */
    uint32_t n_heads, n_lists; /* bytes */
};

/* The encoded lists of a document, prepared for finding several of them. Zero-initialise it; it may
 * be opened again and again. */
enum { POSITIONS_FEW = 16 };
struct positions_reader {
    struct str bytes; /* the blocks */
    struct positions_block *blocks;
    size_t n_blocks, capacity;
    uint64_t n; /* entries */
    uint32_t last;
    unsigned separating;
    uint64_t few_bits[POSITIONS_FEW]; /* the bits of a list of so many positions */
};

/* Reads the table of blocks. encoded must be valid as long as r is used. Returns false if it has no
 * lists or is damaged; nothing is found in it then. */
bool positions_reader_open(struct positions_reader *r, struct str encoded);
void positions_reader_done(struct positions_reader *r);

/* Finds the list of a term. Returns false if it has none or is damaged. */
bool positions_reader_locate(const struct positions_reader *r, uint64_t hash,
                             struct positions_place *ret);
/* Appends its positions to list. Returns false if they are damaged. */
bool positions_read(const struct positions_place *at, struct positions_list *list);
/* Removes from list, which must be ascending, each number that is not offset below one of the
 * term's positions. If list is short, this decodes less than positions_read(). Overwrites scratch.
 */
void positions_keep(const struct positions_place *at, uint32_t offset, struct positions_list *list,
                    struct positions_list *scratch);

/* Appends the positions of a term to list. Returns false if it has none or encoded is damaged. */
bool positions_find(struct str encoded, uint64_t hash, struct positions_list *list);

/* Returns true if one position can be taken from each list so that they ascend from list to list
 * and the last is less than window above the first; with a window of n they are adjacent. Lists
 * must be ascending, and n >= 1. places is overwritten and has room for n numbers. *steps limits
 * the number of comparisons and becomes what is left of it. If it is 0 afterwards the search was
 * given up, and false says nothing. */
bool positions_have_phrase(const struct positions_list *lists, size_t n, uint32_t window,
                           size_t *places, uint64_t *steps);
/* Does the same for any order and distinct positions. places has room for 3 * n numbers. */
bool positions_have_near(const struct positions_list *lists, size_t n, uint32_t window,
                         size_t *places, uint64_t *steps);

#endif
