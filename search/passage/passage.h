/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_PASSAGE_H
#define PRESSMARK_SEARCH_PASSAGE_PASSAGE_H

/* Passages: the parts of a document that answer the query best. */

#include "base/arena.h"
#include "search/passage/section.h"
#include "search/plan/plan.h"
#include "store/record.h"
#include "text/analyser.h"

struct passage_mark {
    uint32_t start, end; /* bytes of the passage's text */
};

/* A line of context. */
struct passage_line {
    struct str text;
    uint32_t line; /* in the source, from 1 */
};

struct passage {
    uint32_t start, end;        /* bytes [start, end) of the document's text, on word boundaries */
    struct str text;            /* these bytes; may contain line breaks */
    struct passage_mark *marks; /* matching words, ascending and not overlapping */
    uint32_t n_marks;
    /* Places in the source file, from 1; a column is 0 if it is unknown. */
    uint32_t line, column;             /* of start */
    uint32_t match_line, match_column; /* of the first mark, or of start if there is none */
    struct section section;            /* the section that it begins in */
    struct str anchor; /* at which programs show it, or empty; the caller sets it (anchor.h) */
    double score;
    bool cut_before, cut_after; /* the paragraph continues before, or after, the passage */
    /* Lines of context before and after the passage that belong to no other passage. */
    struct passage_line *before, *after;
    uint32_t n_before, n_after;
};

/* What is reused between the documents of one answer. Zero-initialise it; it is for one plan and
 * one analyser. */
struct matcher;
struct passage_memory {
    struct matcher *matchers[LANGUAGE_LIMIT];
    struct arena arena;
};
void passage_memory_done(struct passage_memory *memory);

/* Returns the heading that a passage is under, or the empty string. */
static inline struct str passage_heading(const struct passage *p)
{
    return p->section.n ? p->section.headings[p->section.n - 1] : STR_EMPTY;
}

struct passage_settings {
    struct passage_memory *memory; /* may be NULL */
    uint32_t max_passages;         /* for one document */
    uint32_t max_bytes;            /* of one passage, approximately */
    bool whole_lines;              /* passages are the matching lines, cut to max_bytes */
    /* For whole_lines: */
    bool in_order;              /* return the best lines in the order of the text */
    bool every_line;            /* examine the whole text, however long it is */
    uint32_t n_before, n_after; /* lines of context */
};

enum {
    PASSAGE_SCAN_BYTES = 256 *
                         1024, /* how much of a text is examined, unless nothing is found there */
    PASSAGE_WORD_BYTES =
        4096, /* how much of the matches, or of one endless word, is always shown */
};

/* Finds the best passages of a document, in descending order of their scores and then in the order
 * of the text. They are scored by the number of distinct words of the query, by their weights and
 * nearness, by complete phrases, and by whether they begin with a sentence. For a document without
 * a match, which was found by its title or a field, the beginning of the text is returned without
 * marks; for one without stored text, nothing. Everything is on arena; texts point into rr.
 *
 * A passage is within one paragraph, or within its lines if the paragraph is very long. It does not
 * begin with punctuation except an opening quotation mark or bracket. Passages do not overlap.
 *
 * A long text is read piece by piece until every word of the query has been seen (with whole_lines,
 * until there are max_passages lines), or until PASSAGE_SCAN_BYTES if anything was found by then.
 */
enum err_code passage_find(struct record_reader *rr, const struct plan *plan,
                           struct analyser *analyser, const struct passage_settings *settings,
                           struct arena *arena, struct passage **ret_passages, size_t *ret_n,
                           struct err *err);

/* Marks the words of the query in a short text, such as a title. Words that belong to a phrase are
 * marked only where the phrase occurs. *ret_marks is on arena. */
void passage_mark_text(struct str text, language_id language, const struct plan *plan,
                       struct analyser *analyser, struct arena *arena,
                       struct passage_mark **ret_marks, uint32_t *ret_n);

#endif
