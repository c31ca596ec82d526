/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_RANK_H
#define PRESSMARK_SEARCH_PLAN_RANK_H

/* Every number that the order of hits depends on. Change one only with a table of measurements
 * beside it (tests/quality). SCHEMA_TITLE_WDF, what a title's words count, belongs to them too. */

#include "store/engine.h"

/* The weighting: store/query.h says what the numbers are. */
#define RANK_C 1.0
#define RANK_LOG_SHARE 0.75
#define RANK_WQF_POWER 0.7

/* The exact form of a word, beside its stem at 1. */
#define RANK_EXACT 0.2
/* The same in a field: who names one, as in title:counties, means the word. A field's words are
 * few, and its length is that of the whole document, so a small bonus would drown. */
#define RANK_EXACT_IN_FIELD 1.0
/* The parts of "well-known" standing together, beside the parts at 1 each. */
#define RANK_JOINED 0.5
/* A short run of an unspaced script standing together, beside its pairs at 1 each. Longer runs are
 * sentences: no document has them whole, and looking costs. */
#define RANK_RUN 0.1
enum { RANK_RUN_MAX_PAIRS = 4 };
/* A word in the name of the file, beside the word in the text. */
#define RANK_NAME_WORD 0.3
/* The name of the file, where it is all of the query: what was named comes first. */
#define RANK_NAME 10.0
/* Words at a distance of 1 and 2 from a fuzzy one, beside the word itself at 1. */
#define RANK_FUZZY_1 0.5
#define RANK_FUZZY_2 0.25

/* What a search may take (store/query.h): about a second on a machine of 2020, which no query of
 * some dozen words takes over a million documents. */
#define RANK_MAX_STEPS 40000000

/* Fills in a search by relevance: these numbers, the first 10 hits, no query yet. n_documents: that
 * a word's rarity is measured against (plan.n_documents); 0: all there are. */
void rank_defaults(struct store_search *search, uint32_t n_documents);

#endif
