/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_PASSAGE_H
#define PRESSMARK_SEARCH_PASSAGE_PASSAGE_H

/* The parts of a document that answer the query. */

#include "base/arena.h"
#include "search/plan/plan.h"
#include "store/record.h"
#include "text/analyser.h"

struct passage_mark {
    uint32_t start, end; /* bytes of the passage's text */
};

/* A line beside one that matches. */
struct passage_line {
    struct str text;
    uint32_t line; /* in the source, from 1 */
};

struct passage {
    uint32_t start, end;        /* bytes [start, end) of the document's text, on word boundaries */
    struct str text;            /* that slice; may hold line breaks */
    struct passage_mark *marks; /* matched words, ascending, not overlapping */
    uint32_t n_marks;
    /* Places in the source, from 1; column 0: not known. */
    uint32_t line, column;             /* of start */
    uint32_t match_line, match_column; /* of the first mark; without marks, of start */
    struct str heading;                /* the nearest heading above it; empty when there is none */
    double score;
    bool cut_before, cut_after; /* text of the same paragraph was left out */
    /* Lines above and below, where they are asked for, which no other passage has. */
    struct passage_line *before, *after;
    uint32_t n_before, n_after;
};

/* What is known of a query's words from the documents before, where several are shown: zero-
 * initialise; for one plan and one analyser. */
struct matcher;
struct passage_memory {
    struct matcher *matchers[LANGUAGE_LIMIT];
    struct arena arena;
};
void passage_memory_done(struct passage_memory *memory);

struct passage_settings {
    struct passage_memory *memory; /* NULL: none */
    uint32_t max_passages;         /* of one document */
    uint32_t max_bytes;            /* of one passage, about */
    bool whole_lines;              /* passages are the matching lines, as far as max_bytes allows */
    /* For whole_lines: */
    bool in_order;              /* the best lines in the order of the text, not of their scores */
    bool every_line;            /* of the text, however long it is */
    uint32_t n_before, n_after; /* lines of context */
};

enum {
    PASSAGE_SCAN_BYTES = 256 *
                         1024, /* of a text that are looked at, unless nothing was found there */
    PASSAGE_WORD_BYTES = 4096, /* of matches, or one word without end, that are shown in any case */
};

/* The best passages of a document in order of their score (ties: the earlier first), chosen for the
 * number of different query words, their weight and closeness, phrases in full first, and for
 * starting at a sentence. A document without a match (found by title or field) gives its beginning,
 * with no marks. Text of 0 bytes gives none, nor does one that is not stored. Everything is on
 * arena; text borrows from rr.
 *
 * A passage lies within one paragraph (or its lines, where paragraphs are very long), passages do
 * not overlap. It does not begin with punctuation, other than what opens a quotation or a bracket.
 *
 * A long text is read piece by piece, no further than to the piece by whose end every word of the
 * query was seen (whole_lines: max_passages lines are there), nor than PASSAGE_SCAN_BYTES where
 * anything was found. */
enum err_code passage_find(struct record_reader *rr, const struct plan *plan,
                           struct analyser *analyser, const struct passage_settings *settings,
                           struct arena *arena, struct passage **ret_passages, size_t *ret_n,
                           struct err *err);

/* Marks the query's words in any short text (a title); those of a phrase where it stands there.
 * *ret_marks is on arena. */
void passage_mark_text(struct str text, language_id language, const struct plan *plan,
                       struct analyser *analyser, struct arena *arena,
                       struct passage_mark **ret_marks, uint32_t *ret_n);

#endif
