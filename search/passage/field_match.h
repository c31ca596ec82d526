/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_FIELD_MATCH_H
#define PRESSMARK_SEARCH_PASSAGE_FIELD_MATCH_H

/* Finds the fields of a document that match words of the query which its title and passages lack.
 */

#include "search/passage/passage.h"

struct field_match {
    struct str name;
    struct str value;           /* or the part of a long value around its first mark */
    struct passage_mark *marks; /* in value, at least one */
    uint32_t n_marks;
    bool cut_before, cut_after; /* the field's value continues before, or after, value */
};

/* Finds at most FIELD_MATCHES fields, in the order of the document, whose values have words of the
 * query that neither the title nor the passages nor an earlier field have. Returns their number.
 * Everything is on arena; values point into record. */
enum { FIELD_MATCHES = 3 };
size_t field_matches_find(const struct record *record, const struct plan *plan,
                          struct analyser *analyser, const struct passage *passages,
                          size_t n_passages, struct arena *arena, struct field_match *ret);

#endif
