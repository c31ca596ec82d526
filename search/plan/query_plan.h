/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_QUERY_PLAN_H
#define PRESSMARK_SEARCH_PLAN_QUERY_PLAN_H

/* The input and the result of planning a query. */

#include "search/plan/hints.h"
#include "search/query/query.h"
#include "store/engine.h"
#include "text/analyser.h"

/* What the plan needs to know of the index. */
struct plan_index {
    struct store_reader *reader; /* for the vocabulary and frequencies */
    struct analyser *analyser;
    const language_id *languages; /* of the index, the most frequent first */
    size_t n_languages;
    bool has_links;      /* some documents have words of links that lead to them */
    int64_t now;         /* the time that "today" refers to, in seconds since 1970 */
    struct hints *hints; /* receives hints about the query; may be NULL */
};

/* A form of a word of the query by which it is recognised in a document, folded by the analyser. */
struct plan_match {
    struct str text;
    enum plan_match_kind {
        MATCH_TERM,   /* equals the token's term */
        MATCH_STEM,   /* equals the token's stem in the document's language */
        MATCH_PREFIX, /* starts the token's term */
    } kind;
    uint32_t word; /* the number of the word of the query, from 0, which its stem and its exact form
                      share */
    double weight; /* the word's inverse document frequency, > 0 */
    uint32_t phrase; /* the number of the phrase that it belongs to, from 1, or 0 */
    enum plan_match_part {
        MATCH_WHOLE,
        MATCH_FIRST, /* only the first character of a pair of an unspaced script, */
        MATCH_SECOND /* or only the second */
    } part;
};

/* Words that count if they occur together: those of a phrase or a NEAR, or the characters of a run
 * in an unspaced script. */
struct plan_span {
    enum plan_span_kind {
        SPAN_ORDERED,
        SPAN_NEAR, /* in any order */
        SPAN_RUN,  /* ordered; if the whole does not occur, its parts count */
    } kind;
    uint32_t window;   /* the most positions from the first to the last word */
    uint32_t first, n; /* its words are plan.span_words[first .. first + n) */
    uint32_t n_parts;  /* each part is one of several alternative words */
};
struct plan_span_word {
    uint32_t word, part; /* parts in their order, from 0 */
};

/* A ranked word that the query has without a field. */
struct plan_term {
    struct str term;
    double weight;  /* as in struct plan_match */
    bool is_of_run; /* a pair of an unspaced script, which always adjoins the next one */
    const struct str *link_terms; /* the terms for it and its forms in the words of links */
    size_t n_link_terms;
};

struct plan {
    struct store_node *nodes; /* in post-order; none if the query can match nothing */
    size_t n_nodes;
    struct plan_match *matches;
    size_t n_matches;
    uint32_t n_words;
    bool *is_alone; /* for each word, whether the query also has it outside of spans */
    struct plan_span *spans;
    size_t n_spans;
    struct plan_span_word *span_words;
    struct plan_term *terms; /* the distinct words that are ranked, in the order of the query */
    size_t n_terms;
    bool is_name;        /* the query is also the name of a file, which then ranks first */
    struct str *ignored; /* stop words that were left out of the ranking */
    size_t n_ignored;
    /* The code of the query's language if the index has several languages and the query's stop
     * words tell; else empty. */
    struct str language;
    uint32_t n_documents; /* in that language; else 0 */
};

#endif
