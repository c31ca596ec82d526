/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_TEXT_PARTS_H
#define PRESSMARK_INDEXER_ANALYSIS_TEXT_PARTS_H

/* Finds where the words of some parts of a text stand, while its words are counted. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_part {
    size_t start, end; /* bytes of the text */
    uint32_t position, n_words;
};

struct text_parts {
    struct text_part *parts; /* that are looked for, the caller's */
    size_t n;
    size_t next_edge; /* where the first of them begins or ends */
    bool is_inside;
};

/* Parts ascend and do not overlap. */
void text_parts_expect(struct text_parts *t, struct text_part *parts, size_t n);
/* To be called where a word starts at or behind next_edge, with its position and the number of the
 * document's words before it. At the end of the text: TEXT_PARTS_END. */
#define TEXT_PARTS_END (SIZE_MAX - 1)
void text_parts_pass(struct text_parts *t, size_t start, uint32_t position, size_t n_words);

#endif
