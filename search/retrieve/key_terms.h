/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_KEY_TERMS_H
#define PRESSMARK_SEARCH_RETRIEVE_KEY_TERMS_H

/* What a document of the index says, as words to ask for: for --like and --expand. */

#include "search/plan/plan.h"

struct key_term {
    struct str name; /* the term of the index: the stem's, or the word's where it has none */
    struct str word; /* the word's most frequent form in the document, a term without prefix */
    bool has_stem;
    uint32_t wdf, termfreq; /* of name */
    double weight;          /* for the caller */
};

/* Without stop words, single letters and what stands in fields only. */
struct key_terms {
    struct key_term *words; /* by the word, bytewise */
    size_t n;
    double length; /* the sum of all wdf */
    struct str id; /* the document's term of PREFIX_ID */
};

enum err_code key_terms_document(const struct plan_index *index, uint32_t docid,
                                 struct arena *arena, struct key_terms *ret, struct err *err);

/* A document's term of PREFIX_ID alone, on arena. */
enum err_code key_terms_id(const struct plan_index *index, uint32_t docid, struct arena *arena,
                           struct str *ret_id, struct err *err);

/* Sorts by weight, the greatest first. */
void key_terms_sort(struct key_term *words, size_t n);

/* What a word asks for: one subtree, written to nodes; returns how many nodes it is. */
enum { KEY_TERMS_MAX_NODES = 5 };
size_t key_terms_nodes(const struct key_term *word, double weight, struct store_node *nodes);

/* Makes the words matches of the plan, so that passages show them: each tells as its frequency
 * says, times factor. */
void key_terms_match(const struct key_term *words, size_t n, double factor,
                     const struct plan_index *index, struct arena *arena, struct plan *plan);

#endif
