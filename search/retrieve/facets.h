/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_RETRIEVE_FACETS_H
#define PRESSMARK_SEARCH_RETRIEVE_FACETS_H

/* Facets: how many of the documents that match a query have each value of a field. The counts are
 * exact, over all matches; copies count as documents of their own. */

#include "search/retrieve/retrieve.h"

struct facet_value {
    struct str value;
    uint32_t n; /* documents, > 0 */
};

struct facet {
    struct str field; /* as the caller named it */
    bool is_date;     /* values are years, months or days in order; otherwise by frequency */
    struct facet_value *values;
    size_t n;
    uint32_t n_matches; /* the number of documents that match */
    uint32_t n_with;    /* how many of these have the field */
    bool is_whole;      /* false if max_steps ended the search early */
};

/* Counts the values of field among the documents that match search->nodes; of the other members
 * only max_steps is used. field is "type", "language", "ext", "folder" (below the deepest folder
 * that contains all matches), "date" (by year, month or day, whichever makes a timeline), "year",
 * "month", "day", or any field of the documents, also as "fields.NAME", whose values of more than
 * SCHEMA_MAX_VALUE_BYTES are left out. Everything in *ret is on arena. */
enum err_code facet_count(const struct searcher *searcher, const struct store_search *search,
                          struct str field, struct arena *arena, struct facet *ret,
                          struct err *err);

#endif
