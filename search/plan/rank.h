/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_RANK_H
#define PRESSMARK_SEARCH_PLAN_RANK_H

/* All the numbers that the order of hits depends on, but for SCHEMA_TITLE_WDF, the weight of a word
 * of the title. Change one only with a table of measurements at hand (tests/quality). */

#include "store/engine.h"

/* The parameters of the weighting (store/query.h). Two of them depend on the lengths of the
 * collection's documents. If these are alike, as for abstracts, a long document has more of
 * everything, and bursts say what a text is about. If a few giants determine the mean, as in most
 * folders, typical documents are short compared with it, and bursts in giants say little. Between
 * the two values of the skew (store/lengths.h) the parameters are interpolated. */
#define RANK_SKEW_ALIKE 0.40
#define RANK_SKEW_GIANTS 0.65
#define RANK_C_ALIKE 1.0
#define RANK_C_GIANTS 8.0
#define RANK_BURST_POWER_ALIKE 1.0
#define RANK_BURST_POWER_GIANTS 0.5
/* A greater burst comes from one or two files that repeat a word endlessly, such as a table of
 * zeros, and says nothing about the others. */
#define RANK_MAX_BURST 5.0
#define RANK_LOG_SHARE 0.75
#define RANK_WQF_POWER 0.7

/* The weight of a word's exact form; that of its stem is 1. */
#define RANK_EXACT 0.2
/* The same in a field. A user who names a field, as in title:counties, means that very word; and as
 * a field has few words but is weighed with the length of the whole document, a small bonus would
 * have no effect. */
#define RANK_EXACT_IN_FIELD 1.0
/* The weight of the phrase of adjoining parts, as in "well-known"; that of each part is 1. */
#define RANK_JOINED 0.5
/* The weight of another way to write a word, as "handoff" for "hand-off". */
#define RANK_OTHER_SPELLING 0.1
/* The weight of a short run of an unspaced script as a phrase; that of each of its pairs is 1.
 * Longer runs are sentences, which no document has as a whole and which are costly to look for. */
#define RANK_RUN 0.1
enum { RANK_RUN_MAX_PAIRS = 4 };
/* The weight of a word in the file's name; that of the word in the text is 1. */
#define RANK_NAME_WORD 0.2
/* The weight of a word of links that lead to the document; that of the word in the text is 1. Words
 * are rare in links, so that with a weight of 1 a single link would count as much as the text. The
 * second look adds more, because it knows how much of the query the links have. */
#define RANK_LINK_WORD 0.1
/* The weight of the file's name if it is the whole query, so that the file ranks first, even if
 * another document has all the words of a long name. */
#define RANK_NAME 100.0
/* The same if the query is the name without its ending. */
#define RANK_NAME_STEM 30.0
/* The same of the file's name in the folders that the query names before it. */
#define RANK_PATH 1000.0
/* The weights of words at a distance of 1 and 2 from a fuzzy one; that of the word itself is 1. */
#define RANK_FUZZY_1 0.5
#define RANK_FUZZY_2 0.25

/* The second look (search/rerank) is taken at so many of the best hits and at so many words of the
 * query, those of the greatest weight. The words of links are counted for all of these hits. Then
 * the records of the best are read, because reading them is most of what a second look costs. All
 * that it adds to a hit's score is given as a part of the best hit's score. */
enum { RANK_DEPTH = 50, RANK_RECORDS = 20, RANK_MAX_TERMS = 24 };
/* The heading or defined term, and the title, that agree best with the query. */
#define RANK_LABEL 0.45
#define RANK_TITLE 0.1
/* Words of links that lead to the document contain all of the query. A part of the query counts
 * with the given power of its share; a word that has the wdf f in the links counts f / (f + HALF).
 */
#define RANK_LINKS 0.5
#define RANK_LINKS_POWER 3.0
#define RANK_LINKS_HALF 0.5
/* The title equals the query, word by word. */
#define RANK_EXACT_TITLE 1.0
/* A defined term equals the query. */
#define RANK_EXACT_TERM 0.55
/* NEARNESS: words that are neighbours in the query are neighbours in the text; if they are within
 * RANK_NEAR_WORDS of each other it counts RANK_NEAR times as much. WHOLE: the text has the whole
 * query as a phrase. */
#define RANK_NEARNESS 0.2
#define RANK_NEAR 0.8
enum { RANK_NEAR_WORDS = 4 };
#define RANK_WHOLE 0.15
/* The gain by the best part of a document over the whole, for a document that is at least so many
 * times as long as the average. */
#define RANK_PART 0.2
enum { RANK_PART_TIMES = 4 };
/* The gain of a document that is neither data nor a change log, as a part of its own score. What is
 * added besides is a part of the best hit's score with this gain. */
#define RANK_PROSE 0.33
/* The part of that gain which remains if the path names another language than that of the query, so
 * that a page comes before its copies that are not translated yet. */
#define RANK_TRANSLATION 0.95

/* The most steps of a search (store/query.h): about a second on a machine of 2020. Queries of a
 * dozen words do not reach it on a million documents. */
#define RANK_MAX_STEPS 40000000

/* The scheme of Xapian's that is nearest to our weighting, for servers that do not know that. */
#define RANK_NEAREST_SCHEME "ineb2 1"

/* Initialises a search by relevance with these numbers, for the first 10 hits and without a query.
 * length_skew is that of the indexes (store/lengths.h). n_documents is the collection size for a
 * word's rarity (plan.n_documents), or 0 for all documents. */
void rank_defaults(struct store_search *search, double length_skew, uint32_t n_documents);

#endif
