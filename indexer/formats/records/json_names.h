/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_NAMES_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_JSON_NAMES_H

/* Makes the names of members searchable that are more than names of fields: {"Medlar": "a fruit"}.
 */

#include "indexer/document/document.h"
#include "indexer/formats/shared/json_node.h"

enum json_names {
    /* Those that no program would choose for a field: names with blanks or slashes, numbers, ids.
     * They are looked for below the top, where a record has the names of its columns. */
    JSON_NAMES_KEYS,
    JSON_NAMES_ALL,
};

/* Appends the names in node to the text of d (extras.h). text is the buffer of d->text. */
void json_names_append(struct document *d, const struct json_node *node, enum json_names which,
                       struct buf *text);

/* Returns whether a member's name is a key, such as a message number, rather than a description. */
bool json_names_is_key(struct str name);

#endif
