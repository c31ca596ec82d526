/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_NAME_H
#define PRESSMARK_SEARCH_PLAN_NAME_H

#include "search/plan/plan.h"

/* Where the whole query is the name of a file, of the member of an archive or of an attachment that
 * the index has, with or without folders before it, the plan finds that too, and ranks it first. */
enum err_code plan_name(const struct plan_index *index, struct str query, struct arena *arena,
                        struct plan *plan, struct err *err);

#endif
