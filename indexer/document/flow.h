/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DOCUMENT_FLOW_H
#define PRESSMARK_INDEXER_DOCUMENT_FLOW_H

/* Text on its way out of markup: pieces and the gaps between them, with the lines they came from.
 *
 * Nothing is written any more when the time of the thread is over (deadline.h).
 *
 * Gaps are only written once a piece follows, so that neither end of the text has one, and of
 * several gaps in a row the widest stands. */

#include "base/buf.h"
#include "indexer/document/document.h"

enum flow_gap {
    GAP_NONE,
    GAP_SPACE,
    GAP_SOFT_LINE, /* white space of the source that held a line break */
    GAP_CELL,      /* between cells of a table: " | " */
    GAP_LINE,
    GAP_PARAGRAPH, /* an empty line */
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
        FLOW_BEGINS_CODE, /* with the next piece */
        FLOW_IN_CODE,
    } code_state;      /* set to FLOW_BEGINS_CODE and back to FLOW_PROSE by readers */
    enum flow_gap gap; /* to be written before the next piece */
    /* Of the heading, or the defined term, that the next piece begins; 0: neither. */
    unsigned heading_level;
    uint32_t line, column; /* where a reader of the marks expects the end of the text */
};

#define FLOW_INIT                                                                                  \
    {                                                                                              \
        .gap = GAP_NONE                                                                            \
    }

void flow_done(struct flow *f);
/* At least this gap before the next piece. */
void flow_gap(struct flow *f, enum flow_gap gap);
/* Appends a piece without line breaks that stands at line and column of the source (column 0: not
 * known). An empty piece changes nothing. */
void flow_append(struct flow *f, struct str piece, uint32_t line, uint32_t column);
/* A line break that stands in the source: code keeps its empty lines. */
void flow_break_line(struct flow *f);
/* Hands text, marks and headings of f to d, behind what d->text holds of earlier flows: text is
 * the buffer of d->text. */
void flow_deliver(const struct flow *f, struct buf *text, struct document *d);

/* The same of [start, end) of the text of f, without the line breaks at its ends. */
void flow_deliver_part(const struct flow *f, size_t start, size_t end, struct buf *text,
                       struct document *d);

#endif
