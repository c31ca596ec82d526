/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_ASCII_BLOCK_H
#define PRESSMARK_TEXT_ASCII_BLOCK_H

/* Classifies 64 bytes of text, with a bit for each byte, of which the lowest is the first byte's.
 * Words and what is between them are then found by counting zeros instead of examining one byte at
 * a time. */

#include "base/str.h"

#include <stdint.h>

enum { ASCII_BLOCK_BYTES = 64 };

struct ascii_block {
    uint64_t plain;    /* letters and digits */
    uint64_t letters;  /* a subset of plain, */
    uint64_t capitals; /* and so is this */
    uint64_t high;     /* of characters outside ASCII */
    uint64_t changes;  /* the last bytes of parts of words: "getUser", "XMLFile", "utf8" */
    uint64_t signs;    /* "&" "'" "+" "," "." ";", after which a word may continue */
    uint64_t hashes;   /* "#", which may belong to a word whatever follows */
    uint64_t hyphens, stops;
    uint64_t closers; /* "]" and ")" before a letter of the block */
    uint64_t lines;   /* line feeds */
    uint64_t breaks;  /* form feeds, tabs and "|", which may end a paragraph, an item or a cell */
};

/* Classifies the ASCII_BLOCK_BYTES bytes at p, 32 at a time if the machine has AVX2. */
struct ascii_block ascii_block_at(const char *p);

/* The same with registers of 16 bytes, if there are any, and with integers of eight bytes, for
 * machines without a known vector unit. */
struct ascii_block ascii_block_by_16(const char *p);
struct ascii_block ascii_block_by_words(const char *p);

#endif
