/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_FACETS_H
#define PRESSMARK_SEARCH_PRINT_FACETS_H

/* Counts by the values of fields: bars and a timeline on a terminal, a table elsewhere. */

#include "base/json.h"
#include "search/print/printer.h"
#include "search/retrieve/facets.h"

enum { PRINT_MAX_FACET_VALUES = 20 }; /* that a person is shown */

/* For PRINT_TEXT, PRINT_CSV, PRINT_TSV. Where text does not go to a terminal it is the table of
 * PRINT_TSV without a header. */
void print_facets(const struct print_settings *s, const struct facet *facets, size_t n, FILE *out);

/* The member "facets" of an answer, with all values. */
void print_put_facets(struct json *j, const struct facet *facets, size_t n);

/* How many have each year, month or day from the first to the last, without gaps. n_of_each is on
 * arena. */
struct print_timeline {
    uint32_t *n_of_each;
    size_t n;
    uint32_t most;
};
struct print_timeline print_timeline_of(const struct facet *facet, struct arena *arena);
/* "year", "month" or "day": what the values of a facet of dates are. */
const char *print_unit_of(const struct facet *f);

#endif
