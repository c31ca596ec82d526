/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_PLAN_H
#define PRESSMARK_SEARCH_PLAN_PLAN_H

/* A query tree -> what Xapian is asked, and which words of a document count as matches. */

#include "search/plan/query_plan.h"

/* Makes text of what names a field that no document of the index has, as "localhost:80" does, and
 * adds hints: which field was meant, and which value where no document has the one that is asked
 * for. Before plan_query(). */
/* Adds a hint where no document of the index has a field of this name, with the nearest. */
enum err_code plan_check_field(struct str name, const struct plan_index *index, struct arena *arena,
                               struct err *err);

enum err_code plan_resolve_fields(struct query_node *root, const struct plan_index *index,
                                  struct arena *arena, struct err *err);

/* Everything is on arena. ERR_USAGE with "column N: ..." for what cannot be asked (an unknown date,
 * a field without words). Bounded: a prefix stands for at most 1000 terms, the most frequent. */
enum err_code plan_query(const struct query_node *root, const struct plan_index *index,
                         struct arena *arena, struct plan *ret_plan, struct err *err);

#endif
