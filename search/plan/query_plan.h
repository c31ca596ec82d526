/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_QUERY_PLAN_H
#define PRESSMARK_SEARCH_PLAN_QUERY_PLAN_H

/* What planning a query takes and gives. */

#include "search/plan/hints.h"
#include "search/query/query.h"
#include "store/engine.h"
#include "text/analyser.h"

/* What the plan needs to know of the index. */
struct plan_index {
    struct store_reader *reader; /* for the vocabulary and frequencies */
    struct analyser *analyser;
    const language_id *languages; /* that the index holds, the most frequent first */
    size_t n_languages;
    bool has_links;      /* some document has words of links that lead to it */
    int64_t now;         /* seconds since 1970: what "today" means */
    struct hints *hints; /* what is to be said of the query is added to; NULL: nobody listens */
};

/* A word of the query as a document may show it. Everything folded as the analyser does. */
struct plan_match {
    struct str text;
    enum plan_match_kind {
        MATCH_TERM,   /* equals the token's term */
        MATCH_STEM,   /* equals the token's stem in the document's language */
        MATCH_PREFIX, /* starts the token's term */
    } kind;
    uint32_t word;   /* which word of the query it stands for: the stem and the exact form of a word
                        share a number, from 0 */
    double weight;   /* how much the word tells, > 0: its inverse document frequency */
    uint32_t phrase; /* words of one phrase share a number, from 1; 0: in none */
};

/* Words that count where they stand together: a phrase, words near each other, a run of characters
 * of an unspaced script. */
struct plan_span {
    enum plan_span_kind {
        SPAN_ORDERED,
        SPAN_NEAR, /* in any order */
        SPAN_RUN,  /* ordered; where it does not stand as a whole, parts of it count */
    } kind;
    uint32_t window;   /* positions from the first to the last, at most */
    uint32_t first, n; /* its words, in plan.span_words */
    uint32_t n_parts;  /* of which each is one of some words */
};
struct plan_span_word {
    uint32_t word, part; /* parts in their order, from 0 */
};

/* A word that is asked for without a field, in the order of the query, as documents have it. */
struct plan_term {
    struct str term;
    double weight;  /* as in struct plan_match */
    bool is_of_run; /* a pair of an unspaced script, which stands beside the next one anyway */
    const struct str *link_terms; /* it and its forms in words of links, as far as there are any */
    size_t n_link_terms;
};

struct plan {
    struct store_node *nodes; /* post-order; none: the query can match nothing */
    size_t n_nodes;
    struct plan_match *matches;
    size_t n_matches;
    uint32_t n_words;
    bool *is_alone; /* of each word: it was asked for by itself too, and not in spans only */
    struct plan_span *spans;
    size_t n_spans;
    struct plan_span_word *span_words;
    struct plan_term *terms; /* the different ones that are ranked */
    size_t n_terms;
    bool is_name;        /* it is the name of a file, too, which comes before all others */
    struct str *ignored; /* stop words that were left out of the ranking */
    size_t n_ignored;
    uint32_t n_documents; /* in the language of the query, where the index holds several; else 0 */
};

#endif
