/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_QUERY_QUERY_H
#define PRESSMARK_SEARCH_QUERY_QUERY_H

/* The tree of a query, which parse.c makes and plan.c turns into terms. */

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

enum query_kind {
    QUERY_WORDS, /* text is a piece without blanks; several tokens in it are a phrase ("ice.gov") */
    QUERY_PHRASE,  /* text is what was in quotes */
    QUERY_PREFIX,  /* text is what precedes the final "*" */
    QUERY_PATTERN, /* text has "*" or "?" elsewhere */
    QUERY_FUZZY,   /* text, distance 1 or 2 */
    QUERY_RANGE,   /* a date or number in field, from .. to; an empty end is open, and if both are
                      empty any value matches */
    QUERY_ALL,     /* "*" alone: every document */
    QUERY_NEAR,    /* children, which are words, and window */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT,  /* one child */
    QUERY_LIST, /* children one after the other, each with its occur */
};

enum query_occur {
    QUERY_SHOULD,
    QUERY_MUST,     /* +word */
    QUERY_MUST_NOT, /* -word */
};

struct query_node {
    enum query_kind kind;
    enum query_occur occur;
    struct str field; /* in lower case; empty for title and text */
    struct str text;
    struct str from, to;     /* QUERY_RANGE: as typed */
    bool is_above, is_below; /* QUERY_RANGE: the range excludes from, or to */
    uint32_t distance;       /* QUERY_FUZZY: edits at most */
    uint32_t window;         /* QUERY_NEAR, QUERY_PHRASE: the most words that may be between those
                                of the query */
    bool is_ordered;         /* QUERY_NEAR: in the order of the query */
    uint32_t column;         /* in characters from 1, for messages */
    struct query_node **children;
    uint32_t n_children;
};

#endif
