/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_RANK_H
#define PRESSMARK_SEARCH_PLAN_RANK_H

/* Every number that the order of hits depends on. Change one only with a table of measurements
 * beside it (tests/quality). SCHEMA_TITLE_WDF, what a title's words count, belongs to them too. */

#include "store/engine.h"

/* The weighting: store/query.h says what the numbers are. Two of them follow the lengths of the
 * collection's documents: where those are alike, as among abstracts, a long document has more of
 * everything and bursts say what a text is about; where a few giants make the mean, as in most
 * folders, typical documents are short against it, and bursts measured over giants say little.
 * Between the two skews (store/lengths.h) the numbers go from the first to the second. */
#define RANK_SKEW_ALIKE 0.40
#define RANK_SKEW_GIANTS 0.65
#define RANK_C_ALIKE 1.0
#define RANK_C_GIANTS 8.0
#define RANK_BURST_POWER_ALIKE 1.0
#define RANK_BURST_POWER_GIANTS 0.5
/* A burst beyond this comes from a file or two that repeat a word without end, such as a table of
 * zeros, and says nothing of the others. */
#define RANK_MAX_BURST 5.0
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
#define RANK_NAME_WORD 0.2
/* A word of links that lead to the document, beside the word in the text. Few labels have any word,
 * so that one of them alone would weigh as much as the text: the rest is for the second look, which
 * knows how much of the query the links have. */
#define RANK_LINK_WORD 0.1
/* The name of the file, where it is all of the query: what was named comes first. */
#define RANK_NAME 10.0
/* Words at a distance of 1 and 2 from a fuzzy one, beside the word itself at 1. */
#define RANK_FUZZY_1 0.5
#define RANK_FUZZY_2 0.25

/* The second look (search/rerank): at how many of the best hits, and at how many words of the
 * query, those that tell most. What it adds to a score is a part of the best hit's score. */
enum { RANK_DEPTH = 50, RANK_MAX_TERMS = 24 };
/* The heading or defined term that says best what was asked for; the title, likewise. */
#define RANK_LABEL 0.4
#define RANK_TITLE 0.1
/* The words of links that lead to the document have all of the query; a part of it counts by so
 * high a power, and a word by the share that it has of itself and so many more. */
#define RANK_LINKS 0.5
#define RANK_LINKS_POWER 3.0
#define RANK_LINKS_HALF 0.5
/* The title is what was asked for, word by word. */
#define RANK_EXACT_TITLE 1.0
/* Words that are neighbours in the query stand side by side; or within so many words, which counts
 * a part of that. And the whole query stands as it was asked for. */
#define RANK_NEARNESS 0.2
#define RANK_NEAR 0.8
enum { RANK_NEAR_WORDS = 4 };
#define RANK_WHOLE 0.15
/* What the best part of a document says more than the whole does, where it is so many times as long
 * as others. */
#define RANK_PART 0.2
enum { RANK_PART_TIMES = 4 };

/* What a search may take (store/query.h): about a second on a machine of 2020, which no query of
 * some dozen words takes over a million documents. */
#define RANK_MAX_STEPS 40000000

/* The scheme of Xapian's that is nearest to it, for machines that do not know it. */
#define RANK_NEAREST_SCHEME "ineb2 1"

/* Fills in a search by relevance: these numbers, the first 10 hits, no query yet. length_skew: of
 * the documents searched. n_documents: that a word's rarity is measured against (plan.n_documents);
 * 0: all there are. */
void rank_defaults(struct store_search *search, double length_skew, uint32_t n_documents);

#endif
