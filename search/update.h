/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_SEARCH_UPDATE_H
#define PRESSMARK_SEARCH_UPDATE_H

/* --update: brings the indexes up to date before they are searched, where that is quick. */

#include "search/plan/hints.h"
#include "search/retrieve/indexes.h"

/* Runs pressmark-index on each index that is to be searched and lies on this machine, about a
 * second for all together; what is not up to date then is a hint. What pressmark-index has to say
 * goes to standard error. Nothing is ever made where there is no index. */
void update_indexes(const struct searcher_settings *source, struct hints *hints);

#endif
