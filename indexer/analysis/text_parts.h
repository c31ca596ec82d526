/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_TEXT_PARTS_H
#define PRESSMARK_INDEXER_ANALYSIS_TEXT_PARTS_H

/* Finds the positions of some parts of a text while its words are being counted. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_part {
    size_t start, end; /* bytes [start, end) of the text */
    /* The position of the first word, and the number of words. */
    uint32_t position, n_words;
};

struct text_parts {
    struct text_part *parts; /* the requested parts, owned by the caller */
    size_t n;
    size_t next_edge; /* the offset where the first of them begins or ends */
    bool is_inside;
};

/* Starts a text. The parts must be in ascending order and must not overlap. */
void text_parts_expect(struct text_parts *t, struct text_part *parts, size_t n);
/* Must be called for each word that starts at or after next_edge, with its position and the number
 * of words of the document before it, and at the end of the text with TEXT_PARTS_END. */
#define TEXT_PARTS_END (SIZE_MAX - 1)
void text_parts_pass(struct text_parts *t, size_t start, uint32_t position, size_t n_words);

#endif
