/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RUNS_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RUNS_H

/* Paragraphs that are lists of runs, each of which has a style of its own. A word may continue in
 * the next run, as in ["quin", {"type": "bold", "text": "ces"}]. */

#include "indexer/formats/shared/json_node.h"

/* Returns whether list, a member of object, is such a list. *ret is set to a string on the arena
 * then: the text of the runs, and after it the other strings in them. */
bool json_runs_join(const struct json_node *object, const struct json_node *list,
                    struct arena *arena, struct json_node *ret);

#endif
