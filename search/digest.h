/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_DIGEST_H
#define PRESSMARK_SEARCH_DIGEST_H

/* What a document of the index says, as words to ask for: for --like and --expand. */

#include "search/plan.h"

struct digest_word {
    struct str name; /* the term of the index: the stem's, or the word's where it has none */
    struct str word; /* the word's most frequent form in the document, a term without prefix */
    bool has_stem;
    uint32_t wdf, termfreq; /* of name */
    double weight;          /* for the caller */
};

/* Without stop words, single letters and what stands in fields only. */
struct digest {
    struct digest_word *words; /* by the word, bytewise */
    size_t n;
    double length; /* the sum of all wdf */
    struct str id; /* the document's term of PREFIX_ID */
};

enum err_code digest_document(const struct plan_index *index, uint32_t docid, struct arena *arena,
                              struct digest *ret, struct err *err);

/* Sorts by weight, the greatest first. */
void digest_sort(struct digest_word *words, size_t n);

/* What a word asks for: one subtree, written to nodes; returns how many nodes it is. */
enum { DIGEST_MAX_NODES = 5 };
size_t digest_nodes(const struct digest_word *word, double weight, struct db_node *nodes);

/* Makes the words matches of the plan, so that passages show them: each tells as its frequency
 * says, times factor. */
void digest_match(const struct digest_word *words, size_t n, double factor,
                  const struct plan_index *index, struct arena *arena, struct plan *plan);

#endif
