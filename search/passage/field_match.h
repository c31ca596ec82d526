/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PASSAGE_FIELD_MATCH_H
#define PRESSMARK_SEARCH_PASSAGE_FIELD_MATCH_H

/* The fields of a document that answer where its title and passages do not. */

#include "search/passage/passage.h"

struct field_match {
    struct str name;
    struct str value;           /* or the part of a long one around its first mark */
    struct passage_mark *marks; /* of value, at least one */
    uint32_t n_marks;
    bool cut_before, cut_after; /* value is a part */
};

/* The fields, in the order of the document and at most FIELD_MATCHES, whose values have words of
 * the query that neither the title nor the passages nor a field before have. Everything is on
 * arena; values borrow from record. A document without fields costs nothing. */
enum { FIELD_MATCHES = 3 };
size_t field_matches_find(const struct record *record, const struct plan *plan,
                          struct analyser *analyser, const struct passage *passages,
                          size_t n_passages, struct arena *arena, struct field_match *ret);

#endif
