/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_BEGINNINGS_H
#define PRESSMARK_SEARCH_PASSAGE_BEGINNINGS_H

/* Finds the places of a text where a word of the query may stand, by its first letters, so that
 * only there the text has to be cut into tokens. */

#include "search/passage/cut.h"
#include "search/plan/plan.h"

enum { BEGINNING_BYTES = 14, MAX_BEGINNINGS = 8 };

struct beginning {
    char letters[BEGINNING_BYTES]; /* lower case, "y" replaced by "i" */
    uint8_t n;
    uint8_t third_mask; /* 0xFF, or 0 if there are only two letters */
};

/* Zero-initialise it; each matcher has its own. */
struct beginnings {
    struct beginning items[MAX_BEGINNINGS];
    size_t n;
    bool is_everywhere; /* the words are too short or too many: every token must be looked at */
    struct str text;    /* the text of the current walk, */
    size_t done, next;  /* the end of its last part, and where a word may begin next */
};

/* Adds a word of the plan. Words begin as their stems do with at least so many letters, or all of
 * the stem's, but for the last one. */
void beginnings_add(struct beginnings *b, const struct plan_match *match, size_t kept_letters);

/* Starts a walk through text at from, a word boundary. */
void beginnings_start(struct beginnings *b, struct str text, size_t from);
/* The next part of the text that must be looked at; false at the end. A part consists of whole
 * stretches without blanks, and includes both lines of a word that is hyphenated at the end of a
 * line. No token outside of the parts can match. */
bool beginnings_next(struct beginnings *b, struct cut_range *ret);

#endif
