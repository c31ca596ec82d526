/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RUNS_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_RUNS_H

/* Paragraphs that are lists of runs, each of which has a style of its own. A word may continue in
 * the next run, as in ["quin", {"type": "bold", "text": "ces"}]. */

#include "indexer/formats/shared/json_node.h"

/* Returns whether an object is a block of a text, in which any list of objects consists of runs. */
bool json_runs_are_of(const struct json_node *object);

/* Returns whether list, a member of an object, is such a list; is_in_block says what
 * json_runs_are_of() returns for the object. *ret is set to a string on the arena then: the text of
 * the runs, and after it the other strings in them. */
bool json_runs_join(bool is_in_block, const struct json_node *list, struct arena *arena,
                    struct json_node *ret);

#endif
