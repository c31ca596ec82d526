/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_TEXT_WORDS_H
#define PRESSMARK_TEXT_WORDS_H

/* The general path of the analyser: a segment of text in any script becomes folded words.
 *
 * A segment is what stands between two characters that separate always (analyser.c cuts it). Those
 * seen lately are remembered, so that a frequent word costs a look-up. */

#include "base/str.h"
#include "text/fold.h"
#include "text/token.h"

enum { WORDS_MAX_SEGMENT_BYTES = 16384 }; /* offsets within a segment take two bytes */

/* A token of a segment. */
struct word {
    uint32_t form, term; /* where they start in words_list.bytes */
    uint16_t start, end; /* bytes of the segment */
    uint8_t form_n, term_n;
    uint8_t kind; /* enum token_kind */
};

struct word_list {
    const struct word *words;
    size_t n;
    const char *bytes;
};

struct words; /* one thread at a time */

/* fold stays the caller's and must outlive the result. */
struct words *words_new(bool keep_marks, struct fold *fold);
void words_free(struct words *w);

/* The words of a segment of 1 to WORDS_MAX_SEGMENT_BYTES bytes, valid until the next call on w. */
struct word_list words_of(struct words *w, struct str segment);

#endif
