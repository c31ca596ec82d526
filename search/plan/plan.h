/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_PLAN_H
#define PRESSMARK_SEARCH_PLAN_PLAN_H

/* Plans a query: turns its tree into the nodes that an engine is asked, and says which words of a
 * document count as matches. */

#include "search/plan/query_plan.h"

/* Adds a hint, with the field of the nearest name, if no document of the index has a field of this
 * name. */
enum err_code plan_check_field(struct str name, const struct plan_index *index, struct arena *arena,
                               struct err *err);

/* Turns parts of the query that name a field which no document has, as "localhost:80" does, into
 * text. Adds hints: which field may have been meant, and which value if no document has the one in
 * the query. Must be called before plan_query(). */
enum err_code plan_resolve_fields(struct query_node *root, const struct plan_index *index,
                                  struct arena *arena, struct err *err);

/* Plans a query; everything in *ret_plan is on arena. The plan is bounded as planner.h says.
 * ERR_USAGE, with "column N: ...", for what cannot be searched for, such as an impossible date or a
 * field without words. */
enum err_code plan_query(const struct query_node *root, const struct plan_index *index,
                         struct arena *arena, struct plan *ret_plan, struct err *err);

#endif
