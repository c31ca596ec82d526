/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_EXPLAIN_H
#define PRESSMARK_SEARCH_RETRIEVE_EXPLAIN_H

/* --explain: says why a hit has its score. */

#include "base/arena.h"
#include "search/rerank/rerank.h"
#include "store/engine.h"

/* The share of a hit's score that comes from a term of the query, from several terms that count as
 * one, or from the second look. */
struct explain_row {
    struct str term;  /* without its prefix; "a|b" for several that count as one */
    const char *kind; /* "word", "stem", "phrase" (a word as a part of a phrase or NEAR), or "look":
                         term then names the evidence of the second look, without tf and df */
    struct str field; /* "text" (text, title and fields together), "title", "county" ... */
    uint32_t tf;      /* the wdf in the document, the sum for several terms */
    uint32_t df;      /* the term frequency, an estimate for several terms */
    double share;     /* of the score */
    bool is_look;     /* the row belongs to the second look */
};

struct explanation {
    struct explain_row *rows; /* by descending share; terms that the document lacks come last */
    size_t n;
    uint32_t length; /* the document length that the weighting uses */
};

/* Explains the score of a document that matches the search. look is the second look that was taken,
 * or NULL. Parts of the query that only filter or exclude have no row. The shares are computed by
 * the search itself for each part of the query, and add up to the score. */
enum err_code explain_hit(struct store_reader *reader, const struct store_search *search,
                          const struct rerank *look, uint32_t docid, struct arena *arena,
                          struct explanation *ret, struct err *err);

#endif
