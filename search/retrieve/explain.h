/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_EXPLAIN_H
#define PRESSMARK_SEARCH_RETRIEVE_EXPLAIN_H

/* --explain: why a hit has the score it has. */

#include "base/arena.h"
#include "search/rerank/rerank.h"
#include "store/engine.h"

/* What one term of the query, or several that count as one, or the second look gives to a hit. */
struct explain_row {
    struct str term;  /* without its prefix; of several that count as one "a|b" */
    const char *kind; /* "word", "stem", "phrase": a word as part of a phrase or of NEAR; "look":
                         what the second look gave, which term says, without tf and df */
    struct str field; /* "text" (that is text, title and fields together), "title", "county" ... */
    uint32_t tf;      /* in the document; of several their sum */
    uint32_t df;      /* documents that have it; of several an estimate */
    double share;     /* of the score */
    bool is_look;     /* it is of the second look */
};

struct explanation {
    struct explain_row
        *rows; /* the greatest share first; terms that are not in the document last */
    size_t n;
    uint32_t length; /* of the document, in words as the ranking counts them */
};

/* Explains the score of a document that matches the search, where look has (NULL: there was none)
 * what the second look gave to it. What only filters or excludes has no row. The shares are what
 * the search itself says of each part of the query, and add up to the score. */
enum err_code explain_hit(struct store_reader *reader, const struct store_search *search,
                          const struct rerank *look, uint32_t docid, struct arena *arena,
                          struct explanation *ret, struct err *err);

#endif
