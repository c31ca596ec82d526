/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_ANALYSIS_POSTINGS_H
#define PRESSMARK_INDEXER_ANALYSIS_POSTINGS_H

/* The postings of a document, while its parts come in one after the other. */

#include "bulk/bulk.h"
#include "indexer/analysis/text_parts.h"
#include "store/fingerprint.h"
#include "text/analyser.h"

struct postings; /* one thread at a time; holds term_ids and what was learnt of its terms */

/* analyser is borrowed, and used by every postings_add_...(). */
struct postings *postings_new(struct analyser *analyser);
void postings_free(struct postings *p);
struct term_ids *postings_term_ids(struct postings *p);
void postings_clear(struct postings *p); /* forgets term_ids */

void postings_start(struct postings *p); /* the next document */

/* Where the words of n parts stand is filled in while the next text is added. */
void postings_find_parts(struct postings *p, struct text_part *parts, size_t n);

/* Text as it is searched without a field: terms with positions, and their stems; each counts wdf,
 * in data (schema.h) a word wdf however often it is there. Returns the last position. */
uint32_t postings_add_text(struct postings *p, struct str text, language_id language, uint32_t wdf,
                           uint32_t first_position);
/* Navigation (schema.h): as text, but a word counts one, however often it is there. */
uint32_t postings_add_navigation(struct postings *p, struct str text, language_id language,
                                 uint32_t first_position);
/* The different words of the text that was added last. */
const struct fingerprint_sketch *postings_sketch(const struct postings *p);
/* Text of a field: prefix and term, with positions and without weight; where a language is given,
 * with weight and with the stems too (Z before the prefix). Returns the last position. */
uint32_t postings_add_field(struct postings *p, struct str prefix, struct str text,
                            const language_id *language, uint32_t first_position);
/* As postings_add_field() with a language, without positions. */
void postings_add_words(struct postings *p, struct str prefix, struct str text,
                        language_id language);
/* The words as they are asked for: the stem of each that has one (Z before the prefix), of others
 * the term; each counts wdf. */
void postings_add_stems(struct postings *p, struct str prefix, struct str text,
                        language_id language, uint32_t wdf);
/* A term by itself, without position; wdf: its weight. */
void postings_add_weighty_term(struct postings *p, struct str prefix, struct str name,
                               uint32_t wdf);
/* The same without weight. */
void postings_add_term(struct postings *p, struct str prefix, struct str name);

/* How many terms the document has yet: the number of the next new one's posting. */
size_t postings_count(struct postings *p);

/* Fills in the postings and positions of the document, valid until postings_start(). Returns how
 * many positions there are. */
size_t postings_finish(struct postings *p, struct bulk_document *ret);
/* After postings_finish(): replaces each wdf by what bound() makes of it. */
void postings_bound_wdfs(struct postings *p, uint32_t (*bound)(uint32_t wdf));
/* After postings_finish(): takes the positions off the postings [start, end) and appends them,
 * encoded as a record has them, to out. */
void postings_encode_positions(struct postings *p, size_t start, size_t end, struct buf *out);

#endif
