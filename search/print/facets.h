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

#endif
