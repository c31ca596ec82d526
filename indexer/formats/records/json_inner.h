/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_INNER_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_INNER_H

/* Finds what describes a record in the values that it wraps: {"type": "Feature", "properties":
 * {"name": ...}}, {"title": ..., "messages": [{"date": ...}, ...]}. */

#include "indexer/document/document.h"
#include "indexer/formats/shared/json_node.h"

/* Returns the title of the object that a record without a title wraps; empty if there is none. */
struct str json_inner_title(const struct json_node *record);

/* Adds the dates of the object that a record wraps, or else of the first item of the list that
 * makes up most of it, as fields of d under their own names, unless the record has a date. */
void json_inner_take_dates(struct document *d, const struct json_node *record);

#endif
