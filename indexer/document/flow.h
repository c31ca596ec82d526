/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DOCUMENT_FLOW_H
#define PRESSMARK_INDEXER_DOCUMENT_FLOW_H

/* Builds the text of a document from the pieces that a reader of markup extracts, and records which
 * line of the source each piece came from.
 *
 * Gaps between pieces (a space, a line break, an empty line) are written only when another piece
 * follows. The text therefore neither begins nor ends with a gap, and the widest of several gaps in
 * a row wins. Nothing more is written once the thread's time limit is over (deadline.h). */

#include "base/buf.h"
#include "indexer/document/document.h"

enum flow_gap {
    GAP_NONE,
    GAP_SPACE,
    GAP_SOFT_LINE, /* white space of the source that contained a line break */
    GAP_CELL,      /* between cells of a table: " | " */
    GAP_LINE,
    GAP_ITEM, /* after an item of a list, a row of a table or a defined term: a line break which
               * the analyser can tell from others, as no phrase reaches over it */
    GAP_PARAGRAPH, /* an empty line in between */
};

struct flow {
    struct buf text;
    struct record_line *marks;
    size_t n_marks, marks_capacity;
    struct record_heading *headings;
    size_t n_headings, headings_capacity;
    struct document_range code[DOCUMENT_MAX_CODE];
    size_t n_code;
    enum flow_code {
        FLOW_PROSE,
        FLOW_BEGINS_CODE, /* the next piece begins a block of code */
        FLOW_IN_CODE,
    } code_state; /* readers set it to FLOW_BEGINS_CODE before a block of code and to FLOW_PROSE
                     after it */
    enum flow_gap gap; /* the gap to write before the next piece */
    /* The level of the heading or defined term that the next piece begins; 0 if it begins none. */
    unsigned heading_level;
    uint32_t line, column; /* of the source, at the end of the text, as the marks so far imply */
};

#define FLOW_INIT                                                                                  \
    {                                                                                              \
        .gap = GAP_NONE                                                                            \
    }

void flow_done(struct flow *f);
/* Requests a gap of at least this width before the next piece. */
void flow_gap(struct flow *f, enum flow_gap gap);
/* Appends a piece without line breaks that is at the given line and column of the source, both from
 * 1 (column 0: unknown). Does nothing if the piece is empty. */
void flow_append(struct flow *f, struct str piece, uint32_t line, uint32_t column);
/* Marks the end of the text as the start of a heading, or as the start or the end of the name of a
 * defined term (document_add_heading()). */
void flow_mark_heading(struct flow *f, unsigned level);
/* Appends a line break that is in the source. Unlike gaps, several in a row are kept, as for the
 * empty lines of code. */
void flow_break_line(struct flow *f);
/* Appends text, marks, headings and code of f to the document, after those of earlier flows. text
 * is the buffer that d->text points into. */
void flow_deliver(const struct flow *f, struct buf *text, struct document *d);

/* Does the same for the bytes [start, end) of f's text, without the line breaks at either end. */
void flow_deliver_part(const struct flow *f, size_t start, size_t end, struct buf *text,
                       struct document *d);

#endif
