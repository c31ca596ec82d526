/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PRINT_FACETS_H
#define PRESSMARK_SEARCH_PRINT_FACETS_H

/* Prints facets: as bars and a timeline on a terminal, otherwise as a table. */

#include "base/json.h"
#include "search/print/printer.h"
#include "search/retrieve/facets.h"

enum { PRINT_MAX_FACET_VALUES = 20 }; /* shown on a terminal */

/* Prints n facets in the form PRINT_TEXT, PRINT_CSV or PRINT_TSV. Text that does not go to a
 * terminal is the table of PRINT_TSV without its header. */
void print_facets(const struct print_settings *s, const struct facet *facets, size_t n, FILE *out);

/* Appends the member "facets" of an answer, with all values. */
void print_put_facets(struct json *j, const struct facet *facets, size_t n);

/* The number of documents for each year, month or day from the first to the last, without gaps. */
struct print_timeline {
    uint32_t *n_of_each;
    size_t n;
    uint32_t most;
};
/* Makes the timeline of a facet of dates on arena. */
struct print_timeline print_timeline_of(const struct facet *facet, struct arena *arena);
/* Returns "year", "month" or "day", the unit of a facet of dates. */
const char *print_unit_of(const struct facet *f);

#endif
