/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_FACETS_H
#define PRESSMARK_SEARCH_RETRIEVE_FACETS_H

/* How many of the documents that match a query have each value of a field: exact, over all of them.
 * Copies are counted each. */

#include "search/retrieve/retrieve.h"

struct facet_value {
    struct str value;
    uint32_t n; /* documents, > 0 */
};

struct facet {
    struct str field; /* as it was asked for */
    bool is_date;     /* values are years, months or days in order; else the most frequent first */
    struct facet_value *values;
    size_t n;
    uint32_t n_matches; /* documents that match */
    uint32_t n_with;    /* of them, that have the field */
    bool is_whole;      /* false: the query was too much work, and there may be more */
};

/* field: "type", "language", "ext", "folder" (below the deepest that all matches lie in), "date"
 * (by year, month or day, whichever gives a timeline), "year", "month", "day", or any field of the
 * documents; of those, values of more than SCHEMA_MAX_VALUE_BYTES are not among the values. search
 * is a search for the query, of which only nodes and max_steps count. Everything is on arena. */
enum err_code facet_count(const struct searcher *searcher, const struct store_search *search,
                          struct str field, struct arena *arena, struct facet *ret,
                          struct err *err);

#endif
