/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_WORDS_H
#define PRESSMARK_TEXT_WORDS_H

/* The general path of the analyser: turns a segment of text in any script into folded words.
 *
 * A segment is the text between two characters that always separate words (analyser.c cuts it).
 * Recent segments are cached, so that a frequent word costs only a look-up. */

#include "base/str.h"
#include "text/fold.h"
#include "text/token.h"

enum { WORDS_MAX_SEGMENT_BYTES = 16384 }; /* offsets within a segment are 16 bits */

/* A token of a segment. */
struct word {
    uint32_t form, term; /* their offsets in word_list.bytes */
    uint16_t start, end; /* bytes of the segment */
    uint8_t form_n, term_n;
    uint8_t kind; /* enum token_kind */
};

struct word_list {
    const struct word *words;
    size_t n;
    const char *bytes;
};

struct words; /* for one thread at a time */

/* fold must outlive the result and is not freed with it. */
struct words *words_new(bool keep_marks, struct fold *fold);
void words_free(struct words *w);

/* Returns the words of a segment of 1 to WORDS_MAX_SEGMENT_BYTES bytes, valid until the next call
 * on w. */
struct word_list words_of(struct words *w, struct str segment);

#endif
