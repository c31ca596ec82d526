/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_UPDATE_H
#define PRESSMARK_SEARCH_UPDATE_H

/* --update: brings the indexes up to date before they are searched, if that is quick. */

#include "search/plan/hints.h"
#include "search/retrieve/indexes.h"

/* Runs pressmark-index on each local index that is to be searched, for about a second in total, and
 * adds a hint for each index that is not up to date by then. Messages of pressmark-index go to
 * standard error. Never creates an index. */
void update_indexes(const struct searcher_settings *source, struct hints *hints);

#endif
