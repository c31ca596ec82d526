/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_KEY_TERMS_H
#define PRESSMARK_SEARCH_RETRIEVE_KEY_TERMS_H

/* Extracts the words of a document from the index, as words to search for, for --like and
 * --expand. */

#include "search/plan/plan.h"

struct key_term {
    struct str name; /* the term of the stem, or of the word if it has no stem */
    struct str word; /* the most frequent form of the word in the document, without prefix */
    bool has_stem;
    uint32_t wdf, termfreq; /* of name */
    double weight;          /* set by the caller */
};

/* The words of a document, without stop words, single letters and words that only fields contain.
 */
struct key_terms {
    struct key_term *words; /* in bytewise order of word */
    size_t n;
    double length; /* the sum of their wdf */
    struct str id; /* the document's term of PREFIX_ID */
};

enum err_code key_terms_document(const struct plan_index *index, uint32_t docid,
                                 struct arena *arena, struct key_terms *ret, struct err *err);

/* Returns only the document's term of PREFIX_ID, on arena. */
enum err_code key_terms_id(const struct plan_index *index, uint32_t docid, struct arena *arena,
                           struct str *ret_id, struct err *err);

/* Sorts words by descending weight. */
void key_terms_sort(struct key_term *words, size_t n);

/* Writes the subtree that searches for a word to nodes, and returns its number of nodes. */
enum { KEY_TERMS_MAX_NODES = 5 };
size_t key_terms_nodes(const struct key_term *word, double weight, struct store_node *nodes);

/* Adds the words to the matches of the plan, so that passages show them. Each weighs its inverse
 * document frequency times factor. */
void key_terms_match(const struct key_term *words, size_t n, double factor,
                     const struct plan_index *index, struct arena *arena, struct plan *plan);

#endif
