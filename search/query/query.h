/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_QUERY_H
#define PRESSMARK_SEARCH_QUERY_QUERY_H

/* A query as parse.c understands it and plan.c turns into Xapian's terms. */

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

enum query_kind {
    QUERY_WORDS,   /* text: one blank-separated piece; several tokens in it are a phrase ("ice.gov")
                    */
    QUERY_PHRASE,  /* text: what stood between quotes */
    QUERY_PREFIX,  /* text: before the final "*" */
    QUERY_PATTERN, /* text: with "*" or "?" elsewhere */
    QUERY_FUZZY,   /* text; distance 1 or 2 */
    QUERY_RANGE,   /* of field, a date or number: from .. to, either may be empty; both: any value
                    */
    QUERY_ALL,     /* "*" alone: every document */
    QUERY_NEAR,    /* children (words), window */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT,  /* one child */
    QUERY_LIST, /* children side by side, each with its occur */
};

enum query_occur {
    QUERY_SHOULD,
    QUERY_MUST,     /* +word */
    QUERY_MUST_NOT, /* -word */
};

struct query_node {
    enum query_kind kind;
    enum query_occur occur;
    struct str field; /* lower case; empty: title and text */
    struct str text;
    struct str from, to;     /* QUERY_RANGE: as typed */
    bool is_above, is_below; /* QUERY_RANGE: from, to itself is not meant */
    uint32_t distance;       /* QUERY_FUZZY */
    uint32_t window;         /* QUERY_NEAR, QUERY_PHRASE: words between those that are asked for, at
                                most */
    bool is_ordered;         /* QUERY_NEAR: in the order of the query */
    uint32_t column;         /* in the query text, from 1, in characters: for messages */
    struct query_node **children;
    uint32_t n_children;
};

#endif
