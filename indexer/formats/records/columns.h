/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_RECORDS_COLUMNS_H
#define PRESSMARK_INDEXER_FORMATS_RECORDS_COLUMNS_H

/* Recognises the members of a record, or columns of a table, with a known meaning by their
 * names. */

#include "indexer/formats/shared/reader.h"

enum column { COLUMN_ID, COLUMN_TITLE, COLUMN_TEXT, COLUMN_LANGUAGE, COLUMN_LIMIT };

/* The meaning of a name. If several members of a record have the same one, the lowest rank wins. */
struct column_role {
    enum column column;
    unsigned rank; /* 0: the name is the one that the user gave */
};

/* Returns whether a name has a known meaning, ignoring case. */
bool column_of_name(const struct reader_input *input, struct str name, struct column_role *ret);

/* Returns whether an id is more than a plain number, so that it should be searchable as it is. */
bool columns_is_id_searched(struct str id);

#endif
