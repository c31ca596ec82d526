/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_POSTINGS_H
#define PRESSMARK_INDEXER_ANALYSIS_POSTINGS_H

/* Collects the postings of a document from its text and fields. */

#include "bulk/bulk.h"
#include "indexer/analysis/text_parts.h"
#include "store/fingerprint.h"
#include "text/analyser.h"

/* For one thread at a time; owns the term_ids and a cache of what it learnt about their terms. */
struct postings;

/* analyser is borrowed and used by all postings_add_...() functions. */
struct postings *postings_new(struct analyser *analyser);
void postings_free(struct postings *p);
struct term_ids *postings_term_ids(struct postings *p);
void postings_clear(struct postings *p); /* clears the term_ids */

void postings_start(struct postings *p); /* starts the next document */

/* Requests the positions of n parts of the next text; they are filled in while that is added. */
void postings_find_parts(struct postings *p, struct text_part *parts, size_t n);

/* Adds text that is searched without a field: terms with positions, and stems. Each word adds wdf;
 * in data (schema.h), each distinct word does so once. Returns the last position. */
uint32_t postings_add_text(struct postings *p, struct str text, language_id language, uint32_t wdf,
                           uint32_t first_position);
/* Adds navigation (schema.h): like text, but each distinct word counts once. */
uint32_t postings_add_navigation(struct postings *p, struct str text, language_id language,
                                 uint32_t first_position);
/* Returns the sketch of the distinct words of the text that was added last. */
const struct fingerprint_sketch *postings_sketch(const struct postings *p);
/* Adds the text of a field: terms with prefix and positions. Without a language (NULL) they have no
 * weight; with one they have, and stems (Z and the prefix) are added. Returns the last position. */
uint32_t postings_add_field(struct postings *p, struct str prefix, struct str text,
                            const language_id *language, uint32_t first_position);
/* Does the same with a language but without positions. */
void postings_add_words(struct postings *p, struct str prefix, struct str text,
                        language_id language);
/* Adds the words as a query asks for them, each with wdf: the stem (Z and the prefix) of a word
 * that has one, otherwise its term. */
void postings_add_stems(struct postings *p, struct str prefix, struct str text,
                        language_id language, uint32_t wdf);
/* Adds a single term without position and with a given wdf. */
void postings_add_weighty_term(struct postings *p, struct str prefix, struct str name,
                               uint32_t wdf);
/* Does the same with a wdf of 0. */
void postings_add_term(struct postings *p, struct str prefix, struct str name);

/* Returns the number of terms so far, which is the index of the next new term's posting. */
size_t postings_count(struct postings *p);

/* Sets the postings and positions of ret, valid until postings_start(). Returns the number of
 * positions. */
size_t postings_finish(struct postings *p, struct bulk_document *ret);
/* Replaces each wdf so far by bound(wdf). */
void postings_bound_wdfs(struct postings *p, uint32_t (*bound)(uint32_t wdf));
/* Removes the positions of the postings [start, end) and appends them, encoded for a record, to
 * out. Call it after postings_finish(). */
void postings_encode_positions(struct postings *p, size_t start, size_t end, struct buf *out);

#endif
