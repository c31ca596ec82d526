/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_SHARED_SPANS_H
#define PRESSMARK_INDEXER_FORMATS_SHARED_SPANS_H

/* Handles inline markup by pairs of marks, "*strong*" or "``literal``", in a paragraph. The marks
 * are left out of the text.
 *
 * A reader of a markup language steps through a paragraph with a struct spans, handles its own
 * constructs (links, roles) and leaves the pairs to spans_step(). An opening mark without a closing
 * one is text. The end of each kind is searched for at most once at a time, so that the time is
 * linear whatever the paragraph contains. */

#include "indexer/formats/shared/pen.h"

struct span_kind {
    char mark;
    uint8_t n_marks;
    bool is_verbatim; /* its contents are not parsed */
    bool is_anywhere; /* marks may be inside a word */
};

enum { SPANS_MAX_KINDS = 16 };

struct spans {
    struct pen *pen;
    const struct span_kind *kinds; /* longer marks first */
    size_t n_kinds;
    size_t start, end;                /* of the paragraph, in the source */
    size_t at;                        /* everything before it has been read */
    size_t written;                   /* everything before it has been written or left out */
    size_t close_at[SPANS_MAX_KINDS]; /* where the open span of a kind ends; 0: none is open */
    bool has_no_end[SPANS_MAX_KINDS]; /* no closing mark of a kind follows */
};

/* Starts the paragraph [start, end) of the pen's source. kinds is borrowed. */
void spans_init(struct spans *s, struct pen *pen, const struct span_kind *kinds, size_t n_kinds,
                size_t start, size_t end);
/* Reads one word, character, mark or verbatim span at s->at, which is before s->end. */
void spans_step(struct spans *s);
/* Leaves out [s->at, end) of the source. */
void spans_skip(struct spans *s, size_t end);
/* Leaves out [s->at, end), but writes its part [from, to) as it is. */
void spans_replace(struct spans *s, size_t end, size_t from, size_t to);
/* Writes what has been read but not written. */
void spans_flush(struct spans *s);

/* Returns whether c is a letter, a digit or not ASCII. */
bool spans_is_word(char c);

#endif
