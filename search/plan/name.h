/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_PLAN_NAME_H
#define PRESSMARK_SEARCH_PLAN_NAME_H

#include "search/plan/plan.h"

/* If the whole query is the name of a file, an archive member or an attachment in the index, with
 * or without folders before it and with or without its ending, extends the plan to find that
 * document too and to rank it first. */
enum err_code plan_name(const struct plan_index *index, struct str query, struct arena *arena,
                        struct plan *plan, struct err *err);

#endif
