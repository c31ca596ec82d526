/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_SPANS_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_SPANS_H

/* Text of a paragraph between pairs of marks: "*strong*", "``literal``". The marks are left out.
 *
 * Every reader of a markup goes through a paragraph with a struct spans, takes what is its own
 * (links, roles) and leaves the pairs to spans_step(). An opening mark whose end is missing is
 * text. The end of a kind is sought once at a time: linear, whatever the paragraph holds. */

#include "indexer/formats/shared/pen.h"

struct span_kind {
    char mark;
    uint8_t n_marks;
    bool is_verbatim; /* nothing inside is markup */
    bool is_anywhere; /* also within a word */
};

enum { SPANS_MAX_KINDS = 16 };

struct spans {
    struct pen *pen;
    const struct span_kind *kinds; /* the longer marks first */
    size_t n_kinds;
    size_t start, end;                /* of the paragraph in the source */
    size_t at;                        /* what lies before was read */
    size_t written;                   /* what lies before was written or left out */
    size_t close_at[SPANS_MAX_KINDS]; /* where an open span ends; 0: none is open */
    bool has_no_end[SPANS_MAX_KINDS]; /* from at on */
};

void spans_init(struct spans *s, struct pen *pen, const struct span_kind *kinds, size_t n_kinds,
                size_t start, size_t end);
/* Reads a word, or one character, mark or verbatim span at s->at < s->end. */
void spans_step(struct spans *s);
/* Leaves out what lies between s->at and end. */
void spans_skip(struct spans *s, size_t end);
/* The same, and writes [from, to) of the source, which lies in it, as it is. */
void spans_replace(struct spans *s, size_t end, size_t from, size_t to);
/* Writes what was read and not yet written. */
void spans_flush(struct spans *s);

/* Letters, digits and all that is not ASCII. */
bool spans_is_word(char c);

#endif
