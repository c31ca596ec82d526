/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_ASCII_BLOCK_H
#define PRESSMARK_TEXT_ASCII_BLOCK_H

/* What 64 bytes of text are, a bit for each: the first byte's is the lowest. Words and what is
 * between them are then found by counting zeros, not by looking at a byte at a time. */

#include "base/str.h"

#include <stdint.h>

enum { ASCII_BLOCK_BYTES = 64 };

struct ascii_block {
    uint64_t plain;    /* letters and digits */
    uint64_t letters;  /* which are plain too, */
    uint64_t capitals; /* as are these */
    uint64_t high;     /* of characters outside ASCII */
    uint64_t changes;  /* where a part of a word ends: "getUser", "XMLFile", "utf8" */
    uint64_t signs;    /* "#" to "." and ";": what may go on a word that they stand behind */
    uint64_t breaks;   /* line and form feeds, and "|": what may end a paragraph or a cell */
};

/* The block at p, of which ASCII_BLOCK_BYTES can be read: 32 bytes at a time where the machine has
 * AVX2. */
struct ascii_block ascii_block_at(const char *p);

/* The same in registers of 16 bytes, where there are any, and eight bytes at a time in a number,
 * for machines without vectors that we know. */
struct ascii_block ascii_block_by_16(const char *p);
struct ascii_block ascii_block_by_words(const char *p);

#endif
