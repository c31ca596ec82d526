/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_WORD_BITS_H
#define PRESSMARK_TEXT_WORD_BITS_H

/* Finds the words of a block of text that are plain ASCII, all at once. */

#include "text/ascii_block.h"

/* The words of a block that consist of letters and digits, with a bit for the first byte of each,
 * and one for the byte after each. A bit that is added to a run of ones, at a place within it,
 * carries to its end: this finds all words with some property at once. */
struct word_bits {
    uint64_t starts, ends;
    /* Subsets of ends: words with parts, words before "-", "." or a closing bracket, words that
     * signs may continue, words that may be the first of a paragraph or a cell, and all of the last
     * two. */
    uint64_t mixed, joins, may_go_on, behind_breaks, rare;
    uint64_t high; /* bytes outside ASCII after them */
};

/* Returns the signs of a block that may continue a word, judged by the byte after them. */
static inline uint64_t joining_signs(const struct ascii_block *b)
{
    const uint64_t last = UINT64_C(1) << (ASCII_BLOCK_BYTES - 1);
    return (b->signs & ((b->plain | b->signs | b->hashes | b->high) >> 1 | last)) | b->hashes;
}

/* Returns the signs of a block behind words that may be one with the next word or number: one or
 * two letters before a full stop, "Ph.D.", up to three in brackets, "[S]ecure", a single one before
 * a hyphen and a letter, "e-mail", and any before a hyphen and something else. */
static inline uint64_t joins_of(const struct ascii_block *b, uint64_t plain)
{
    const uint64_t behind_2 = plain << 1 & plain << 2,
                   behind_4 = behind_2 & plain << 3 & plain << 4;
    return ((b->stops | b->closers) & ~behind_4) | (b->hyphens & ~(behind_2 & b->letters >> 1));
}

/* Returns the words from i on, up to the first byte outside ASCII. */
static inline struct word_bits word_bits_of(const struct ascii_block *b, size_t i)
{
    const uint64_t from = UINT64_MAX << i, high = b->high & from;
    const uint64_t before_high = from & ((high & -high) - 1);
    const uint64_t plain = b->plain & before_high, others = ~b->plain & before_high;
    const uint64_t lines = b->lines & others, breaks = b->breaks & others;
    struct word_bits w = {.starts = plain & ~(plain << 1), .ends = ~plain & plain << 1};
    /* A line feed ends a paragraph or an item of a list only if another sign follows it. */
    const uint64_t line_ends = lines & others >> 1;
    const uint64_t behind_breaks = (others + (breaks | line_ends)) & w.starts;
    w.mixed = (plain + (b->changes & plain)) & w.ends;
    w.joins = joins_of(b, plain) & w.ends;
    w.may_go_on = (joining_signs(b) | high) & w.ends;
    w.behind_breaks = (plain + behind_breaks) & w.ends;
    w.rare = w.may_go_on | w.behind_breaks;
    w.high = high;
    return w;
}

#endif
